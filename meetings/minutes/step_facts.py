"""What the next steps of meetings depend on, read for all of them at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forum.base.visibility import Viewer
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import Attendees, attendees_of
from meetings.attendance.models import Attendance
from meetings.convocation.actions.reached import Reached, reached_of
from meetings.convocation.actions.remind_now import reminders_of
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Note, NoteDraft, Remark
from meetings.minutes.next_step import Facts, Step, next_step

Kind = AgendaItem.Kind
OUTER = OuterRef("pk")
COUNTED = (
    "item_count", "new_items", "has_text", "has_presence", "unwritten", "unsaved", "remarks", "first_remark",
    "uncorrected",
)  # fmt: skip


def next_steps(meetings: list[Meeting], viewer: Viewer, now: datetime) -> dict[int, Step]:
    """The next step of each meeting that has one, by meeting id; at most 4 queries for any number of meetings."""
    facts = facts_of(meetings, viewer, now)
    steps = {meeting.pk: next_step(meeting, facts[meeting.pk], now) for meeting in meetings}
    return {pk: step for pk, step in steps.items() if step}


def facts_of(meetings: list[Meeting], viewer: Viewer, now: datetime) -> dict[int, Facts]:
    """By meeting id, for a viewer of the secretariat; see `next_steps`."""
    asked = [meeting for meeting in meetings if meeting.takes_answers(now)]
    who = attendees_of(asked, viewer, now) if asked else {}
    answers = answers_of(asked, who, now)
    known: list[dict[str, Any]] = list(_counted(meetings, viewer)) if meetings else []
    return {row["pk"]: Facts(**_named(row), **answers.get(row["pk"], {})) for row in known}


def answers_of(asked: list[Meeting], who: dict[int, Attendees], now: datetime) -> dict[int, dict[str, Any]]:
    """What `Facts` names of the answers, by meeting id (one query); `who` has the attendees of all these meetings."""
    reached = reached_of(asked) if asked else {}
    return {meeting.pk: _answers(meeting, who[meeting.pk], reached[meeting.pk], now) for meeting in asked}


def _answers(meeting: Meeting, who: Attendees, reached: Reached, now: datetime) -> dict[str, Any]:
    called = [(attendee.seat.pk, attendee.receiver.pk) for attendee in who if attendee.receiver]
    return {
        "silent": len(who.silent),
        "to_remind": len(reminders_of(meeting, now, who, reached).recipients),
        "last_reminded": max(reached.reminded.values(), default=None),
        "uncalled": sum(each not in reached.called for each in called),
    }


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `_counted` under the names of `Facts`."""
    counted = {name: row[name] for name in COUNTED}
    return counted | {"minutes_state": row["minutes__state"] or "", "remarks_due": row["minutes__remarks_due"]}


def _counted(meetings: list[Meeting], viewer: Viewer) -> QuerySet[Any, Any]:
    items = AgendaItem.objects.visible_to(viewer)
    notes = Note.objects.visible_to(viewer).exclude(text="")
    decisions = Decision.objects.visible_to(viewer)
    present = Attendance.objects.visible_to(viewer).filter(was_present=True)
    remarks = Remark.objects.visible_to(viewer).filter(outcome="", item__meeting=OUTER)
    bare = items.filter(kind__in=[Kind.DISCUSSION, Kind.DECISION])
    bare = bare.exclude(Exists(notes.filter(item=OUTER))).exclude(Exists(decisions.filter(item=OUTER)))
    taken_in = Remark.objects.visible_to(viewer).filter(awaits_correction=True, item__meeting=OUTER)
    return (
        Meeting.objects.visible_to(viewer)
        .filter(pk__in=[meeting.pk for meeting in meetings])
        .order_by()
        .annotate(
            item_count=_number(items, "meeting"),
            new_items=_number(items.filter(awaits_release=True), "meeting"),
            has_text=Exists(notes.filter(item__meeting=OUTER)) | Exists(decisions.filter(item__meeting=OUTER)),
            has_presence=Exists(present.filter(meeting=OUTER)),
            unwritten=_number(bare, "meeting"),
            unsaved=_number(NoteDraft.unsaved(), "note__item__meeting", "note"),
            remarks=_number(remarks, "item__meeting"),
            first_remark=Coalesce(Subquery(_first(remarks)), 0),
            uncorrected=Coalesce(Subquery(_first(taken_in)), 0),
        )
        .values("pk", "minutes__state", "minutes__remarks_due", *COUNTED)
    )


def _first(remarks: Any) -> Any:
    """The number of the first item with one of the remarks."""
    return remarks.order_by().values("item__meeting").annotate(first=Min("item__number")).values("first")


def _number(rows: Any, to_meeting: str, what: str = "pk") -> Any:
    """How many different `what` of the rows belong to the meeting; `to_meeting` is the rows' path to it."""
    counted = rows.order_by().filter(**{to_meeting: OUTER}).values(to_meeting)
    return Coalesce(Subquery(counted.annotate(number=Count(what, distinct=True)).values("number")), 0)
