"""Python's collector of cycles in processes that go through many rows: it costs a sender of mail a tenth."""

from __future__ import annotations

import gc
from typing import Any


def collect_seldom(**_: Any) -> None:
    """What is loaded by now is not looked at again, and cycles wait until there are many. Signals may call it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
