"""The programme: a meeting's items in order with their times, as one viewer sees them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import BooleanField, CharField, Exists, IntegerField, OuterRef, SmallIntegerField, Value

from forum.base.compiled_queries import Param, compiled
from forum.base.dates import clock, short_day
from forum.base.visibility import Audience, Viewer, may_read, stricter_audience
from meetings.agenda.models.items import AgendaItem, AgendaItemQuerySet
from meetings.agenda.models.pauses import Pause
from meetings.meeting.models import Meeting


@dataclass(frozen=True)
class AgendaRow:
    """A line of the programme: an item, or a pause; `item` is None for a pause, and where it is closed to the viewer.

    Of a closed item everybody may know its number, its time and whom it is for, never its title.
    """

    number: int
    minutes: int
    begins: datetime
    item: AgendaItem | None
    audience: str = Audience.MEMBERS
    is_disqualified: bool = False  # the viewer is kept out by name
    pause: Pause | None = None  # then `number` is that of the item before it

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.minutes)

    @property
    def key(self) -> str:
        """The row's name on the page where it is written; "" for an item that is closed to the viewer."""
        row = self.pause or self.item
        return row.key if row else ""

    @property
    def content(self) -> Hashable:
        """All that the meeting's page says in this row; the item must come from `agenda.display`."""
        if self.pause:
            return self.begins, self.minutes, self.pause.title
        said = self.item.content if self.item else (self.audience, self.is_disqualified)
        return self.number, self.begins, self.minutes, said

    @property
    def closed(self) -> str:
        """What stands in place of a closed item: »Punkt 4 (kl. 11.30-12.15) er kun for ordregivere.«"""
        return self._closed("er")

    @property
    def was_closed(self) -> str:
        """The same after the meeting, for the minutes."""
        return self._closed("var")

    @property
    def objection(self) -> str:
        """The subject of a mail from somebody who says that the disqualification is wrong."""
        return f"Habilitet i punkt {self.number} den {short_day(self.begins)}"

    def _closed(self, verb: str) -> str:
        if self.is_disqualified:
            return f"Du er inhabil i punkt {self.number} og kan ikke læse det."
        if self.audience == Audience.AUTHORITIES:
            when = f"kl. {clock(self.begins)}-{clock(self.ends)}"
            return f"Punkt {self.number} ({when}) {verb} kun for ordregivere."
        return f"Punkt {self.number} {verb} lukket."


@dataclass(frozen=True)
class Programme:
    """The agenda as one viewer sees it, with the running clock. The clock counts closed items too, or it would lie."""

    lines: list[AgendaRow]  # the items in order, with the pauses between them
    starts: datetime
    meeting_ends: datetime

    @property
    def rows(self) -> list[AgendaRow]:
        """The items alone: what is treated, and so all that minutes and their mails read."""
        return [line for line in self.lines if not line.pause]

    @property
    def items(self) -> list[AgendaItem]:
        return [row.item for row in self.rows if row.item]

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def minutes_over(self) -> int:
        """How much longer items and pauses together last than the meeting; 0 when there is time for them."""
        return max(0, int((self.ends - self.meeting_ends).total_seconds() // 60))


@compiled
def _slots(all_of_them: bool) -> models.QuerySet[Any, Any]:
    """What takes time, whoever may read it: every item, and every pause with the number of the item it comes after."""
    barred = AgendaItem.disqualified.through._base_manager.filter(agendaitem=OuterRef("pk"), member=Param("member"))
    items = AgendaItem.objects.filter(meeting=Param("meeting"), removed_at=None).order_by()
    pauses = Pause.objects.filter(meeting=Param("meeting"), removed_at=None).order_by()
    if not all_of_them:
        items = items.filter(meeting__agenda_version__gt=0, awaits_release=False)
        pauses = pauses.filter(meeting__agenda_version__gt=0)
    no_pause: Any = [Value(None, SmallIntegerField()), Value("", CharField()), Value(0, IntegerField())]
    slots = items.values_list("pk", "number", "minutes", "audience", Exists(barred), *no_pause)
    no_item: Any = [Value("", CharField()), Value(False, BooleanField())]
    return slots.union(pauses.values_list("pk", "after", "minutes", *no_item, "place", "title", "revision"), all=True)


@compiled
def _items(viewer: Viewer) -> models.QuerySet[AgendaItem]:
    return _visible_items(Param("meeting"), viewer).order_by()


def _visible_items(meeting: Any, viewer: Viewer) -> AgendaItemQuerySet:
    rows: AgendaItemQuerySet = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
    return rows.select_related("responsible__organisation")


def programme(
    meeting: Meeting, viewer: Viewer, *, with_attachments: bool = False, as_released: bool = False
) -> Programme:
    """The meeting's items for this viewer, in order (2 queries, 4 with attachments and disqualified).

    `as_released` shows what this viewer will see once the agenda is released: audiences and closed items are the same.
    """
    if as_released:
        viewer = replace(viewer, is_secretariat=True)  # past `published` alone: audiences and disqualification stand
    if with_attachments:
        items = list(_visible_items(meeting, viewer).with_attachments(viewer))
    else:
        items = _items(viewer, meeting=meeting.pk)
    for item in items:
        item.meeting = meeting  # spares a query for each link to it
    return Programme(_lines(meeting, viewer, {item.pk: item for item in items}), meeting.start, meeting.end)


def rows_of(meeting: Meeting, viewer: Viewer, items: Mapping[int, AgendaItem]) -> list[AgendaRow]:
    """Every item in order with its time (1 query); `items` are those that this viewer may see, by pk.

    A viewer is told of a disqualification only where the audience would have let them in.
    """
    return [line for line in _lines(meeting, viewer, items) if not line.pause]


def _lines(meeting: Meeting, viewer: Viewer, items: Mapping[int, AgendaItem]) -> list[AgendaRow]:
    """Items and pauses; a pause among items that are yet to be released waits with them.

    Who is let in to an item alone learns when there are pauses, for the clock, and not what they are called.
    """
    sees_meeting = may_read(viewer, meeting.audience) or viewer.grants_on(Meeting, meeting.pk)
    slots = sorted(_slots(viewer.is_secretariat, meeting=meeting.pk, member=viewer.member_id or 0), key=_in_order)
    numbers = {number for _, number, *_, place, _, _ in slots if place is None}
    begins, lines = meeting.start, list[AgendaRow]()
    for pk, number, minutes, audience, is_barred, place, title, revision in slots:
        if place is None:
            barred = is_barred and may_read(viewer, audience)
            narrowest = stricter_audience(audience, meeting.audience)
            line = AgendaRow(number, minutes, begins, items.get(pk), narrowest, barred)
        elif viewer.is_secretariat or (numbers and number in {0, *numbers}):
            name = title if sees_meeting else str(Pause._meta.verbose_name).capitalize()
            pause = Pause(pk=pk, meeting=meeting, title=name, minutes=minutes, after=number, revision=revision)
            line = AgendaRow(number, minutes, begins, None, pause=pause)
        else:
            continue
        lines.append(line)
        begins += timedelta(minutes=minutes)
    return lines


def _in_order(slot: Any) -> tuple[int, int, int]:
    """By number; the pauses of a number stand after its item by their place, those of 0 before the first item."""
    pk, number, *_, place, _, _ = slot
    return number, -1 if place is None else place, pk
