"""Sample arguments for the sweep, gathered from the subjects; an address that takes some and has none fails it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.canary.world import Samples

TESTS = Path(__file__).parents[1]
SAMPLES: Samples = {}  # url name -> the argument tuples to fetch it with; addresses without arguments need none
QUERIES: dict[str, list[str]] = {}  # url name -> query strings to try besides the bare address

for _path in sorted(TESTS.glob("*/*/samples.py")):
    _module = import_module(".".join(["tests", *_path.relative_to(TESTS).with_suffix("").parts]))
    SAMPLES.update(_module.SAMPLES)
    QUERIES.update(getattr(_module, "QUERIES", {}))
