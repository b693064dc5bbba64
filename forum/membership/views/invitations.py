"""Invitations: the secretariat's list, one or many at a time, and the page an invited person meets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum.base.text import counted
from forum.base.visibility import get_visible_or_404
from forum.membership.actions import bulk_invitations, invitations
from forum.membership.forms.invitations import AS_HOLDER, AcceptForm, InvitationForm, ManyForm
from forum.membership.forms.pasted_people import read_lines
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, Seat
from forum.people.organisation_names import OrganisationNames
from forum.web.access import Request, mail_link, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Act, Done, back_to, form_page, posted, press

PAGE = 50
MANY = "forum/membership/invite_many.html"


@secretariat
def index(request: Request) -> HttpResponse:
    rows = Invitation.objects.visible_to(request.viewer).select_related("seat__organisation", "invited_by", "member")
    is_all = request.GET.get("vis") == "alle"
    if not is_all:
        rows = rows.filter(state=Invitation.State.SENT)
    page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    context = {"page": page, "is_all": is_all, "now": timezone.now(), "days": settings.INVITATION_DAYS}
    return render(request, "forum/membership/invitations.html", context)


@secretariat
@idempotent
def invite(request: Request) -> HttpResponse:
    def act(data: dict[str, Any]) -> Done:
        invitation = invitations.invite(**data, by=request.member, now=timezone.now())
        known = invitations.invited_member(invitation)
        also = f" Adressen tilhører {known}, som allerede er med i forummet og beholder sit eget navn." if known else ""
        return Done(f"Invitationen til {invitation.email} er på vej.{also}", "forum:invitations")

    form = InvitationForm(
        posted(request), initial={"seat": request.GET.get("plads"), "part": request.GET.get("som", AS_HOLDER)}
    )
    return form_page(request, form, act, "forum/membership/invite.html")


@secretariat
def invite_many(request: Request) -> HttpResponse:
    """Preview and sending are the same form: what cannot be sent stays in the field to be put right.

    Nothing is sent that was not previewed: the form carries the revision of the preview, and when the lines, the
    sheet, an answer or the forum itself make another outcome of it, there is another preview first.
    """

    def act(data: dict[str, Any]) -> Done:
        now, known = timezone.now(), OrganisationNames(Organisation.objects.all())
        reading = read_lines(data["lines"], known)
        plans = bulk_invitations.plan(reading.lines, may_follow=data["follows"], now=now)
        sends = request.POST.get("trin") == "send"
        if sends and plans and all(plan.problem == bulk_invitations.INVITED_ALREADY for plan in plans):
            return _sent_before(request, len(plans))  # back in the browser, and the same button again
        if not sends or data["revision"] != bulk_invitations.revision_of(plans):
            notes = [*data["sheet"].left_out, *reading.notes]
            return Done("", _preview(request, data, data["lines"], plans, notes=notes, is_changed=sends))
        return _send_many(request, data, plans, now)

    return form_page(request, ManyForm(posted(request), request.FILES or None), act, MANY)


def _sent_before(request: Request, number: int) -> Done:
    messages.info(request, f"{'Invitationen' if number == 1 else 'Invitationerne'} er allerede sendt.")
    return Done("", "forum:invitations")


def _send_many(request: Request, data: dict[str, Any], plans: list[bulk_invitations.Plan], now: datetime) -> Done:
    """Send what the preview showed as ready, and preview what is left."""
    sent = {made.email for made in bulk_invitations.invite_all(plans, by=request.member, now=now)}
    if sent:
        messages.success(request, f"{counted(len(sent), 'invitation', 'invitationer')} er på vej.")
    done = {plan.wish.number for plan in plans if not plan.problem and plan.wish.email in sent}
    left = [plan for plan in plans if plan.wish.number not in done]
    if not left:
        return Done("", "forum:invitations")
    rows = enumerate(data["lines"].splitlines(), start=1)
    lines = "\n".join(raw for number, raw in rows if number not in done)
    again = bulk_invitations.plan(
        read_lines(lines, OrganisationNames(Organisation.objects.all())).lines, may_follow=data["follows"], now=now
    )
    return Done("", _preview(request, data, lines, again))


def _preview(
    request: Request, data: dict[str, Any], lines: str, plans: list[bulk_invitations.Plan], **more: Any
) -> HttpResponse:
    revision = bulk_invitations.revision_of(plans)
    again = ManyForm(initial={"lines": lines, "follows": data["follows"], "revision": revision})
    ready = sum(not plan.problem for plan in plans)
    context = {"form": again, "plans": plans, "ready": ready, "unsaved": request.path, **more}
    return render(request, MANY, context, status=409 if more.get("is_changed") else 200)


@secretariat
@idempotent
def send_again(request: Request, pk: int) -> HttpResponse:
    invitation, to = get_visible_or_404(Invitation, request.viewer, pk=pk), back_to(request, "forum:invitations")

    def act() -> Done:
        invitations.send_again(invitation=invitation, by=request.member, now=timezone.now())
        return Done("Invitationen er sendt igen. Det gamle link virker ikke længere.", to)

    return press(request, act, to)


@secretariat
@idempotent
def withdraw(request: Request, pk: int) -> HttpResponse:
    """A seat may have been opened for the invitation alone: then somebody must say what becomes of it."""
    invitation = get_visible_or_404(Invitation, request.viewer, pk=pk)

    def act() -> Done:
        said, vacant = "Invitationen er trukket tilbage.", Seat.objects.filter(until=None, holdings__isnull=True)
        if seat := vacant.filter(invitations=pk).select_related("organisation").first():
            name = seat.organisation.full_name
            said = f"{said} Pladsen for {name} står ledig. Nedlæg den på pladsens side, hvis den ikke skal bruges."
        invitations.withdraw(invitation=invitation, by=request.member, now=timezone.now())
        return Done(said, "forum:invitations")

    return press(request, act, "forum:invitations")


@mail_link
@idempotent
def accept(request: Request, token: str) -> HttpResponse:
    """GET shows what one is invited to; POST makes the member, signs in and goes on to the welcome."""
    try:
        invitation = invitations.from_token(token, now=timezone.now())
    except invitations.NotOpen as closed:
        page = {"sentence": str(closed)}
        return render(request, "forum/membership/invitation_closed.html", page, status=closed.status)
    if invitation is None:
        raise Http404
    known = invitations.invited_member(invitation)
    if request.user.is_authenticated and request.user != known:
        return _to_somebody_else(request, invitation)
    if known:
        return _accept_as_member(request, token, invitation, known)
    return _accept_as_new(request, token, invitation)


def _to_somebody_else(request: Request, invitation: Invitation) -> HttpResponse:
    """Who is signed in keeps their session, and the invited their link: one of them must say so first."""
    sentence = (
        f"Du er logget ind som {request.member}. Invitationen er til {invitation.email}. "
        "Log ud først, så kommer du tilbage til invitationen."
    )
    page = {"heading": "Invitationen er til en anden", "sentence": sentence}
    return render(request, "forum/membership/invitation_closed.html", page, status=409)


def _accept_as_member(request: Request, token: str, invitation: Invitation, known: Member) -> HttpResponse:
    """Who is a member already signs in as ever and says yes to the seat; nothing is asked anew."""
    if request.user != known:
        messages.info(request, "Du er allerede medlem af forummet. Log ind, så kan du svare på invitationen.")
        return redirect_to_login(request.path)

    def act(data: dict[str, Any]) -> Done:
        invitations.accept(token=token, by=known, now=timezone.now(), via="")
        return Done("Tak. Invitationen er taget imod.", "forum:welcome")

    return _invitation_page(request, forms.Form(posted(request)), act, invitation, is_known=True)


def _accept_as_new(request: Request, token: str, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(posted(request), initial={"name": invitation.name})

    def act(data: dict[str, Any]) -> Done:
        words = {name: data[name] for name in ("name", "title", "phone")}
        joined = invitations.accept(token=token, **words, choices=form.choices(), by=None, now=timezone.now())
        logout(request)  # whatever was begun in this browser before
        return Done("", perform_login(request, joined, email_verification="none", redirect_url="/velkommen/"))

    return _invitation_page(request, form, act, invitation)


def _invitation_page(request: Request, form: forms.Form, act: Act, invitation: Invitation, **more: Any) -> HttpResponse:
    context = {"invitation": invitation, "follows": invitations.present_holder(invitation)} | more
    return form_page(request, form, act, "forum/membership/invitation.html", context)
