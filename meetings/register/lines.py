"""The register's lines: equal decisions of one item are one, whatever number of recommendations they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Min

from forum.base.text import ranges
from forum.base.visibility import Viewer
from meetings.minutes.document import about
from meetings.minutes.models import Decision
from recommendations.treatments.treatments import awaits
from recommendations.wording.models import Recommendation

# What two decisions on one item have in common when they are read as one
EQUAL = ("item_id", "kind", "text", "area_id", "lead_id")

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Line:
    """Equal decisions as one viewer sees them. `decision`, the first of them, has their item, area and lead."""

    decision: Decision
    recommendations: list[Recommendation]

    @property
    def recommendations_in_words(self) -> str:
        """»Anbefaling 9«, »Anbefaling 1-8 og 10«; "" when it is about none."""
        numbers = ranges(sorted(one.number for one in self.recommendations))
        return f"Anbefaling {numbers}" if numbers else ""

    @property
    def organisations(self) -> str:
        """Lead and partners of the area; they are told of where the area is."""
        if not self.decision.lead or not self.decision.area:
            return ""
        return ", ".join(filter(None, [self.decision.lead.full_name, self.decision.partner_names]))

    @property
    def awaits(self) -> str:
        """A sentence while the minutes are not approved, and what that means for the decision."""
        return awaits(self.decision)

    @property
    def is_closed(self) -> bool:
        return self.decision.item.is_closed or self.decision.item.meeting.is_closed

    @property
    def readers(self) -> str:
        """Who may read the decision, in words: those of its item, or of its meeting where that has fewer."""
        item = self.decision.item
        return str((item if not item.meeting.is_closed else item.meeting).get_audience_display())


def grouped(decisions: Any) -> Any:
    """The decisions as groups of equals, the newest meeting first: values with the columns of `EQUAL` and `first`."""
    groups = decisions.order_by().values(*EQUAL).annotate(first=Min("pk"))
    return groups.order_by("-item__meeting__start", "item__number", "first")


def lines_of(groups: Iterable[dict[str, Any]], viewer: Viewer) -> list[Line]:
    """The groups' lines in their order, each whole: also with the equals that a filter left out (4 queries)."""
    equals: dict[Key, list[Decision]] = {tuple(group[name] for name in EQUAL): [] for group in groups}
    rows = Decision.objects.visible_to(viewer).filter(item__in={item for item, *_ in equals})
    fetched = about(rows.select_related("lead", "item__meeting__minutes").prefetch_related("partners"), viewer)
    for decision in fetched.order_by("pk"):
        equals.get(_key(decision), []).append(decision)
    return [_line(found) for found in equals.values() if found]


def lines_of_item(decision: Decision, viewer: Viewer) -> tuple[Line, list[Line]]:
    """The line that a visible decision belongs to, and the others of its item, as the minutes have them."""
    here = grouped(Decision.objects.visible_to(viewer).filter(item=decision.item_id))
    lines = {_key(line.decision): line for line in lines_of(here, viewer)}
    return lines.pop(_key(decision)), list(lines.values())


def _key(decision: Decision) -> Key:
    """What parts the lines: columns, so that areas that the viewer does not see part them all the same."""
    return tuple(getattr(decision, name) for name in EQUAL)


def _line(equals: list[Decision]) -> Line:
    return Line(equals[0], [one.recommendation for one in equals if one.recommendation])
