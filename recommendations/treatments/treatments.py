"""Where a recommendation or an area was treated (»Behandlet på«), and what was promised there, for one viewer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps

from forum.base.visibility import Viewer
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

PROMISES_SHOWN = 50
NOT_APPROVED = "Referatet er ikke godkendt endnu."
NOT_IN_FORCE = f"{NOT_APPROVED} Beslutningen gælder fra godkendelsen."
HEARD = {"noted", "discussed", "postponed"}  # kinds of decision after which nothing is to take effect


@dataclass(frozen=True)
class Treatment:
    """One agenda item about the subject, with what was decided (nothing yet: `kind` is empty)."""

    start: datetime
    meeting: str
    url: str
    item: str
    kind: str = ""
    text: str = ""
    awaits: str = ""  # that the minutes are not approved, and what that means for the decision


def treatments(subject: Recommendation | Area, viewer: Viewer) -> list[Treatment]:
    """Newest first; an item with decisions is shown by them. Two queries, both through `visible_to`."""
    # The reverse relations belong to `meetings`, which this layer must not import
    source: Any = subject
    decisions = list(source.decisions.visible_to(viewer).select_related("item__meeting__minutes"))
    items = source.agenda_items.visible_to(viewer).exclude(meeting__state="cancelled").select_related("meeting")
    decided = {decision.item_id for decision in decisions}
    found = [_decided(decision) for decision in decisions]
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


def _decided(decision: Any) -> Treatment:
    minutes, awaits = getattr(decision.item.meeting, "minutes", None), ""
    if minutes is None or not minutes.is_approved:
        # Minutes opened again leave in force what their first approval carried out
        takes_effect = decision.kind not in HEARD and decision.effected_at is None
        awaits = NOT_IN_FORCE if takes_effect else NOT_APPROVED
    treatment = _treatment(decision.item, decision.minutes_url)
    return replace(treatment, kind=decision.get_kind_display(), text=decision.text, awaits=awaits)


def _treatment(item: Any, url: str) -> Treatment:
    meeting = item.meeting
    return Treatment(meeting.start, meeting.title, url, str(item))
