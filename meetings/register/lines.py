"""The register's pages of lines: decisions grouped in the database, each group read whole for one viewer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Min, Q, When

from forum.base.visibility import Viewer
from meetings.minutes.document import about
from meetings.minutes.lines import EQUAL, DecisionLine, key_of, lines_of
from meetings.minutes.models import Decision

# Of `EQUAL`, what is no column of its own
NAMED = {
    "on_recommendation": ExpressionWrapper(Q(recommendation__isnull=False), BooleanField()),
    "delegation": Case(When(kind=Decision.Kind.DELEGATED, then=F("pk"))),
}


def grouped(decisions: Any) -> Any:
    """The decisions as groups of equals, the newest meeting first: values with the columns of `EQUAL` and `first`."""
    groups = decisions.order_by().annotate(**NAMED).values(*EQUAL).annotate(first=Min("pk"))
    return groups.order_by("-item__meeting__start", "item__number", "first")


def lines_of_groups(groups: Iterable[dict[str, Any]], viewer: Viewer) -> list[DecisionLine]:
    """The groups' lines in their order, each whole: also with the equals that a filter left out (4 queries)."""
    wanted = [tuple(group[name] for name in EQUAL) for group in groups]
    rows = Decision.objects.visible_to(viewer).filter(item__in={item for item, *_ in wanted})
    fetched = about(rows.select_related("lead", "item__meeting__minutes").prefetch_related("partners"), viewer)
    lines = {key_of(line.decision): line for line in lines_of(fetched.order_by("pk"))}
    return [lines[key] for key in wanted if key in lines]


def lines_of_item(decision: Decision, viewer: Viewer) -> tuple[DecisionLine, list[DecisionLine]]:
    """The line that a visible decision belongs to, and the others of its item, as the minutes have them."""
    here = grouped(Decision.objects.visible_to(viewer).filter(item=decision.item_id))
    lines = {key_of(line.decision): line for line in lines_of_groups(here, viewer)}
    return lines.pop(key_of(decision)), list(lines.values())
