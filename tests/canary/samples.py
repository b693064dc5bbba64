"""Sample arguments for every address that takes some; an address without them fails the sweep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from recommendations.models import Area
from tests.canary.world import Sweep

Args = Callable[[Sweep], list[tuple[Any, ...]]]


def _areas() -> list[tuple[Any, ...]]:
    """The sweep's area of each audience."""
    return [(slug,) for slug in Area.objects.values_list("slug", flat=True)]


# url name -> the argument tuples to fetch it with; addresses without arguments are found by themselves
SAMPLES: dict[str, Args] = {
    "forum:outbox_mail": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_html": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_send": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_leave": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_file": lambda sweep: [(sweep.mail.pk, 1)],
    "forum:mailbox_mail": lambda sweep: [("20261123",)],
    "forum:mailbox_html": lambda sweep: [("20261123",)],
    "forum:mailbox_file": lambda sweep: [("20261123", 0)],
    "recommendations:detail": lambda sweep: [(number,) for number in (1, 2, 3, 4)],
    "recommendations:reword": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:explain": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:change_state": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:area": lambda sweep: _areas(),
    "recommendations:prioritise_area": lambda sweep: _areas(),
    "recommendations:area_status": lambda sweep: _areas(),
    "recommendations:area_phase": lambda sweep: _areas(),
    "recommendations:stop_area": lambda sweep: _areas(),
    "front:municipality": lambda sweep: [(sweep.municipality.slug,)],
}

# url name -> query strings to try besides the bare address
QUERIES: dict[str, list[str]] = {}
