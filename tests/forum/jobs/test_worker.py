"""A worker and the queue: in turn, two at a time, tried again, told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from forum import tasks
from forum.base.refusal import NotAllowed
from forum.jobs import queue, worker
from forum.jobs.kinds import Tell
from forum.jobs.models import Job
from forum.management.commands import mailer
from tests import world
from tests.forum.jobs.conftest import Bench
from tests.world import NOW

State = Job.State
LONG_AGO = NOW - timedelta(minutes=5)


def read(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


@pytest.mark.django_db
def test_in_the_order_in_which_they_were_asked_for(bench: Bench) -> None:
    late = world.make_job(bench.kind, queued_at=NOW + timedelta(seconds=1))
    early, beside = world.make_job(bench.kind), world.make_job(bench.kind)
    again = world.make_job(bench.kind, "failed", queued_at=LONG_AGO, error="x", attempts=3)
    queue.put_again(again, now=NOW + timedelta(seconds=2))
    while worker.work_next(now=NOW):
        pass
    assert bench.worked == bench.kept == [early.pk, beside.pk, late.pk, again.pk]
    assert {(job.state, job.progress, job.attempts, job.claim) for job in Job.objects.all()} == {("done", 100, 1, None)}


@pytest.mark.django_db
def test_what_is_not_there_or_of_a_newer_release_is_left_alone(bench: Bench) -> None:
    newer = Job.objects.create(kind="newer")
    lost = Job.objects.create(kind="newer", state="running", claim="1" * 32, alive_at=LONG_AGO, attempts=3)
    assert not worker.work_next(now=NOW)
    assert (read(newer).state, read(lost).state) == ("queued", "running")


@pytest.mark.django_db
def test_two_at_a_time_over_all_workers(bench: Bench) -> None:
    world.make_job(bench.kind)
    one, _ = world.make_job(bench.kind, "running"), world.make_job(bench.kind, "running")
    assert not worker.work_next(now=NOW)
    Job.objects.filter(pk=one.pk).update(state="done", claim=None)
    assert worker.work_next(now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_two_get_work_and_each_its_own(bench: Bench) -> None:
    for _ in range(6):
        world.make_job(bench.kind)
    start, free = threading.Barrier(5), threading.Event()
    bench.work = lambda job, tell: free.wait(20)
    answers: list[bool] = []
    threads = [threading.Thread(target=_at_the_same_time, args=(start, answers)) for _ in range(5)]
    for thread in threads:
        thread.start()
    while len(answers) < 3:
        threads[0].join(0.05)
    assert Job.objects.running().count() == len(set(bench.worked)) == len(bench.worked) == 2
    free.set()
    for thread in threads:
        thread.join()
    assert (sorted(answers), Job.objects.in_turn().count()) == ([False] * 3 + [True] * 2, 4)


def _at_the_same_time(start: threading.Barrier, answers: list[bool]) -> None:
    start.wait()
    answers.append(worker.work_next())
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_no_transaction_and_no_lock_while_it_works(bench: Bench) -> None:
    job = queue.put(bench.kind, now=NOW)
    seen: list[Any] = []

    def look(job: Job, tell: Tell) -> None:
        tell(40, "Halvvejs")
        seen.append(connection.in_atomic_block)
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT state, progress, step FROM forum_job WHERE id = %s FOR UPDATE NOWAIT", [job.pk])
            seen.append(cursor.fetchone())
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
                " WHERE locktype = 'advisory' AND datname = current_database()"
            )
            seen.append(cursor.fetchone())
        other.close()

    bench.work = look
    assert worker.work_next()
    assert seen == [False, ("running", 40, "Halvvejs"), (0,)]
    assert (read(job).state, read(job).step) == ("done", "")


@pytest.mark.django_db
def test_a_dead_workers_job_is_tried_again_in_its_old_place_and_told_at_last(bench: Bench) -> None:
    lost = world.make_job(bench.kind, "running", alive_at=LONG_AGO, queued_at=LONG_AGO)
    alive = world.make_job(bench.kind, "running", alive_at=NOW - timedelta(minutes=3))
    hopeless = world.make_job(bench.kind, "running", alive_at=LONG_AGO, attempts=3)
    waiting = world.make_job(bench.kind)
    assert worker.work_next(now=NOW)
    assert bench.worked == [lost.pk]
    assert [(job.state, job.attempts) for job in map(read, (lost, alive, hopeless, waiting))] == [
        ("done", 2),
        ("running", 1),
        ("failed", 3),
        ("queued", 0),
    ]
    assert read(hopeless).error == "Det blev afbrudt flere gange."


@pytest.mark.django_db
def test_a_worker_taken_for_lost_neither_tells_nor_finishes(bench: Bench) -> None:
    job = world.make_job(bench.kind)
    first = worker._claim(by=None, now=LONG_AGO)
    assert first
    assert worker.work_next(now=NOW)  # by another
    kept: list[str] = []
    for late in (
        lambda: worker._tell(first, 90, "Næsten"),
        lambda: worker._finish(job=first, keep=lambda: kept.append("late"), by=None, now=NOW),
        lambda: worker._fail(job=first, error="for sent", by=None, now=NOW),
    ):
        with pytest.raises(worker.Taken):
            late()
    assert (kept, bench.kept, read(job).error, read(job).progress) == ([], [job.pk], "", 100)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [(NotAllowed("Der er ingen sider."), "Der er ingen sider."), (ZeroDivisionError(), "Det kunne ikke laves.")],
)
def test_a_fault_is_told_and_the_next_job_goes_on(bench: Bench, fault: Exception, sentence: str) -> None:
    job, after = world.make_job(bench.kind), world.make_job(bench.kind)
    bench.work = _raising(fault)
    assert worker.work_next(now=NOW)
    assert (read(job).state, read(job).error, bench.kept) == ("failed", sentence, [])
    bench.work = lambda job, tell: None
    assert worker.work_next(now=NOW)
    assert read(after).state == "done"


@pytest.mark.django_db
def test_while_the_database_is_away_the_claim_stays_to_be_found_lost(bench: Bench) -> None:
    job = world.make_job(bench.kind)
    bench.work = _raising(OperationalError("gone"))
    with pytest.raises(OperationalError):
        worker.work_next(now=NOW)
    assert read(job).state == "running"


def _raising(fault: Exception) -> Callable[[Job, Tell], None]:
    def work(job: Job, tell: Tell) -> None:
        raise fault

    return work


@pytest.mark.django_db
def test_a_result_that_cannot_be_kept_leaves_nothing_half_done(bench: Bench, monkeypatch: Any) -> None:
    job = world.make_job(bench.kind)
    monkeypatch.setattr(bench, "kept", None)  # appending to it fails
    assert worker.work_next(now=NOW)
    assert (read(job).state, read(job).error) == ("failed", "Det kunne ikke laves.")


@pytest.mark.django_db
def test_only_what_failed_is_put_in_the_queue_again(bench: Bench) -> None:
    with pytest.raises(NotAllowed):
        queue.put_again(world.make_job(bench.kind, "done"), now=NOW)


@pytest.mark.django_db
def test_each_move_is_on_record_and_its_progress_is_not(bench: Bench) -> None:
    bench.work = lambda job, tell: tell(50, "Halvvejs")
    world.make_job(bench.kind)
    worker.work_next(now=NOW)
    events = world.history(Job).order_by("pgh_id").select_related("pgh_context")
    verbs = [(e.state, e.pgh_context and e.pgh_context.metadata["verb"]) for e in events]
    assert verbs == [("queued", None), ("running", "forum.jobs._claim"), ("done", "forum.jobs._finish")]


@pytest.mark.django_db(transaction=True)
def test_the_workers_are_woken_once_when_it_is_committed(bench: Bench, monkeypatch: Any) -> None:
    sent: list[str] = []
    monkeypatch.setattr(queue.current_app, "send_task", lambda name, **options: sent.append(name))
    with transaction.atomic():
        queue.put(bench.kind, now=NOW)
        queue.put(bench.kind, now=NOW)
        assert sent == []
    assert sent == ["forum.tasks.work"]
    tasks.work()  # one job, and whoever is free is told to look for the next
    tasks.work()
    tasks.work()  # nothing left
    assert (sent, len(bench.kept)) == (["forum.tasks.work"] * 3, 2)


@pytest.mark.django_db
def test_without_celery_the_mailer_does_a_job_a_round(bench: Bench) -> None:
    loop = mailer.Command()
    world.make_job(bench.kind)
    assert mailer.WORKING not in loop.plan()  # each round has one
    assert [bool(loop.attempt(mailer.WORKING)) for _ in range(2)] == [True, False]
    assert len(bench.kept) == 1


def test_beat_looks_whether_or_not_anybody_was_woken() -> None:
    assert settings.CELERY_BEAT_SCHEDULE["work"] == {"task": "forum.tasks.work", "schedule": 60}
