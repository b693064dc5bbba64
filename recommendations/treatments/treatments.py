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
# What is said of a decision until its minutes are approved: the second where the approval carries the decision out
NOT_APPROVED = "Referatet er ikke godkendt endnu."
NOT_IN_FORCE = f"{NOT_APPROVED} Beslutningen gælder fra godkendelsen."
WITHOUT_EFFECT = {"noted", "discussed", "postponed"}  # kinds of decision that an approval does not carry out


@dataclass(frozen=True)
class Treatment:
    """A meeting's treatment of a recommendation or an area: one agenda item, with the decision if there is one."""

    start: datetime
    meeting: str
    url: str
    item: str
    kind: str = ""  # of the decision, as a word; empty without one
    text: str = ""  # of the decision
    decision_url: str = ""
    awaits: str = ""  # a sentence while the minutes are not approved: what that means for the decision


def treatments(subject: Recommendation | Area, viewer: Viewer) -> list[Treatment]:
    """The subject's treatments as the viewer may see them, newest first: one a decision, else one an agenda item.

    Makes two queries, both through `visible_to`.
    """
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
    """The open actions (`meetings.Action`) that concern the area, the next one due first; one query."""
    source: Any = apps.get_model("meetings", "Action")  # the layer above, as with the reverse relations
    found = source.objects.visible_to(viewer).open().concerning(area)
    return list(found.select_related("owner__organisation", "item__meeting")[:PROMISES_SHOWN])


def awaits(decision: Any) -> str:
    """A sentence while the decision's minutes are not approved, and what that means for it; "" once they are."""
    minutes = getattr(decision.item.meeting, "minutes", None)
    if minutes is not None and minutes.is_approved:
        return ""
    # A decision that an earlier approval carried out stays in force while the minutes are open again
    takes_effect = decision.kind not in WITHOUT_EFFECT and decision.effected_at is None
    return NOT_IN_FORCE if takes_effect else NOT_APPROVED


def _decided(decision: Any) -> Treatment:
    treatment = _treatment(decision.item, decision.minutes_url)
    return replace(
        treatment,
        kind=decision.get_kind_display(),
        text=decision.text,
        awaits=awaits(decision),
        decision_url=decision.get_absolute_url(),
    )


def _treatment(item: Any, url: str) -> Treatment:
    meeting = item.meeting
    return Treatment(meeting.start, meeting.title, url, str(item))
