"""A kind of job whose work each test decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from forum.jobs import kinds
from forum.jobs.kinds import JobKind, Keep, Tell
from forum.jobs.models import Job


class Bench:
    """Notes which jobs were worked on and which results were kept; `work` is what a test puts in its place."""

    def __init__(self) -> None:
        self.worked: list[int] = []
        self.kept: list[int] = []
        self.work: Callable[[Job, Tell], object] = lambda job, tell: None
        self.kind = JobKind(
            "test", "Prøve", self._work, failed="Det kunne ikke laves.", lost="Det blev afbrudt flere gange."
        )

    def _work(self, job: Job, tell: Tell, now: datetime) -> Keep:
        self.worked.append(job.pk)
        self.work(job, tell)
        return lambda: self.kept.append(job.pk)


@pytest.fixture
def bench(monkeypatch: Any) -> Bench:
    found = Bench()
    monkeypatch.setitem(kinds.KINDS, "test", found.kind)
    return found
