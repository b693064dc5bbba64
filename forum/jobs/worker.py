"""A worker's way with a job: claim it, commit, work, finish it.

A worker that dies leaves its claim behind. When the claim has been silent for LOST_AFTER, the job waits in its old
place again; after MAX_ATTEMPTS it has failed, with a sentence.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import uuid4

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from forum.audit.context import audited
from forum.base import states
from forum.base.refusal import Refusal
from forum.jobs.kinds import KINDS, Keep
from forum.jobs.models import Job

log = structlog.get_logger(__name__)
State = Job.State
AT_A_TIME = 2  # jobs running, over all workers: a render takes a core and up to a gigabyte
MAX_ATTEMPTS = 3
TURN = 2019_08_23  # the advisory lock under which the running jobs are counted and one more is claimed


class Taken(Exception):
    """The job is no longer this worker's: it was taken for lost."""


def work_next(*, now: datetime | None = None) -> bool:
    """Do the next job; False when none waits, or as many run as may. Call it outside transactions.

    `now` is the time of the whole run, in tests; else each step has its own.
    """
    _give_back_lost(by=None, now=now or timezone.now())
    job = _claim(by=None, now=now or timezone.now())
    if job is None:
        return False
    try:
        _work(job, now)
    except Taken:
        log.warning("job was taken for lost", job=job.pk)
    return True


def _work(job: Job, now: datetime | None) -> None:
    kind = KINDS[job.kind]
    try:
        keep = kind.work(job, partial(_tell, job), now or timezone.now())
        _finish(job=job, keep=keep, by=None, now=now or timezone.now())
    except Refusal as refusal:
        _fail(job=job, error=str(refusal), by=None, now=now or timezone.now())
    except (Taken, OperationalError, InterfaceError):
        raise  # the database is away: the job is found lost when it is back
    except Exception:
        log.exception("job failed", job=job.pk, kind=job.kind)
        _fail(job=job, error=kind.failed, by=None, now=now or timezone.now())


@audited("Begyndte på arbejdet")
def _claim(*, by: None, now: datetime) -> Job | None:
    """The next job, claimed. A kind that this worker does not know is left to a newer one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
    if Job.objects.running().count() >= AT_A_TIME:
        return None
    job = Job.objects.in_turn().filter(kind__in=KINDS).select_for_update(skip_locked=True).first()
    if job is not None:
        states.move(job, State.RUNNING, claim=uuid4(), alive_at=now, attempts=job.attempts + 1, progress=0, step="")
    return job


def _tell(job: Job, percent: int, step: str) -> None:
    """Say how far it is, in a transaction of its own. Raises Taken."""
    told = {"progress": percent, "step": step, "alive_at": timezone.now()}
    if not Job.objects.filter(pk=job.pk, claim=job.claim).update(**told):
        raise Taken


@audited("Gjorde arbejdet færdigt")
def _finish(*, job: Job, keep: Keep, by: None, now: datetime) -> None:
    _end(job, State.DONE, progress=100, finished_at=now)
    keep()


@audited("Kunne ikke gøre arbejdet færdigt")
def _fail(*, job: Job, error: str, by: None, now: datetime) -> None:
    _end(job, State.FAILED, error=error, finished_at=now)


def _end(job: Job, to: str, **also: object) -> None:
    mine = Job.objects.select_for_update().filter(pk=job.pk, claim=job.claim).first()
    if mine is None:
        raise Taken
    states.move(mine, to, claim=None, step="", **also)


@audited("Fandt arbejde, der var afbrudt")
def _give_back_lost(*, by: None, now: datetime) -> None:
    for job in Job.objects.lost(now).filter(kind__in=KINDS).select_for_update(skip_locked=True):
        log.warning("job has lost its worker", job=job.pk, kind=job.kind, attempts=job.attempts)
        if job.attempts >= MAX_ATTEMPTS:
            _end(job, State.FAILED, error=KINDS[job.kind].lost, finished_at=now)
        else:
            _end(job, State.QUEUED, progress=0)
