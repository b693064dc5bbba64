"""The hash of what minutes say: what their release and their approval are bound to."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from forum.base.unsent import corrected
from meetings.attendance.models import Attendance, Guest
from meetings.followup.models import Action


def hash_of(minutes: Any, notes: Any, decisions: Any) -> str:
    """SHA-256 over who was there and every note, decision and action in order, as they are corrected.

    Of an action it is what was agreed, see `Action.agreed`: what the list makes of it later changes no minutes.
    """
    here, items = {"meeting": minutes.meeting_id}, {"item__meeting": minutes.meeting_id}
    present = Attendance._base_manager.filter(**here, was_present=True)
    said = sorted((note.item_id, note.text) for note in corrected(notes) if note.text)
    decided = corrected(decisions.filter(decisions.model.in_correction).prefetch_related("partners").order_by("pk"))
    promised = corrected(Action.objects.filter(Action.in_correction, **items).in_minutes())
    agreed = sorted((action.agreed for action in promised), key=lambda one: (one.due, one.pk))
    content = [
        (minutes.unsent or minutes.said())["also_present"],
        list(present.order_by("seat_id").values_list("seat_id", "substitute_name")),
        said,
        [(one.item_id, one.kind, one.text, one.recommendation_id, one.area_id, one.lead_id) for one in decided],
        [(one.pk, partner) for one in decided for partner in one.said()["partners"]],
        [(one.pk, one.text, one.owner_id, one.due) for one in agreed],
    ]
    visitors = Guest._base_manager.filter(**here, removed_at=None, was_present=True)
    if came := list(visitors.order_by("pk").values_list("pk", "name", "organisation")):
        content.append(came)  # only then: what was approved before there were guests keeps its hash
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()
