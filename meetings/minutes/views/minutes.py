"""The minutes: read by everyone who may, begun and brought on their way by the secretariat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.dates import local
from forum.base.visibility import SYSTEM, get_visible_or_404
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, back_to, form_page, posted, press, require
from meetings.meeting.models import Meeting
from meetings.minutes import rules
from meetings.minutes.actions import course
from meetings.minutes.actions.send_approved import readers_of
from meetings.minutes.corrections import Correction, last_correction, unsent_correction
from meetings.minutes.document import Part, document
from meetings.minutes.forms.minutes import ReasonForm, RemarkForm
from meetings.minutes.models import (
    Minutes,
    NoRemarks,
    Recipient,
    is_as_sent,
    is_corrected,
    recipients_of,
    silent_members,
    silent_minutes,
)
from meetings.minutes.next_step import Step, next_step
from meetings.minutes.rules import plan
from meetings.minutes.step_facts import facts_of

State = Minutes.State


@member
def minutes(request: Request, slug: str) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    rows = Minutes.objects.visible_to(viewer).select_related("meeting", "approved_by")
    minutes = rows.filter(meeting__slug=slug).first()
    if minutes is None:
        return _not_begun(request, get_visible_or_404(Meeting, viewer, slug=slug))
    read, today = document(minutes, viewer, with_remarks=True, with_unsent=True), local(now).date()
    remarks = [remark for part in read.parts for remark in part.remarks]
    context = {
        "document": read,
        "may_remark": rules.can_remark(viewer, minutes, today),
        "own_open": {row.pk for row in remarks if not rules.why_not_withdraw_remark(viewer, row, minutes, today)},
        "remark_form": RemarkForm(),
        "course": next_steps(minutes, request),
        "unsent": _unsent(minutes, request),
        **answers(minutes, request, today),
    }
    return render(request, "meetings/minutes/detail.html", context)


def _unsent(minutes: Minutes, request: Request) -> list[Correction]:
    """For the secretariat: what is corrected and not sent yet."""
    is_corrected = minutes.state == State.CORRECTED and request.viewer.is_secretariat
    changed = unsent_correction(minutes) if is_corrected else None
    return changed.of(request.viewer) if changed else []


def answers(minutes: Minutes, request: Request, today: date) -> dict[str, Any]:
    """What is corrected, and what the viewer has said to it; for the secretariat who has said what, and who nothing.

    Empty unless the minutes are out for remarks.
    """
    if minutes.state not in {State.REMARKS, State.CORRECTED} or not minutes.remarks_due:
        return {}
    said = NoRemarks.to(minutes, request.viewer).select_related("by")
    changed = last_correction(minutes)
    corrected = changed.of(request.viewer) if changed else []
    if request.viewer.is_secretariat:
        return {"corrected": corrected, "agreed": list(said), "silent": list(silent_members(minutes))}
    asked = silent_minutes(request.viewer, today).filter(pk=minutes.pk).exists()
    return {"corrected": corrected, "is_asked": asked, "said": said.first()}


def _not_begun(request: Request, meeting: Meeting) -> HttpResponse:
    if not request.viewer.is_secretariat:
        return _taken_back(request, meeting)
    why_not = rules.why_not_start(meeting, timezone.now())
    return render(request, "meetings/minutes/not_begun.html", {"meeting": meeting, "why_not": why_not})


def _taken_back(request: Request, meeting: Meeting) -> HttpResponse:
    """A reader who follows the mail to minutes that were taken back learns why, and nothing else of them."""
    drafts = Minutes.objects.visible_to(SYSTEM).filter(meeting=meeting, state=State.DRAFT)
    withdrawn = drafts.exclude(reopened_because="").first()
    if withdrawn is None:
        raise Http404
    return render(request, "meetings/minutes/withdrawn.html", {"meeting": meeting, "minutes": withdrawn})


def next_steps(minutes: Minutes, request: Request) -> dict[str, Any]:
    """The steps that can be taken next, and what each lacks; empty for a viewer who may not approve."""
    if not rules.can_approve(request.viewer):
        return {}
    now = timezone.now()
    steps: dict[str, Any] = {"may_write": rules.can_write(request.viewer, minutes)}
    unchanged = is_as_sent(minutes) if minutes.state == State.CORRECTED else None  # once: it reads all the text
    if minutes.is_approved:
        steps |= {"holds": minutes.approval_holds, "lock_why_not": rules.why_not_lock(minutes)}
    if minutes.state in {State.DRAFT, State.CORRECTED} and request.viewer.is_secretariat:
        why_not = rules.why_not_release(minutes, now, unchanged=unchanged)
        steps |= {"release": why_not != rules.NOTHING_TO_SEND, "release_why_not": why_not}
    if minutes.state in {State.REMARKS, State.CORRECTED}:
        why_not = rules.why_not_approve(minutes, local(now).date(), unchanged=unchanged)
        steps |= {"approve": True, "approve_why_not": why_not}
    if request.viewer.is_secretariat:
        steps["step"] = _next_step(minutes, steps.get("holds", unchanged), request, now)
    return steps


def _next_step(minutes: Minutes, unchanged: bool | None, request: Request, now: datetime) -> Step | None:
    """The one primary button. `unchanged` as in `Facts`."""
    facts = facts_of([minutes.meeting], request.viewer, now)[minutes.meeting_id]
    return next_step(minutes.meeting, replace(facts, is_unchanged=unchanged), now)


def fetch(request: Request, slug: str) -> Minutes:
    """The minutes with their meeting, or 404."""
    minutes: Minutes = get_visible_or_404(
        Minutes.objects.select_related("meeting", "approved_by"), request.viewer, meeting__slug=slug
    )
    return minutes


def page_of(slug: str, number: int | None = None) -> str:
    """The page of a meeting's minutes, at the item with that number."""
    return reverse("meetings:minutes", args=[slug]) + (f"#punkt-{number}" if number else "")


