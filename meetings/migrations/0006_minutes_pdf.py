"""A PDF of minutes is called one, and its state is its job's; the table keeps its name."""

import django.db.models.deletion
from django.db import migrations, models

KIND = "meetings.minutes_pdf"
TO_JOB = {"waiting": "queued", "ready": "done", "failed": "failed"}
SENTENCE = "PDF'en kunne ikke laves. Prøv igen, eller skriv til sekretariatet."


def states_to_jobs(apps, schema_editor):
    MinutesPdf, Job = apps.get_model("meetings", "MinutesPdf"), apps.get_model("forum", "Job")
    schema_editor.execute("ALTER TABLE forum_job DISABLE TRIGGER USER")  # this is no event of its own
    for pdf in MinutesPdf.objects.select_related("file").order_by("asked_at", "pk"):
        job = Job.objects.create(
            kind=KIND,
            state=TO_JOB[pdf.state],
            progress=100 if pdf.file else 0,
            error=SENTENCE if pdf.state == "failed" else "",
            queued_at=pdf.asked_at,
            finished_at=pdf.file.created_at if pdf.file else None,
        )
        MinutesPdf.objects.filter(pk=pdf.pk).update(job=job)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit would hold up the next step
    schema_editor.execute("ALTER TABLE forum_job ENABLE TRIGGER USER")


def states_from_jobs(apps, schema_editor):
    MinutesPdf, Job = apps.get_model("meetings", "MinutesPdf"), apps.get_model("forum", "Job")
    from_job = {"running": "waiting"} | {new: old for old, new in TO_JOB.items()}
    schema_editor.execute("ALTER TABLE forum_job DISABLE TRIGGER USER")
    for pdf in MinutesPdf.objects.select_related("job"):
        MinutesPdf.objects.filter(pk=pdf.pk).update(
            state=from_job[pdf.job.state], asked_at=pdf.job.queued_at, job=None
        )
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Job.objects.filter(kind=KIND).delete()
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("ALTER TABLE forum_job ENABLE TRIGGER USER")


def job(**more):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="%(class)s",
        to="forum.job",
        verbose_name="arbejde i baggrunden",
        **more,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("forum", "0007_job"),
        ("meetings", "0005_note_revision"),
    ]

    operations = [
        migrations.AlterModelTable("minutespaper", "meetings_minutespaper"),
        migrations.RenameModel("MinutesPaper", "MinutesPdf"),
        migrations.RemoveConstraint("minutespdf", "ready_paper_has_file"),
        migrations.AlterField(
            "minutespdf",
            "file",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="minutes_pdf",
                to="forum.storedfile",
            ),
        ),
        migrations.AlterField(
            "minutespdf",
            "minutes",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pdfs", to="meetings.minutes"
            ),
        ),
        migrations.AddField("minutespdf", "job", job(null=True)),
        migrations.RunPython(states_to_jobs, states_from_jobs),
        migrations.RemoveField("minutespdf", "state"),
        migrations.RemoveField("minutespdf", "asked_at"),
        migrations.AlterField("minutespdf", "job", job()),
        migrations.AddConstraint(
            "minutespdf",
            models.CheckConstraint(
                name="minutes_pdf_is_made_or_can_be",
                condition=models.Q(
                    models.Q(("file", None), models.Q(("html", ""), _negated=True)),
                    models.Q(("file__isnull", False), ("html", "")),
                    _connector="OR",
                ),
            ),
        ),
    ]
