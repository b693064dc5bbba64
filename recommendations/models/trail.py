"""Where a recommendation or an area was treated («Behandlet på»), and what was promised there, for one viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from forum.visibility import Viewer
from recommendations.models.areas import Area
from recommendations.models.recommendations import Recommendation

PROMISES_SHOWN = 50


@dataclass(frozen=True)
class Treatment:
    """One agenda item about the subject, with what was decided (nothing yet: `kind` is empty)."""

    start: datetime
    meeting: str
    url: str
    item: str
    kind: str = ""
    text: str = ""


def treatments(subject: Recommendation | Area, viewer: Viewer) -> list[Treatment]:
    """Newest first; an item with decisions is shown by them. Two queries, both through `visible_to`."""
    # The reverse relations belong to `meetings`, which this layer must not import
    source: Any = subject
    decisions = list(source.decisions.visible_to(viewer).select_related("item__meeting"))
    items = source.agenda_items.visible_to(viewer).exclude(meeting__state="cancelled").select_related("meeting")
    decided = {decision.item_id for decision in decisions}
    found = [_treatment(d.item, d.minutes_url, kind=d.get_kind_display(), text=d.text) for d in decisions]
    found += [
        _treatment(item, f"{item.meeting.get_absolute_url()}#punkt-{item.number}")
        for item in items
        if item.pk not in decided
    ]
    return sorted(found, key=lambda treatment: treatment.start, reverse=True)


def promises(area: Area, viewer: Viewer) -> list[Any]:
    """The open actions that concern the area, the next one due first; one query."""
    source: Any = apps.get_model("meetings", "Action")  # the layer above, as with the reverse relations
    found = source.objects.visible_to(viewer).open().concerning(area)
    return list(found.select_related("owner__organisation", "item__meeting")[:PROMISES_SHOWN])


def _treatment(item: Any, url: str, *, kind: str = "", text: str = "") -> Treatment:
    meeting = item.meeting
    return Treatment(meeting.start, meeting.title, url, str(item), kind, text)
