"""The sweep's arguments for the agenda: the coming meeting's items and pauses, every attachment and version."""

from typing import Any

from meetings.agenda.models import AgendaItem, Attachment, AttachmentVersion, Pause
from tests.canary.world import Samples, Sweep, meetings


def _items(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(pk,) for pk in AgendaItem.objects.filter(meeting=sweep.coming).values_list("pk", flat=True)]


def _attachments(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(pk,) for pk in Attachment.objects.values_list("pk", flat=True)]


def _pauses(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(pk,) for pk in Pause.objects.filter(meeting=sweep.coming).values_list("pk", flat=True)]


def _versions(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(pk,) for pk in AttachmentVersion.objects.values_list("pk", flat=True)]


SAMPLES: Samples = {
    "meetings:agenda": meetings,
    "meetings:item_create": meetings,
    "meetings:item": _items,
    "meetings:item_move": _items,
    "meetings:item_remove": _items,
    "meetings:item_restore": lambda sweep: [(pk, 1) for (pk,) in _items(sweep)],
    "meetings:item_row": _items,
    "meetings:item_audience": _items,
    "meetings:item_writing": _items,
    "meetings:pause_row": _pauses,
    "meetings:pause_move": _pauses,
    "meetings:pause_remove": _pauses,
    "meetings:pause_restore": lambda sweep: [(pk, 1) for (pk,) in _pauses(sweep)],
    "meetings:row_add": meetings,
    "meetings:lines_add": meetings,
    "meetings:standard_add": meetings,
    "meetings:items_copy": meetings,
    "meetings:upload": _items,
    "meetings:attachment": _attachments,
    "meetings:attachment_shown": _attachments,
    "meetings:attachment_edit": _attachments,
    "meetings:attachment_move": _attachments,
    "meetings:attachment_remove": _attachments,
    "meetings:attachment_restore": _attachments,
    "meetings:attachment_versions": _attachments,
    "meetings:version_add": _attachments,
    "meetings:version_take_back": lambda sweep: [(pk, 2) for (pk,) in _attachments(sweep)],
    "meetings:attachment_version": _versions,
}
QUERIES: dict[str, list[str]] = {"meetings:items_copy": ["fra=2026-09-10"]}
