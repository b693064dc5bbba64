"""View copies: asked for when a file comes, made by a job, gone when nothing has their content any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet

from forum import files
from forum.audit.context import audited
from forum.copies.models import OPENS, RECIPE, ViewCopy, opens_in_place
from forum.copies.rewriting import WHY_NOT, Rewritten, rewrite
from forum.files.models import StoredFile
from forum.jobs import queue
from forum.jobs.kinds import JobKind, Keep, Tell
from forum.jobs.models import Job

AT_ONCE = 20  # asked for in one round of the planner
TRIED_AGAIN_AFTER = timedelta(days=1)  # the disk may have been full
FAILED = WHY_NOT["broken"]


def _make(job: Job, tell: Tell, now: datetime) -> Keep:
    copy = ViewCopy._base_manager.get(job=job)
    original = StoredFile._base_manager.filter(sha256=copy.sha256, content_type__in=OPENS).first()
    if original is None:  # it went while the job waited, and the copy goes the same way
        return lambda: None
    tell(20, "Gør filen klar til at blive vist")
    return partial(_keep, copy, rewrite(original.path.read_bytes(), original.content_type))


def _keep(copy: ViewCopy, made: Rewritten) -> None:
    copy.why_not = made.why_not
    if not made.why_not:
        copy.file = files.store_made(made.data, kind=made.kind, name=f"visning.{made.kind.extension}")
    copy.save(update_fields=["file", "why_not"])


VIEW_COPY = JobKind("forum.view_copy", "Bilag gjort klar til at blive vist", _make, failed=FAILED, lost=FAILED)


def ask_for_copy(file: StoredFile, *, now: datetime) -> None:
    """Put the making of the file's copy in the queue, unless its content has one. Part of the act that keeps it."""
    if opens_in_place(file):
        wanted = {"job": partial(queue.put, VIEW_COPY, now=now)}
        ViewCopy._base_manager.get_or_create(sha256=file.sha256, recipe=RECIPE, defaults=wanted)


@audited("Bestilte kopier, der kan åbnes i browseren")
def ask_for_missing(*, among: QuerySet[StoredFile], by: None, now: datetime) -> int:
    """Ask for the copies that these files lack, some at a time; and anew for those that failed a day ago."""
    has_one = ViewCopy._base_manager.filter(sha256=OuterRef("sha256"), recipe=RECIPE)
    lacking = list(among.filter(~Exists(has_one), content_type__in=OPENS)[:AT_ONCE])
    for file in lacking:
        ask_for_copy(file, now=now)
    failed = Job.objects.filter(viewcopy__recipe=RECIPE, state=Job.State.FAILED)
    for job in failed.filter(finished_at__lt=now - TRIED_AGAIN_AFTER)[:AT_ONCE]:
        queue.put_again(job, now=now)
    return len(lacking)


def forget_copies(*, now: datetime) -> int:
    """Take away the copies of what is gone, and those of an earlier recipe. Their bytes follow as any unused file's."""
    originals = StoredFile._base_manager.filter(sha256=OuterRef("sha256"))
    old = ViewCopy._base_manager.exclude(recipe=RECIPE) | ViewCopy._base_manager.filter(~Exists(originals))
    under_way = [Job.State.QUEUED, Job.State.RUNNING]
    gone = list(old.exclude(job__state__in=under_way).values_list("pk", "job_id"))
    ViewCopy._base_manager.filter(pk__in=[pk for pk, _ in gone]).delete()
    Job.objects.filter(pk__in=[job for _, job in gone]).delete()
    return len(gone)