@secretariat
@require_POST
def start(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)

    def act() -> Done:
        course.start(meeting=meeting, by=request.member, now=timezone.now())
        return Done("", reverse("meetings:minutes_write", args=[slug]))

    return press(request, act, page_of(slug))


@secretariat
@idempotent
def release(request: Request, slug: str) -> HttpResponse:
    """GET shows who will be told before anyone is told; POST tells them."""
    minutes, now = fetch(request, slug), timezone.now()
    due, changed = rules.remarks_due(minutes, local(now).date()), unsent_correction(minutes)
    is_correction = changed is not None or bool(minutes.reopened_because)
    send = course.send_correction if is_correction else course.release

    def act() -> Done:
        send(minutes=minutes, revision=_read(request), by=request.member, now=now)
        return Done("", page_of(slug))  # the bar of what can be undone says it

    if request.method == "POST":
        return press(request, act, page_of(slug))
    recipients = recipients_of(minutes.meeting, now)
    context = {
        "minutes": minutes,
        "why_not": rules.why_not_release(minutes, now),
        "due": due,
        "is_correction": is_correction or is_corrected(minutes),
        "changed": changed.of(request.viewer) if changed else [],
        "receivers": [recipient for recipient in recipients if recipient.wants_mail or is_correction],
        "hidden_items": _hidden_items(recipients),
        "without_mail": [recipient for recipient in recipients if not (recipient.wants_mail or is_correction)],
        "delegations": _delegations(document(minutes, request.viewer, with_unsent=True).parts),
    }
    return render(request, "meetings/minutes/release.html", context)


def _read(request: Request) -> str:
    """The revision of the minutes that the page showed, as its form sends it back."""
    return request.POST.get("revision", "")[:64]


def _hidden_items(recipients: list[Recipient]) -> list[tuple[str, str]]:
    """(item numbers, names) for the recipients who do not see every item."""
    names: dict[tuple[int, ...], list[str]] = {}
    for recipient in recipients:
        if recipient.hidden_items:
            names.setdefault(recipient.hidden_items, []).append(f"{recipient.member.name} ({recipient.organisation})")
    return [(", ".join(map(str, numbers)), ", ".join(people)) for numbers, people in names.items()]


@member
@idempotent
def approve(request: Request, slug: str) -> HttpResponse:
    """Approve the revision of the minutes that this page showed: the form sends it back."""
    minutes, now = fetch(request, slug), timezone.now()
    require(rules.can_approve(request.viewer))

    def act() -> Done:
        is_full = request.viewer.is_secretariat and "is_full_record" in request.POST
        course.approve(minutes=minutes, revision=_read(request), by=request.member, now=now, is_full_record=is_full)
        return Done("", page_of(slug))

    if request.method == "POST":
        return press(request, act, page_of(slug))
    why_not = rules.why_not_approve(minutes, local(now).date())
    context = {
        "minutes": minutes,
        "why_not": why_not,
        "step": next_steps(minutes, request).get("step") if why_not else None,
        "delegations": _delegations(parts := document(minutes, request.viewer).parts),
        "has_closed": minutes.meeting.is_closed or any(part.item.is_closed for part in parts),
        "receivers": readers_of(minutes.meeting, now),
        "records_address": settings.RECORDS_ADDRESS if request.viewer.is_secretariat else "",
    }
    return render(request, "meetings/minutes/approve.html", context)


def _delegations(parts: list[Part]) -> list[Any]:
    return [plan(d) for part in parts for d in part.decisions if d.kind == d.Kind.DELEGATED and d.area]


@secretariat
@idempotent
def withdraw(request: Request, slug: str) -> HttpResponse:
    return _with_reason(request, slug, "withdraw", rules.why_not_withdraw, course.withdraw)


@secretariat
@idempotent
def reopen(request: Request, slug: str) -> HttpResponse:
    return _with_reason(request, slug, "reopen", rules.why_not_reopen, course.reopen)


WORDS = {
    "withdraw": {
        "title": "Træk referatet tilbage",
        "lead": "Referatet bliver en kladde, som kun sekretariatet kan læse. Mails, der ikke er sendt endnu, udgår.",
        "done": "Referatet er trukket tilbage til kladde.",
    },
    "reopen": {
        "title": "Genåbn referatet",
        "lead": "Godkendelsen falder bort, og referatet kan rettes. Medlemmerne kan stadig læse det og ser hvorfor. "
        "Rettelser skal sendes til medlemmerne, før referatet kan godkendes.",
        "done": "Referatet er genåbnet.",
    },
}


def _with_reason(
    request: Request,
    slug: str,
    what: str,
    why_not: Callable[[Minutes], str],
    action: Callable[..., object],
) -> HttpResponse:
    """The page of a step that asks why it is taken; `what` is a key of `WORDS`."""
    minutes = fetch(request, slug)

    def act(data: dict[str, Any]) -> Done:
        action(minutes=minutes, by=request.member, now=timezone.now(), **data)
        return Done(WORDS[what]["done"], page_of(slug))

    context = {"minutes": minutes, "words": WORDS[what]}
    form = ReasonForm(posted(request))
    return form_page(request, form, act, "meetings/minutes/reason.html", context, why_not=why_not(minutes))


@secretariat
@require_POST
@idempotent
def lock(request: Request, slug: str) -> HttpResponse:
    minutes, to = fetch(request, slug), back_to(request, page_of(slug))

    def act() -> Done:
        course.lock(minutes=minutes, by=request.member, now=timezone.now())
        return Done("", to)  # the bar of what can be undone says it

    return press(request, act, to)
