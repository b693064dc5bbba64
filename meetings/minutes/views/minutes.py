"""The minutes: read by everyone who may, begun and brought on their way by the secretariat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.dates import local, long_day
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.visibility import SYSTEM, get_visible_or_404
from forum.base.workdays import add_workdays
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from meetings.meeting.models import Meeting
from meetings.minutes import rules
from meetings.minutes.actions import course
from meetings.minutes.document import document
from meetings.minutes.forms.minutes import ReasonForm, RemarkForm
from meetings.minutes.models import Minutes, Recipient, recipients_of
from meetings.minutes.rules import plan

State = Minutes.State


@member
def minutes(request: Request, slug: str) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    rows = Minutes.objects.visible_to(viewer).select_related("meeting", "approved_by")
    found = rows.filter(meeting__slug=slug).first()
    if found is None:
        return _not_begun(request, get_visible_or_404(Meeting, viewer, slug=slug))
    seen, today = document(found, viewer, with_remarks=True), local(now).date()
    written = [remark for part in seen.parts for remark in part.remarks]
    context = {
        "document": seen,
        "may_remark": rules.can_remark(viewer, found, today),
        "own_open": {row.pk for row in written if not rules.why_not_withdraw_remark(viewer, row, found, today)},
        "remark_form": RemarkForm(),
        "course": next_steps(found, request),
    }
    return render(request, "meetings/minutes/detail.html", context)


def _not_begun(request: Request, meeting: Meeting) -> HttpResponse:
    if not request.viewer.is_secretariat:
        return _taken_back(request, meeting)
    why_not = rules.why_not_start(meeting, timezone.now())
    return render(request, "meetings/minutes/not_begun.html", {"meeting": meeting, "why_not": why_not})


def _taken_back(request: Request, meeting: Meeting) -> HttpResponse:
    """Whoever follows the mail to minutes that were taken back learns why, and nothing else of them."""
    drafts = Minutes.objects.visible_to(SYSTEM).filter(meeting=meeting, state=State.DRAFT)
    found = drafts.exclude(reopened_because="").first()
    if found is None:
        raise Http404
    return render(request, "meetings/minutes/withdrawn.html", {"meeting": meeting, "minutes": found})


def next_steps(found: Minutes, request: Request) -> dict[str, Any]:
    """What can be done next, and what is missing before it can; empty for those who only read."""
    if not rules.can_approve(request.viewer):
        return {}
    now = timezone.now()
    told: dict[str, Any] = {"may_write": rules.can_write(request.viewer, found)}
    if found.is_approved:
        told |= {"holds": found.approval_holds, "lock_why_not": rules.why_not_lock(found)}
    if found.state in {State.DRAFT, State.CORRECTED} and request.viewer.is_secretariat:
        told |= {"release": True, "release_why_not": rules.why_not_release(found, now)}
    if found.state in {State.REMARKS, State.CORRECTED}:
        told |= {"approve": True, "approve_why_not": rules.why_not_approve(found, local(now).date())}
    return told


def posted(request: Request) -> QueryDict | None:
    """What was sent, for a form that is unbound until something is; an empty sending is one too."""
    return request.POST if request.method == "POST" else None


def fetch(request: Request, slug: str) -> Minutes:
    """The minutes with their meeting, or 404."""
    found: Minutes = get_visible_or_404(
        Minutes.objects.select_related("meeting", "approved_by"), request.viewer, meeting__slug=slug
    )
    return found


@secretariat
@require_POST
def start(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    try:
        course.start(meeting=meeting, by=request.member, now=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:minutes", slug)
    return redirect("meetings:minutes_write", slug)


@secretariat
@idempotent
def release(request: Request, slug: str) -> HttpResponse:
    """Shows who will be told before anyone is told; tells them on POST."""
    found, now = fetch(request, slug), timezone.now()
    if request.method == "POST":
        told = f"Referatet er sendt til bemærkninger til og med {long_day(_due(now))}."
        seen = request.POST.get("content_hash", "")[:64]
        act = partial(course.release, minutes=found, content_hash=seen, by=request.member, now=now)
        return _attempt(request, slug, told, act)
    people = recipients_of(found.meeting, now)
    context = {
        "minutes": found,
        "content_hash": found.content_hash(),
        "why_not": rules.why_not_release(found, now),
        "due": _due(now),
        "receivers": [reader for reader in people if reader.wants_mail],
        "hidden_items": _kept_from(people),
        "without_mail": [reader for reader in people if not reader.wants_mail],
        "delegations": _delegations(found, request),
    }
    return render(request, "meetings/minutes/release.html", context)


def _due(now: datetime) -> date:
    return add_workdays(local(now).date(), rules.REMARK_DAYS)


def _kept_from(people: list[Recipient]) -> list[tuple[str, str]]:
    """(item numbers, names) for those who do not see every item."""
    names: dict[tuple[int, ...], list[str]] = {}
    for reader in people:
        if reader.hidden:
            names.setdefault(reader.hidden, []).append(f"{reader.member.name} ({reader.organisation})")
    return [(", ".join(map(str, numbers)), ", ".join(found)) for numbers, found in names.items()]


@member
@idempotent
def approve(request: Request, slug: str) -> HttpResponse:
    """What is approved is what this page showed: its hash comes back with the form."""
    found, now = fetch(request, slug), timezone.now()
    if not rules.can_approve(request.viewer):
        raise PermissionDenied
    if request.method == "POST":
        seen = request.POST.get("content_hash", "")[:64]
        act = partial(course.approve, minutes=found, content_hash=seen, by=request.member, now=now)
        return _attempt(request, slug, "Referatet er godkendt.", act)
    context = {
        "minutes": found,
        "content_hash": found.content_hash(),
        "why_not": rules.why_not_approve(found, local(now).date()),
        "delegations": _delegations(found, request),
    }
    return render(request, "meetings/minutes/approve.html", context)


def _delegations(found: Minutes, request: Request) -> list[Any]:
    parts = document(found, request.viewer).parts
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
        "told": "Referatet er trukket tilbage til kladde.",
    },
    "reopen": {
        "title": "Genåbn referatet",
        "lead": "Godkendelsen falder bort, og referatet kan rettes. Medlemmerne kan stadig læse det og ser hvorfor. "
        "Rettes teksten, skal den til bemærkninger igen, før den kan godkendes.",
        "told": "Referatet er genåbnet.",
    },
}


def _with_reason(
    request: Request,
    slug: str,
    what: str,
    why_not: Callable[[Minutes], str],
    verb: Callable[..., object],
) -> HttpResponse:
    found = fetch(request, slug)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(verb, minutes=found, reason=reason, by=request.member, now=timezone.now())
        return _attempt(request, slug, WORDS[what]["told"], act)
    if refusal := why_not(found):
        messages.error(request, refusal)
        return redirect("meetings:minutes", slug)
    context = {"minutes": found, "form": form, "words": WORDS[what]}
    return render(request, "meetings/minutes/reason.html", context, status=422 if form.is_bound else 200)


@secretariat
@require_POST
@idempotent
def lock(request: Request, slug: str) -> HttpResponse:
    found = fetch(request, slug)
    act = partial(course.lock, minutes=found, by=request.member, now=timezone.now())
    return _attempt(request, slug, "Referatet er låst, og mødet er lukket.", act)


def _attempt(request: Request, slug: str, told: str, act: Callable[[], object]) -> HttpResponse:
    """Do it and say so, or say why not; either way the minutes' page shows how it stands."""
    try:
        act()
    except (NotAllowed, StaleError, course.Changed) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("meetings:minutes", slug)
