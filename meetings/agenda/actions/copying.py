"""Items that an earlier meeting had, put on another meeting's agenda."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forum.audit.context import audited
from forum.base.visibility import stricter_audience
from forum.people.models import Member
from meetings.agenda.actions import order
from meetings.agenda.models import AgendaItem, Pause
from meetings.meeting.models import Meeting


@audited("Kopierede punkter fra et tidligere møde")
def copy_rows(
    *, meeting: Meeting, rows: Sequence[AgendaItem | Pause], with_texts: bool, by: Member, now: datetime
) -> list[AgendaItem | Pause]:
    """Copies of the rows in their order, before "Eventuelt". Nobody who was kept out of an item reads its copy.

    A responsible seat that has ended since is left out. Attachments stay where they are.
    """
    order.standing(meeting)
    count = AgendaItem.objects.filter(meeting=meeting, removed_at=None).count()
    made: list[AgendaItem | Pause] = []
    for row in rows:
        if isinstance(row, Pause):
            made.append(
                Pause.objects.create(meeting=meeting, title=row.title, minutes=row.minutes, after=count, changed_at=now)
            )
            continue
        count += 1
        made.append(_copy(meeting, row, count, with_texts=with_texts, now=now))
    order.put_in(meeting, made)
    return made


def _copy(meeting: Meeting, item: AgendaItem, number: int, *, with_texts: bool, now: datetime) -> AgendaItem:
    seat = item.responsible
    copy = AgendaItem.objects.create(
        meeting=meeting,
        number=number,
        title=item.title,
        kind=item.kind,
        minutes=item.minutes,
        responsible=seat if seat and seat.until is None else None,
        audience=stricter_audience(item.audience, meeting.audience),
        background=item.background if with_texts else "",
        motion=item.motion if with_texts else "",
        recommendation_id=item.recommendation_id,
        area_id=item.area_id,
        awaits_release=meeting.is_released,
        changed_at=now,
    )
    copy.disqualified.set(item.disqualified.all())
    return copy
