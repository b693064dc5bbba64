"""The kinds of jobs: each app's configuration lists its own when the site starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forum.jobs.models import Job

Tell = Callable[[int, str], None]  # how far the work is: per cent, and the step at hand in Danish
Keep = Callable[[], None]


@dataclass(frozen=True)
class JobKind:
    """What a worker does for one kind of job.

    `work` runs outside any transaction, because no lock may live as long as the work. It must say how far it is more
    often than every LOST_AFTER. It returns the function that writes its result: that is called in the transaction
    that ends the job, and only when the job is still this worker's. A Refusal ends the job with its sentence.
    """

    name: str
    label: str  # in Danish
    work: Callable[[Job, Tell, datetime], Keep]
    failed: str  # the sentence for a fault that nobody foresaw
    lost: str  # the sentence for a job whose workers died, as often as it is tried


KINDS: dict[str, JobKind] = {}


def label_of(name: str) -> str:
    """What a person calls this kind; its name when this release does not know it."""
    return KINDS[name].label if name in KINDS else name


def register(*kinds: JobKind) -> None:
    KINDS.update({kind.name: kind for kind in kinds})
