"""Four figures that tell how the forum's work runs, each with the sentence that says what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from forum.base.dates import local, near_day
from forum.base.text import counted
from forum.base.visibility import Viewer
from forum.people.models import SeatHolding
from meetings.attendance.attendees import invited_seats
from meetings.attendance.models import Attendance
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from recommendations.areas.models import Area, AreaUpdate

NONE = "–"
APPROVALS = 5  # the meetings whose minutes are counted
BAR, GAP, TALLEST = 12, 6, 32  # of the drawing, in its own units
OWN = (Attendance.Via.PAGE, Attendance.Via.MAIL)
State = Meeting.State


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    says: str
    bars: tuple[Bar, ...] = ()  # drawn where the course tells more than the number; the sentence names them too

    @property
    def width(self) -> int:
        return len(self.bars) * (BAR + GAP) - GAP


def figures(viewer: Viewer, now: datetime) -> list[Figure]:
    """The figures in the order of the year's work (5 queries)."""
    return [_approval(viewer), _answered(viewer, now), _closed(viewer, now), _news(viewer, now)]


def _approval(viewer: Viewer) -> Figure:
    """Days from the meeting to its approved minutes, the last ones; the newest counts, the course is drawn."""
    approved = Minutes.objects.visible_to(viewer).exclude(approved_at=None).order_by("-meeting__start")
    newest = approved.values_list("approved_at", "meeting__end")[:APPROVALS]
    days = [(local(at).date() - local(end).date()).days for at, end in newest if at][::-1]
    label = "Fra møde til godkendt referat"
    if not days:
        return Figure(label, NONE, "Tallet kommer, når det første referat er godkendt.")
    value = counted(days[-1], "dag", "dage")
    if len(days) == 1:
        return Figure(label, value, "Så længe tog det seneste referat.")
    before = ", ".join(map(str, days[:-1]))
    says = f"Så længe tog det seneste referat. {'De forrige' if len(days) > 2 else 'Det forrige'} tog {before}."
    tallest = max(max(days), 1)
    heights = [max(2, round(TALLEST * each / tallest)) for each in days]
    bars = tuple(Bar(at * (BAR + GAP), TALLEST - height, height) for at, height in enumerate(heights))
    return Figure(label, value, says, bars)


def _answered(viewer: Viewer, now: datetime) -> Figure:
    """Of the seats called to the last meeting whose answers were due: how many answered without being telephoned."""
    label = "Svarede selv"
    own = _answers(viewer, answer__gt="", via__in=OWN)
    phoned = _answers(viewer, answer__gt="", via=Attendance.Via.SECRETARIAT)
    convened = Meeting.objects.visible_to(viewer).standing().exclude(convened_at=None).filter(rsvp_deadline__lte=now)
    meeting = convened.annotate(own=own, phoned=phoned).order_by("-start").first()
    if meeting is None:
        return Figure(label, NONE, "Tallet kommer, når svarfristen for det første møde er gået.")
    day = local(meeting.start).date()
    held = SeatHolding.objects.current(day)
    asked = held.filter(seat__in=invited_seats(meeting.audience, day)).aggregate(n=Count("seat", distinct=True))["n"]
    asked = max(asked, meeting.own + meeting.phoned)
    if not asked:
        return Figure(label, NONE, "Ingen var indkaldt til det seneste møde.")
    said = f"{meeting.own} af {asked} svarede på mødet {near_day(meeting.start, now)}, uden at I skulle ringe."
    return Figure(label, _share(meeting.own, asked), said)


def _answers(viewer: Viewer, **which: Any) -> Any:
    rows = Attendance.objects.visible_to(viewer).filter(meeting=OuterRef("pk"), **which)
    counted = rows.order_by().values("meeting").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _closed(viewer: Viewer, now: datetime) -> Figure:
    """Of the actions of the last meeting that another has followed: how many were closed when the other began."""
    label = "Opgaver lukket til næste møde"
    after = Meeting.objects.visible_to(viewer).filter(start__gt=OuterRef("item__meeting__start"), start__lte=now)
    begins = after.exclude(state__in=[State.PLANNED, State.CANCELLED]).order_by("start").values("start")[:1]
    actions = Action.objects.visible_to(viewer).exclude(item=None).annotate(next=Subquery(begins)).exclude(next=None)
    by_meeting = (
        actions.order_by()
        .values("item__meeting__start")
        .annotate(
            promised=Count("pk", distinct=True), closed=Count("pk", distinct=True, filter=Q(finished_at__lte=F("next")))
        )
    )
    last = by_meeting.order_by("-item__meeting__start").first()
    if last is None:
        return Figure(label, NONE, "Tallet kommer, når I har holdt et møde efter det, hvor opgaverne blev aftalt.")
    day = near_day(last["item__meeting__start"], now)
    promised = counted(last["promised"], "opgave", "opgaver")
    says = f"{last['closed']} af {promised} fra mødet {day} var lukket, da I mødtes igen."
    return Figure(label, _share(last["closed"], last["promised"]), says)


def _news(viewer: Viewer, now: datetime) -> Figure:
    """Of the delegated areas: how many have a status, or a lead, from this quarter."""
    label = "Områder med nyt"
    today = local(now).date()
    begins = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    updates = AreaUpdate.objects.visible_to(viewer).filter(area=OuterRef("pk"), date__gte=begins)
    areas = Area.objects.visible_to(viewer).delegated()
    counts = areas.aggregate(all=Count("pk"), new=Count("pk", filter=Q(Exists(updates)) | Q(delegated_on__gte=begins)))
    if not counts["all"]:
        return Figure(label, NONE, "Tallet kommer, når det første område er delt ud.")
    areas_said = counted(counts["all"], "område", "områder")
    says = f"{counts['new']} af {areas_said} har fortalt nyt siden {near_day(begins, now)}."
    return Figure(label, _share(counts["new"], counts["all"]), says)


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"
