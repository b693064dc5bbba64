"""Recipients: who is told about minutes, how they want to be told, and which items they may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.base.visibility import Viewer, alike
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
    rows = [(member, viewer) for member, viewer in rows if meeting.audience in viewer.audiences]
    paces = NotificationChoice.paces(NotificationChoice.Kind.MINUTES, [member for member, _ in rows])
    names = Organisation.objects.in_bulk({pk for _, viewer in rows for pk in viewer.organisation_ids})
    hidden_items, asked = _HiddenItems(meeting), asked_ids(meeting)
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


class _HiddenItems:
    """The items of a meeting that `visible_to` hides from a viewer; asked once for all viewers who see alike."""

    def __init__(self, meeting: Meeting) -> None:
        self.items = AgendaItem.objects.filter(meeting=meeting)
        self.numbers = set(self.items.filter(removed_at=None).values_list("number", flat=True))
        self.barred = set(self.items.filter(disqualified__isnull=False).values_list("disqualified", flat=True))
        self.known: dict[Viewer, tuple[int, ...]] = {}

    def of(self, viewer: Viewer) -> tuple[int, ...]:
        same = alike(viewer, self.barred)
        if same not in self.known:
            visible = self.items.visible_to(same).values_list("number", flat=True)
            self.known[same] = tuple(sorted(self.numbers - set(visible)))
        return self.known[same]
