"""Lines of decisions: equal decisions of one item are one line, whatever number of recommendations they are about."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from forum.base.text import listed, ranges
from meetings.minutes.models import Decision
from recommendations.treatments.treatments import awaits
from recommendations.wording.models import Recommendation

# What two decisions have in common when they are read as one. Columns: an area that the reader does not see parts them
# all the same. `on_recommendation`: they are about one at all; `delegation`: each stands alone, for its partners
EQUAL = ("item_id", "kind", "text", "area_id", "on_recommendation", "delegation")

Key = tuple[Any, ...]


@dataclass(frozen=True)
class DecisionLine:
    """Equal decisions as one viewer reads them: each has its item at hand, and `recommendation` and `area` are None
    where the viewer may not see them.
    """

    decisions: tuple[Decision, ...]

    @property
    def decision(self) -> Decision:
        """The first of them; in all but the recommendation the others are as it is."""
        return self.decisions[0]

    @property
    def recommendations(self) -> list[Recommendation]:
        return [one.recommendation for one in self.decisions if one.recommendation]

    @property
    def recommendations_in_words(self) -> str:
        """»Anbefaling 9«, »Anbefaling 1-8 og 10«; "" when it is about none."""
        numbers = ranges(sorted({one.number for one in self.recommendations}))
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
    def is_bare(self) -> bool:
        """True for a word alone, such as »taget til efterretning«."""
        return not (self.decision.text or self.recommendations or self.decision.area)

    @property
    def numbers(self) -> list[int]:
        """The items under which it was decided."""
        return sorted({decision.item.number for decision in self.decisions})

    @property
    def items(self) -> str:
        """»punkt 3«, »punkt 4-6«"""
        return f"punkt {ranges(self.numbers)}"

    @property
    def subject(self) -> str:
        """What it is about: recommendations, an area, or else the item."""
        area = f"»{self.decision.area}«" if self.decision.area else ""
        about = ", ".join(filter(None, [self.recommendations_in_words, area]))
        return about or (self.items.capitalize() if self.is_bare else self.decision.item.title)

    @property
    def outcome(self) -> str:
        """»tiltrådt«, »uddelegeret til Odense Kommune sammen med Vejle Kommune«"""
        word = self.decision.get_kind_display().lower()
        if not (self.decision.area and self.decision.lead):
            return word
        partners = [partner.full_name for partner in self.decision.partners.all()]
        return f"{word} til {self.decision.lead.full_name}" + (f" sammen med {listed(partners)}" if partners else "")

    @property
    def heading(self) -> str:
        """»Anbefaling 1-8 og 10: tiltrådt«"""
        return f"{self.subject}: {self.outcome}"


def key_of(decision: Decision) -> Key:
    """The decision's values of `EQUAL`."""
    own = decision.pk if decision.kind == Decision.Kind.DELEGATED else None
    return (
        decision.item_id, decision.kind, decision.text, decision.area_id, decision.recommendation_id is not None, own,
    )  # fmt: skip


def lines_of(decisions: Iterable[Decision]) -> list[DecisionLine]:
    """The decisions as lines, each where the first of its decisions stands."""
    return _as_lines((key_of(decision), [decision]) for decision in decisions)


def in_summary(decisions: Iterable[Decision]) -> list[DecisionLine]:
    """»Det besluttede vi«: lines that tell the same of recommendations, or one word alone, are one though they were
    decided under several items. Words alone come last.
    """
    lines = _as_lines((_told(line), line.decisions) for line in lines_of(decisions))
    return sorted(lines, key=lambda line: line.is_bare)


def _told(line: DecisionLine) -> Hashable:
    """Equal for lines that can be one in a summary; what is about anything but recommendations stands alone."""
    decision = line.decision
    if line.is_bare or (line.recommendations and not decision.area):
        return decision.kind, decision.text, line.is_bare
    return decision.pk


def _as_lines(keyed: Iterable[tuple[Hashable, Iterable[Decision]]]) -> list[DecisionLine]:
    alike: dict[Hashable, list[Decision]] = {}
    for key, decisions in keyed:
        alike.setdefault(key, []).extend(decisions)
    return [DecisionLine(tuple(found)) for found in alike.values()]
