"""Invitations of the secretariat: the list of those who are asked, one more, or many at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.text import whole_number
from forum.base.visibility import get_visible_or_404
from forum.membership.actions import bulk_invitations, invitations
from forum.membership.actions.invitation_answers import invited_member
from forum.membership.actions.remind_invited import remind_invited
from forum.membership.chase_list import chase_list
from forum.membership.forms.invitations import AS_HOLDER, AS_SUBSTITUTE, CorrectForm, InvitationForm, ManyForm
from forum.membership.forms.pasted_lines import with_new_suppliers
from forum.membership.forms.pasted_people import read_lines
from forum.membership.models import Invitation
from forum.people.models import Organisation, Seat, SeatHolding
from forum.people.organisation_names import OrganisationNames
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, at_field, back_to, form_page, posted, press

PAGE = 50
ONE = "forum/membership/invite.html"
MANY = "forum/membership/invite_many.html"
CHASED = "forum/membership/invitations.html"
NOBODY_TO_REMIND = "Ingen fik en mail: alle har svaret eller har fået en mail i dag. Du kan påminde igen i morgen."


@secretariat
def index(request: Request) -> HttpResponse:
    if request.GET.get("vis") == "alle":
        rows = Invitation.objects.visible_to(request.viewer).select_related("seat__organisation", "invited_by")
        page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
        return render(request, "forum/membership/invitations_all.html", {"page": page, "now": timezone.now()})
    return render(request, CHASED, _chased(request))


def _chased(request: Request) -> dict[str, Any]:
    return {"chased": chase_list(request.viewer, timezone.now()), "days": settings.INVITATION_DAYS}


@secretariat
@idempotent
def invite(request: Request) -> HttpResponse:
    """»Se mailen« shows it beside the form, which is as it was; »Send invitationen« sends it, seen or not."""
    now, chosen = timezone.now(), request.GET.get("plads", "")

    def act(data: dict[str, Any]) -> Done:
        if request.POST.get("trin") == "vis":
            mail = invitations.draft(**data, by=request.member, now=now)
            return Done("", lambda: render(request, ONE, {"form": form, "mail": mail}))
        invitation = invitations.invite(**data, by=request.member, now=now)
        known = invited_member(invitation)
        also = f" Adressen tilhører {known}, som allerede er med i forummet og beholder sit eget navn." if known else ""
        return Done(f"Invitationen til {invitation.email} er på vej.{also}", "forum:invitations")

    part = request.GET.get("som", AS_HOLDER)
    preset = {"seat": chosen, "part": part, "follows": _is_held(chosen, is_substitute=part == AS_SUBSTITUTE)}
    form = InvitationForm(posted(request), initial=preset)
    return form_page(request, form, act, ONE)


def _is_held(seat: str, *, is_substitute: bool) -> bool:
    """Whether the one who is asked to the seat of this number would follow somebody."""
    return SeatHolding.objects.present().filter(seat=whole_number(seat), is_substitute=is_substitute).exists()


@secretariat
def invite_many(request: Request) -> HttpResponse:
    """Preview and sending are the same form: what cannot be sent stays in the field to be put right.

    Nothing is sent that was not previewed: the form carries the revision of the preview, and when the lines, the
    sheet, an answer or the forum itself make another outcome of it, there is another preview first.
    """

    def act(data: dict[str, Any]) -> Done:
        now, known = timezone.now(), OrganisationNames(Organisation.objects.all())
        reading = read_lines(data["lines"], known)
        if data["suppliers"]:
            data["lines"] = with_new_suppliers(data["lines"], reading.lines)
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
    made = bulk_invitations.invite_all(plans, greeting=data["greeting"], by=request.member, now=now)
    sent = {each.email for each in made}  # the bar of what can be undone says how many
    done = {plan.line.number for plan in plans if not plan.problem and plan.line.email in sent}
    left = [plan for plan in plans if plan.line.number not in done]
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
    kept = {name: data[name] for name in ("follows", "suppliers", "greeting")}
    again, ready = ManyForm(initial={"lines": lines, "revision": revision} | kept), sum(not p.problem for p in plans)
    mail = bulk_invitations.draft_for(plans, greeting=data["greeting"], by=request.member, now=timezone.now())
    asked_first = sorted(plans, key=lambda plan: not plan.problem)  # what must be put right is not looked for
    context = {"form": again, "plans": asked_first, "ready": ready, "mail": mail, "unsaved": request.path, **more}
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
def correct(request: Request, pk: int) -> HttpResponse:
    """The right address, in the list itself: a new link goes there, and the old one stops working."""
    invitation = get_visible_or_404(Invitation.objects.select_related("seat__organisation"), request.viewer, pk=pk)
    if request.method != "POST":
        return redirect("forum:invitations")

    def act(data: dict[str, Any]) -> Done:
        with at_field("email"):
            invitations.send_again(invitation=invitation, **data, by=request.member, now=timezone.now())
        said = f"Invitationen er sendt til {invitation.email}. Det gamle link virker ikke længere."
        return Done(said, "forum:invitations")

    form = CorrectForm(request.POST, auto_id=f"ret-{pk}-%s")
    return form_page(request, form, act, CHASED, lambda: _chased(request) | {"wrong": pk})


@secretariat
@idempotent
def remind(request: Request) -> HttpResponse:
    to = back_to(request, "forum:invitations")

    def act() -> Done:
        reminded = remind_invited(by=request.member, now=timezone.now())
        return Done("" if reminded else NOBODY_TO_REMIND, to)  # the bar of what can be undone says to how many

    return press(request, act, to)


@secretariat
@idempotent
def withdraw(request: Request, pk: int) -> HttpResponse:
    """A seat may have been opened for the invitation alone: then somebody must say what becomes of it."""
    invitation = get_visible_or_404(Invitation, request.viewer, pk=pk)

    def act() -> Done:
        never_held = Seat.objects.filter(until=None, holdings__isnull=True, invitations=pk)
        seat, said = never_held.select_related("organisation").first(), ""
        if seat:
            name = seat.organisation.full_name
            said = f"Pladsen for {name} står ledig. Nedlæg den på pladsens side, hvis den ikke skal bruges."
        invitations.withdraw(invitation=invitation, by=request.member, now=timezone.now())
        return Done(said, "forum:invitations")  # the bar of what can be undone says the rest

    return press(request, act, "forum:invitations")
