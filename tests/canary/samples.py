"""Sample arguments for every address that takes some; an address without them fails the sweep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.canary.world import Sweep

Args = Callable[[Sweep], list[tuple[Any, ...]]]

# url name -> the argument tuples to fetch it with; addresses without arguments are found by themselves
SAMPLES: dict[str, Args] = {
    "forum:mailbox_mail": lambda sweep: [("20261123",)],
    "forum:mailbox_html": lambda sweep: [("20261123",)],
    "forum:mailbox_file": lambda sweep: [("20261123", 0)],
    "recommendations:detail": lambda sweep: [(number,) for number in (1, 2, 3, 4)],
    "recommendations:reword": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:explain": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:change_state": lambda sweep: [(number,) for number in (1, 4)],
}

# url name -> query strings to try besides the bare address
QUERIES: dict[str, list[str]] = {}
