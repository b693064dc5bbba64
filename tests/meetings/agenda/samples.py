"""The sweep's arguments for the agenda: the coming meeting's items, and every attachment."""

from typing import Any

from meetings.agenda.models import AgendaItem, Attachment
from tests.canary.world import Samples, Sweep, meetings


def _items(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(pk,) for pk in AgendaItem.objects.filter(meeting=sweep.coming).values_list("pk", flat=True)]


def _attachments(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(pk,) for pk in Attachment.objects.values_list("pk", flat=True)]


SAMPLES: Samples = {
    "meetings:agenda": meetings,
    "meetings:item_create": meetings,
    "meetings:item": _items,
    "meetings:item_move": _items,
    "meetings:item_remove": _items,
    "meetings:item_restore": lambda sweep: [(pk, 1) for (pk,) in _items(sweep)],
    "meetings:upload": _items,
    "meetings:attachment": _attachments,
    "meetings:attachment_shown": _attachments,
    "meetings:attachment_edit": _attachments,
    "meetings:attachment_move": _attachments,
    "meetings:attachment_remove": _attachments,
    "meetings:attachment_restore": _attachments,
}
