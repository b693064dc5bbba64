"""A report's state is its job's; the history of its states goes along."""

from uuid import uuid4

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from forum.migrations._triggers import SetTriggers


KIND = "recommendations.report"
TO_JOB = {"waiting": "queued", "running": "running", "ready": "done", "failed": "failed"}
EVENTS_TO_JOBS = """
    INSERT INTO forum_jobevent (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, kind, state, error,
        attempts, queued_at, finished_at)
    SELECT e.pgh_created_at, e.pgh_label, e.pgh_context_id, r.job_id, r.job_id, 'recommendations.report',
        CASE e.state WHEN 'waiting' THEN 'queued' WHEN 'ready' THEN 'done' ELSE e.state END, e.error,
        e.attempts, e.requested_at, e.finished_at
    FROM recommendations_reportevent e JOIN recommendations_report r ON r.id = e.pgh_obj_id ORDER BY e.pgh_id
"""
EVENTS_FROM_JOBS = """
    UPDATE recommendations_reportevent e SET (state, error, attempts, finished_at) = (
        SELECT CASE j.state WHEN 'queued' THEN 'waiting' WHEN 'done' THEN 'ready' ELSE j.state END, j.error,
            j.attempts, j.finished_at
        FROM forum_jobevent j JOIN recommendations_report r ON r.job_id = j.pgh_obj_id
        WHERE r.id = e.pgh_obj_id AND j.pgh_created_at <= e.pgh_created_at ORDER BY j.pgh_id DESC LIMIT 1
    )
"""


def states_to_jobs(apps, schema_editor):
    Report, Job = apps.get_model("recommendations", "Report"), apps.get_model("forum", "Job")
    schema_editor.execute("ALTER TABLE forum_job DISABLE TRIGGER USER")  # this is no event of its own
    for report in Report.objects.order_by("requested_at", "pk"):
        is_running = report.state == "running"
        job = Job.objects.create(
            kind=KIND,
            state=TO_JOB[report.state],
            progress=report.progress,
            step=report.step,
            error=report.error,
            attempts=report.attempts,
            queued_at=report.requested_at,
            claim=uuid4() if is_running else None,  # nobody's: tried again when it has been silent
            alive_at=report.started_at or (report.requested_at if is_running else None),
            finished_at=report.finished_at,
        )
        Report.objects.filter(pk=report.pk).update(job=job)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit would hold up the next step
    schema_editor.execute("ALTER TABLE forum_job ENABLE TRIGGER USER")
    schema_editor.execute(EVENTS_TO_JOBS)


def states_from_jobs(apps, schema_editor):
    Report, Job = apps.get_model("recommendations", "Report"), apps.get_model("forum", "Job")
    from_job = {new: old for old, new in TO_JOB.items()}
    for report in Report.objects.select_related("job"):
        job = report.job
        Report.objects.filter(pk=report.pk).update(
            state=from_job[job.state],
            progress=job.progress,
            step=job.step,
            error=job.error,
            attempts=job.attempts,
            started_at=job.alive_at,
            finished_at=job.finished_at,
        )
    schema_editor.execute("ALTER TABLE recommendations_reportevent DISABLE TRIGGER USER")  # append-only
    schema_editor.execute(EVENTS_FROM_JOBS)
    schema_editor.execute("ALTER TABLE recommendations_reportevent ENABLE TRIGGER USER")
    schema_editor.execute("ALTER TABLE forum_job DISABLE TRIGGER USER")
    Report.objects.update(job=None)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Job.objects.filter(kind=KIND).delete()
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("ALTER TABLE forum_job ENABLE TRIGGER USER")


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0007_job'),
        ('recommendations', '0002_status_taken_back'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        SetTriggers({'report': []}),  # what moves is no event
        migrations.RemoveConstraint(
            model_name='report',
            name='ready_report_has_file',
        ),
        migrations.AddField(
            model_name='report',
            name='job',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='forum.job', verbose_name='arbejde i baggrunden'),
        ),
        migrations.RunPython(states_to_jobs, states_from_jobs),
        migrations.RemoveField(
            model_name='report',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='report',
            name='error',
        ),
        migrations.RemoveField(
            model_name='report',
            name='finished_at',
        ),
        migrations.RemoveField(
            model_name='report',
            name='progress',
        ),
        migrations.RemoveField(
            model_name='report',
            name='started_at',
        ),
        migrations.RemoveField(
            model_name='report',
            name='state',
        ),
        migrations.RemoveField(
            model_name='report',
            name='step',
        ),
        migrations.RemoveField(
            model_name='reportevent',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='reportevent',
            name='error',
        ),
        migrations.RemoveField(
            model_name='reportevent',
            name='finished_at',
        ),
        migrations.RemoveField(
            model_name='reportevent',
            name='started_at',
        ),
        migrations.RemoveField(
            model_name='reportevent',
            name='state',
        ),
        migrations.AlterField(
            model_name='report',
            name='job',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='forum.job', verbose_name='arbejde i baggrunden'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('pages__isnull', False)), models.Q(('file', None), ('pages', None)), _connector='OR'), name='report_has_file_and_pages'),
        ),
        SetTriggers({
            'report': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_reportevent" ("audience", "file_id", "id", "kind", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id") VALUES (NEW."audience", NEW."file_id", NEW."id", NEW."kind", NEW."pages", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."requested_at", NEW."requested_by_id"); RETURN NULL;', hash='49c01984e6801313d97656966e2431e58e61e226', operation='INSERT', pgid='pgtrigger_insert_insert_a3bc0', table='recommendations_report', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."pages" IS DISTINCT FROM (NEW."pages") OR OLD."requested_at" IS DISTINCT FROM (NEW."requested_at") OR OLD."requested_by_id" IS DISTINCT FROM (NEW."requested_by_id"))', func='INSERT INTO "recommendations_reportevent" ("audience", "file_id", "id", "kind", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id") VALUES (NEW."audience", NEW."file_id", NEW."id", NEW."kind", NEW."pages", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."requested_at", NEW."requested_by_id"); RETURN NULL;', hash='e625411965f132808d415237faf6f74e29885d71', operation='UPDATE', pgid='pgtrigger_update_update_8a80f', table='recommendations_report', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_reportevent" ("audience", "file_id", "id", "kind", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id") VALUES (OLD."audience", OLD."file_id", OLD."id", OLD."kind", OLD."pages", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."requested_at", OLD."requested_by_id"); RETURN NULL;', hash='e730169bf5f16a235b0831e4e14ea45c5834cd2d', operation='DELETE', pgid='pgtrigger_delete_delete_b75e7', table='recommendations_report', when='AFTER')),
            ],
        }),
    ]
