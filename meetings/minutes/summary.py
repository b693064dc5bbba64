"""»Det besluttede vi«: the decisions of minutes as lines, equal ones on many recommendations as one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from forum.base.text import listed, ranges
from meetings.minutes.models import Decision


@dataclass(frozen=True)
class DecisionLine:
    """One decision, or several that say the same; `recommendation` and `area` are None where the reader may not see
    them, and its item is at hand.
    """

    decisions: tuple[Decision, ...]

    @property
    def example(self) -> Decision:
        """The first of them; in what the line tells, the others are as it is."""
        return self.decisions[0]

    @property
    def is_one(self) -> bool:
        return len(self.decisions) == 1

    @property
    def text(self) -> str:
        return self.example.text

    @property
    def is_bare(self) -> bool:
        """True for a word alone, such as »taget til efterretning«."""
        return not (self.example.text or self.example.recommendation or self.example.area)

    @property
    def numbers(self) -> list[int]:
        """The items under which it was decided."""
        return sorted({decision.item.number for decision in self.decisions})

    @property
    def items(self) -> str:
        """»punkt 3«, »punkt 4-6«"""
        return f"punkt {ranges(self.numbers)}"

    @property
    def recommendations(self) -> str:
        """»Anbefaling 1-8 og 10«; "" when it is about none that the reader may see."""
        numbers = sorted({one.recommendation.number for one in self.decisions if one.recommendation})
        return f"Anbefaling {ranges(numbers)}" if numbers else ""

    @property
    def subject(self) -> str:
        """What it is about: recommendations, an area, or else the item."""
        area = f"»{self.example.area}«" if self.example.area else ""
        about = ", ".join(filter(None, [self.recommendations, area]))
        return about or (self.items.capitalize() if self.is_bare else self.example.item.title)

    @property
    def outcome(self) -> str:
        """»tiltrådt«, »uddelegeret til Odense Kommune sammen med Vejle Kommune«"""
        word = self.example.get_kind_display().lower()
        if not (self.example.area and self.example.lead):
            return word
        partners = [partner.full_name for partner in self.example.partners.all()]
        return f"{word} til {self.example.lead.full_name}" + (f" sammen med {listed(partners)}" if partners else "")

    @property
    def heading(self) -> str:
        """»Anbefaling 1-8 og 10: tiltrådt«"""
        return f"{self.subject}: {self.outcome}"


def decision_lines(decisions: Iterable[Decision]) -> list[DecisionLine]:
    """The decisions in their order; those that say the same are one line, and words alone come last."""
    alike: dict[Hashable, list[Decision]] = {}
    for decision in decisions:
        alike.setdefault(_says(decision), []).append(decision)
    lines = [DecisionLine(tuple(rows)) for rows in alike.values()]
    return sorted(lines, key=lambda line: line.is_bare)


def _says(decision: Decision) -> Hashable:
    """Equal for decisions that one line can tell: they differ in nothing but the recommendation, or have no words."""
    about_recommendation = bool(decision.recommendation and not decision.area)
    if about_recommendation or not (decision.text or decision.recommendation or decision.area):
        return decision.kind, decision.text, about_recommendation
    return decision.pk
