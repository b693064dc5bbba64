"""Recipients: who is told about minutes, how they want to be told, and which items they may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.base.visibility import Alike, Viewer, may_read
from forum.people.models import Member, NotificationChoice, Organisation
from meetings.agenda.models.items import AgendaItem
from meetings.meeting.models import Meeting
from meetings.minutes.models.no_remarks import asked_ids


@dataclass(frozen=True)
class Recipient:
    member: Member
    viewer: Viewer
    organisation: str
    wants_mail: bool  # by a mail of its own, at once
    wants_digest: bool  # reads of it in the weekly digest
    hidden_items: tuple[int, ...]  # numbers of the items this person may not see
    is_asked: bool  # held a seat on the meeting's day, and so is asked »Har du noget at rette?«


def recipients_of(meeting: Meeting, now: datetime) -> list[Recipient]:
    """Every member with a seat who may see the meeting's minutes (the number of queries is constant)."""
    rows = Member.objects.seated().with_viewers()
    rows = [(member, viewer) for member, viewer in rows if may_read(viewer, meeting.audience)]
    paces = NotificationChoice.paces(NotificationChoice.Kind.MINUTES, [member for member, _ in rows])
    names = Organisation.objects.in_bulk({pk for _, viewer in rows for pk in viewer.organisation_ids})
    hidden_items, asked = _hidden_items(meeting), asked_ids(meeting)
    return [
        Recipient(
            member,
            viewer,
            ", ".join(sorted(names[pk].full_name for pk in viewer.organisation_ids)),
            paces[member.pk] == NotificationChoice.Pace.AT_ONCE,
            paces[member.pk] == NotificationChoice.Pace.WEEKLY,
            hidden_items.of(viewer),
            member.pk in asked,
        )
        for member, viewer in rows
    ]


def _hidden_items(meeting: Meeting) -> Alike[tuple[int, ...]]:
    """The numbers of the meeting's items that `visible_to` hides from a viewer."""
    items = AgendaItem.objects.filter(meeting=meeting)
    numbers = set(items.filter(removed_at=None).values_list("number", flat=True))

    def hidden_from(viewer: Viewer) -> tuple[int, ...]:
        return tuple(sorted(numbers - set(items.visible_to(viewer).values_list("number", flat=True))))

    return Alike(items.barred(), hidden_from)
