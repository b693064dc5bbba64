"""Invitations: the secretariat's list, one or many at a time, and the page an invited person meets."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.text import counted
from forum.base.visibility import get_visible_or_404
from forum.membership.actions import bulk_invitations, invitations
from forum.membership.forms.invitations import AcceptForm, InvitationForm, ManyForm
from forum.membership.forms.pasted_people import read_lines
from forum.membership.models import Invitation
from forum.people.models import Member, Seat
from forum.web.access import Request, mail_link, member, secretariat
from forum.web.form_keys import idempotent

PAGE = 50


@secretariat
def index(request: Request) -> HttpResponse:
    rows = Invitation.objects.visible_to(request.viewer).select_related("seat__organisation", "invited_by", "member")
    shown = request.GET.get("vis", "aabne")
    if shown != "alle":
        rows = rows.filter(state=Invitation.State.SENT)
    page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    context = {"page": page, "shown": shown, "now": timezone.now(), "days": settings.INVITATION_DAYS}
    return render(request, "forum/membership/invitations.html", context)


@secretariat
@idempotent
def invite(request: Request) -> HttpResponse:
    form = InvitationForm(request.POST or None, initial={"seat": request.GET.get("plads")})
    if request.method == "POST" and form.is_valid():
        wanted = {
            name: form.cleaned_data[name] for name in ("email", "name", "seat", "is_substitute", "is_secretariat")
        }
        try:
            sent = invitations.invite(**wanted, by=request.member, now=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            had = invitations.invited_member(sent)
            also = f" Adressen tilhører {had}, som allerede er med i forummet og beholder sit eget navn." if had else ""
            messages.success(request, f"Invitationen til {sent.email} er på vej.{also}")
            return redirect("forum:invitations")
    return render(request, "forum/membership/invite.html", {"form": form}, status=422 if form.errors else 200)


@secretariat
def invite_many(request: Request) -> HttpResponse:
    """Preview and sending are the same form: what cannot be sent stays in the field to be put right."""
    form = ManyForm(request.POST or None, request.FILES or None)
    plans: list[bulk_invitations.Plan] = []
    if request.method == "POST" and form.is_valid():
        now, follows = timezone.now(), form.cleaned_data["follows"]
        plans = bulk_invitations.plan(read_lines(form.cleaned_data["lines"]), may_follow=follows, now=now)
        rest = form.cleaned_data["lines"]
        if request.POST.get("trin") == "send":
            sent = bulk_invitations.invite_all(plans, by=request.member, now=now)
            if sent:
                messages.success(request, f"{counted(len(sent), 'invitation', 'invitationer')} er på vej.")
            done = {invitation.email for invitation in sent}
            plans = [plan for plan in plans if plan.wish.email not in done or plan.problem]
            if not plans:
                return redirect("forum:invitations")
            rest = "\n".join(plan.wish.raw for plan in plans)  # type: ignore[attr-defined]  # each is a pasted `Line`
        form = ManyForm(initial={"lines": rest, "follows": follows})
    context = {"form": form, "plans": plans, "ready": sum(not plan.problem for plan in plans)}
    return render(request, "forum/membership/invite_many.html", context, status=422 if form.errors else 200)


@secretariat
@idempotent
def send_again(request: Request, pk: int) -> HttpResponse:
    return _do(request, pk, "Invitationen er sendt igen. Det gamle link virker ikke længere.", invitations.send_again)


@secretariat
@idempotent
def withdraw(request: Request, pk: int) -> HttpResponse:
    """A seat may have been opened for the invitation alone: then somebody must say what becomes of it."""
    said, vacant = "Invitationen er trukket tilbage.", Seat.objects.filter(until=None, holdings__isnull=True)
    if seat := vacant.filter(invitations=pk).select_related("organisation").first():
        name = seat.organisation.full_name
        said = f"{said} Pladsen for {name} står ledig. Nedlæg den på pladsens side, hvis den ikke skal bruges."
    return _do(request, pk, said, invitations.withdraw)


def _do(request: Request, pk: int, said: str, act: Callable[..., object]) -> HttpResponse:
    invitation = get_visible_or_404(Invitation, request.viewer, pk=pk)
    if request.method == "POST":
        try:
            act(invitation=invitation, by=request.member, now=timezone.now())
        except (NotAllowed, StaleError, ValidationError) as refused:
            messages.error(request, getattr(refused, "message", str(refused)))
        else:
            messages.success(request, said)
    return redirect("forum:invitations")


@mail_link
@idempotent
def accept(request: Request, token: str) -> HttpResponse:
    """GET shows what one is invited to; POST makes the member, signs in and goes on to the welcome."""
    now = timezone.now()
    try:
        invitation = invitations.from_token(token, now=now)
        if invitation is None:
            raise Http404
        known = invitations.invited_member(invitation)
        if request.user.is_authenticated and request.user != known:
            return _to_somebody_else(request, invitation)
        if known:
            return _accept_as_member(request, token, invitation, known)
        form = AcceptForm(request.POST or None, initial={"name": invitation.name})
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                joined = invitations.accept(
                    token=token, name=data["name"], title=data["title"], phone=data["phone"], choices=form.choices(),
                    by=None, now=now,
                )  # fmt: skip
            except ValidationError as refused:  # the seat is not to be had by this person, or no longer
                form.add_error(None, refused)
            else:
                logout(request)  # whatever was begun in this browser before
                request.session["remember"] = data["remember"]
                return perform_login(request, joined, email_verification="none", redirect_url="/velkommen/")
    except invitations.NotOpen as closed:
        return render(request, "forum/membership/invitation_closed.html", {"sentence": str(closed)}, status=410)
    context = {"form": form, "invitation": invitation, "follows": invitations.present_holder(invitation)}
    return render(request, "forum/membership/invitation.html", context, status=422 if form.errors else 200)


def _to_somebody_else(request: Request, invitation: Invitation) -> HttpResponse:
    """Who is signed in keeps their session, and the invited their link: one of them must say so first."""
    sentence = (
        f"Du er logget ind som {request.member}. Invitationen er til {invitation.email}. "
        "Log ud først, så kommer du tilbage til invitationen."
    )
    told = {"heading": "Invitationen er til en anden", "sentence": sentence}
    return render(request, "forum/membership/invitation_closed.html", told, status=409)


def _accept_as_member(request: Request, token: str, invitation: Invitation, known: Member) -> HttpResponse:
    """Who is a member already signs in as ever and says yes to the seat; nothing is asked anew. Raises NotOpen."""
    if request.user != known:
        messages.info(request, "Du er allerede medlem af forummet. Log ind, så kan du svare på invitationen.")
        return redirect_to_login(request.path)
    form = forms.Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.accept(token=token, by=known, now=timezone.now(), via="")
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Tak. Invitationen er taget imod.")
            return redirect("forum:welcome")
    follows = invitations.present_holder(invitation)
    context = {"form": form, "invitation": invitation, "follows": follows, "is_known": True}
    return render(request, "forum/membership/invitation.html", context, status=422 if form.errors else 200)


@member
def welcome(request: Request) -> HttpResponse:
    return render(request, "forum/membership/welcome.html")
