"""What needs the secretariat now: lines of a number, a sentence and where to act; what needs nobody is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Min, Q, When
from django.urls import reverse

from forum.base import dates
from forum.base.heartbeat import Heartbeat, last_beats
from forum.base.visibility import Viewer
from forum.front.my_tasks import AREA_SILENT_DAYS
from forum.jobs.models import Job
from forum.mail.models import OutboxMail
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import Seat, SeatHolding
from meetings.attendance.attendees import attendees
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes, Remark
from recommendations.areas.models import Area
from recommendations.reports.models import Report

MAIL_LATE = timedelta(minutes=15)
LOOP_SILENT = timedelta(minutes=5)
SEATS_SHOWN = 5
CALL_BEFORE = timedelta(weeks=8)  # a meeting this near should have been convened


@dataclass(frozen=True)
class Line:
    number: int
    what: str
    url: str
    is_late: bool = False


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]


def for_secretariat(viewer: Viewer, now: datetime) -> list[Group]:
    """The groups that are not empty; faults come first."""
    groups = [
        Group("Mails", [*_mails(viewer, now), *_loops(now)]),
        Group("Mennesker", [*_people(viewer, now)]),
        Group("Næste møde", [*_next_meeting(viewer, now)]),
        Group("Opfølgning", [*_follow_up(viewer, now)]),
    ]
    return [group for group in groups if group.lines]


def line(count: int, one: str, many: str, url: str, *, is_late: bool = False) -> Iterator[Line]:
    """A line with a number, in the singular or the plural; None when the number is 0."""
    if count:
        yield Line(count, one if count == 1 else many, url, is_late)


def _mails(viewer: Viewer, now: datetime) -> Iterator[Line]:
    state = OutboxMail.State
    mails = OutboxMail.objects.visible_to(viewer).filter(
        state__in=[state.FAILED, state.UNCERTAIN, state.DRAFT, state.QUEUED]
    )
    count = mails.aggregate(
        failed=Count("pk", filter=Q(state=state.FAILED)),
        uncertain=Count("pk", filter=Q(state=state.UNCERTAIN)),
        drafts=Count("pk", filter=Q(state=state.DRAFT)),
        late=Count("pk", filter=Q(state=state.QUEUED, created_at__lt=now - MAIL_LATE, not_before__lt=now)),
    )
    url = reverse("forum:outbox")
    yield from line(
        count["failed"], "mail kunne ikke sendes", "mails kunne ikke sendes", f"{url}?tilstand=failed", is_late=True
    )
    yield from line(
        count["uncertain"],
        "mail er måske ikke nået frem",
        "mails er måske ikke nået frem",
        f"{url}?tilstand=uncertain",
        is_late=True,
    )
    yield from line(
        count["late"],
        "mail venter på mailserveren",
        "mails venter på mailserveren",
        f"{url}?tilstand=queued",
        is_late=True,
    )
    yield from line(
        count["drafts"],
        "mail er klar og venter på dit »send«",
        "mails er klar og venter på dit »send«",
        f"{url}?tilstand=draft",
    )


def _loops(now: datetime) -> Iterator[Line]:
    """A line when the planner or the sender has not run lately: then no mail goes, reminders included."""
    silent = [loop for loop, at in last_beats().items() if now - at > LOOP_SILENT]
    yield from line(
        len(silent),
        "del af mailsystemet svarer ikke: tilkald driften",
        "dele af mailsystemet svarer ikke: tilkald driften",
        f"{reverse('forum:outbox')}?tilstand=queued",
        is_late=True,
    )
    if Heartbeat.objects.filter(name=Heartbeat.RESTORED).exists():
        what = "genskabelse fra en kopi holder nye mails tilbage: gennemgå dem, og bed driften slippe dem fri"
        yield Line(1, what, reverse("forum:outbox"), is_late=True)


def _people(viewer: Viewer, now: datetime) -> Iterator[Line]:
    requests = JoinRequest.objects.visible_to(viewer).filter(state=JoinRequest.State.CONFIRMED).count()
    expired = Invitation.objects.visible_to(viewer).filter(state=Invitation.State.SENT, expires_at__lte=now).count()
    yield from line(
        requests,
        "ansøgning om plads venter på svar",
        "ansøgninger om plads venter på svar",
        reverse("forum:join_requests"),
    )
    yield from line(
        expired, "invitation er udløbet uden svar", "invitationer er udløbet uden svar", reverse("forum:invitations")
    )
    if not Seat.objects.filter(role=Seat.Role.CHAIR, until=None).exists():
        yield Line(1, "forperson mangler: ingen plads har rollen", reverse("forum:seats"))
    yield from _vacant_seats(viewer, now)


def _vacant_seats(viewer: Viewer, now: datetime) -> Iterator[Line]:
    """One line for each vacant seat without an open invitation: since when, and its open actions."""
    held = SeatHolding.objects.filter(until=None, is_substitute=False)
    invited = Invitation.objects.visible_to(viewer).filter(state=Invitation.State.SENT, expires_at__gt=now)
    vacant = Seat.objects.filter(until=None).exclude(pk__in=held.values("seat"))
    rows = vacant.exclude(pk__in=invited.exclude(seat=None).values("seat")).select_related("organisation")
    chair_first = Case(When(role=Seat.Role.CHAIR, then=0), default=1)
    seats = list(rows.order_by(chair_first, "organisation__name", "pk")[:SEATS_SHOWN])
    last = SeatHolding.objects.filter(seat__in=seats, is_substitute=False, until__isnull=False).order_by("until", "pk")
    left = {holding.seat_id: holding for holding in last}
    open_actions = Action.objects.visible_to(viewer).open().filter(owner__in=seats).order_by()
    promised = dict(open_actions.values_list("owner").annotate(Count("pk", distinct=True)))
    for seat in seats:
        role = " (forperson)" if seat.role == Seat.Role.CHAIR else ""
        what = f"plads er ledig: {seat.organisation.full_name}{role}"
        holding = left.get(seat.pk)
        if holding and holding.until:
            what += f", siden den {dates.short_day(holding.until)}"
        if count := promised.get(seat.pk, 0):
            what += f", {count} {'åben opgave' if count == 1 else 'åbne opgaver'}"
        yield Line(1, what, reverse("forum:seat", args=[seat.pk]))


def _next_meeting(viewer: Viewer, now: datetime) -> Iterator[Line]:
    """Lines about the next planned meeting and the next convened one; either may be missing."""
    coming = Meeting.objects.visible_to(viewer).coming(now)
    planned = coming.filter(state=Meeting.State.PLANNED).first()
    if planned:
        near, url = planned.start - now < CALL_BEFORE, planned.get_absolute_url()
        yield Line(1, f"møde er ikke indkaldt: {dates.long_day(planned.start)}", url, is_late=near)
    meeting = coming.exclude(state=Meeting.State.PLANNED).filter(start__gt=now).first()
    if meeting:
        day = dates.long_day(meeting.start)
        silent = len(attendees(meeting, viewer, now).silent)
        late = meeting.rsvp_deadline < now
        url = reverse("meetings:attendance", args=[meeting.slug])
        yield from line(silent, f"plads har ikke svaret: {day}", f"pladser har ikke svaret: {day}", url, is_late=late)


def _follow_up(viewer: Viewer, now: datetime) -> Iterator[Line]:
    today = dates.local(now).date()
    yield from _minutes(viewer, today)
    overdue = Action.objects.visible_to(viewer).overdue(today).count()
    yield from line(
        overdue, "opgave er over fristen", "opgaver er over fristen", reverse("meetings:actions"), is_late=True
    )
    yield from _silent_areas(viewer, today)
    failed = Report.objects.visible_to(viewer).filter(job__state=Job.State.FAILED).count()
    yield from line(
        failed, "rapport mislykkedes", "rapporter mislykkedes", reverse("recommendations:reports"), is_late=True
    )


def _silent_areas(viewer: Viewer, today: date) -> Iterator[Line]:
    silent = Area.objects.visible_to(viewer).without_news_since(today - timedelta(days=AREA_SILENT_DAYS))
    found = silent.aggregate(number=Count("pk"), longest=Min("news_on"))
    days = (today - found["longest"]).days if found["number"] else 0
    yield from line(
        found["number"],
        f"innovationsområde er uden nyt i {days} dage",
        f"innovationsområder er uden nyt, det ene i {days} dage",
        reverse("recommendations:areas"),
    )


def _minutes(viewer: Viewer, today: Any) -> Iterator[Line]:
    """One line for each meeting whose minutes wait for the secretariat."""
    held = Meeting.objects.visible_to(viewer).filter(state=Meeting.State.HELD).order_by("start", "pk")
    for meeting in held[:5]:
        yield Line(
            1,
            f"referat er ikke frigivet: {dates.long_day(meeting.start)}",
            reverse("meetings:minutes", args=[meeting.slug]),
        )
    waiting = Remark.objects.visible_to(viewer).filter(
        outcome="", item__removed_at=None, item__meeting__state=Meeting.State.REMARKS
    )
    by_meeting = waiting.order_by("item__meeting__start").values_list("item__meeting__slug", "item__meeting__start")
    for slug, start, count in by_meeting.annotate(count=Count("pk", distinct=True))[:5]:
        day, url = dates.long_day(start), reverse("meetings:minutes", args=[slug])
        yield from line(count, f"bemærkning venter på svar: {day}", f"bemærkninger venter på svar: {day}", url)
    is_due = Q(remarks_due__lt=today) | Q(remarks_due=None)
    due = Minutes.objects.visible_to(viewer).filter(is_due, state__in=["remarks", "corrected"])
    due = due.exclude(meeting__in=waiting.values("item__meeting"))  # those are answered first
    for minutes in due.select_related("meeting").order_by("meeting__start")[:5]:
        said = "kan godkendes, fristen for bemærkninger er udløbet" if minutes.remarks_due else "er genåbnet"
        what = f"referat {said}: {dates.long_day(minutes.meeting.start)}"
        yield Line(1, what, reverse("meetings:minutes", args=[minutes.meeting.slug]))
