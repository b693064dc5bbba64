"""The queue of jobs: what is put there in one transaction is worked on after it."""

from __future__ import annotations

from datetime import datetime

import structlog
from celery import current_app
from django.db import transaction

from forum.base import states
from forum.base.refusal import NotAllowed
from forum.jobs.kinds import JobKind
from forum.jobs.models import Job

log = structlog.get_logger(__name__)


def put(kind: JobKind, *, now: datetime) -> Job:
    """Put a new job in the queue; call it in the transaction that makes the row which the job is about."""
    wake_on_commit()
    return Job.objects.create(kind=kind.name, queued_at=now)


def put_again(job: Job, *, now: datetime) -> None:
    """Put a job that failed at the end of the queue. Raises NotAllowed or StaleError when it has not failed."""
    if job.state != Job.State.FAILED:  # a running one may go back to the queue too, but only by its worker's death
        raise NotAllowed("Det er allerede i gang igen.")
    states.move(job, Job.State.QUEUED, error="", attempts=0, progress=0, step="", queued_at=now, finished_at=None)
    wake_on_commit()


def wake_on_commit() -> None:
    """Tell the workers to look when this transaction has committed; once a transaction is enough."""
    waiting = transaction.get_connection().run_on_commit
    if not any(call is wake for _, call, *_ in waiting):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    try:
        current_app.send_task("forum.tasks.work", retry=False)
    except Exception as error:  # Redis away: beat or `manage.py mailer` looks every minute
        log.warning("nobody to wake", error=str(error))
