"""Jobs: the queue of work in the background."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models

from forum.migrations._triggers import SetTriggers


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0006_mail_kinds'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40, verbose_name='slags')),
                ('state', models.CharField(choices=[('queued', 'Bestilt'), ('running', 'Bliver lavet'), ('done', 'Klar'), ('failed', 'Mislykkedes')], default='queued', max_length=7, verbose_name='tilstand')),
                ('error', models.TextField(blank=True, verbose_name='fejl')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='forsøg')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='stillet i kø')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='færdig')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='slags')),
                ('state', models.CharField(choices=[('queued', 'Bestilt'), ('running', 'Bliver lavet'), ('done', 'Klar'), ('failed', 'Mislykkedes')], default='queued', max_length=7, verbose_name='tilstand')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='færdig')),
                ('step', models.CharField(blank=True, max_length=80, verbose_name='i gang med')),
                ('error', models.TextField(blank=True, verbose_name='fejl')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='forsøg')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='stillet i kø')),
                ('claim', models.UUIDField(blank=True, editable=False, null=True)),
                ('alive_at', models.DateTimeField(blank=True, null=True, verbose_name='seneste livstegn')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='færdig')),
            ],
            options={
                'verbose_name': 'arbejde i baggrunden',
                'verbose_name_plural': 'arbejde i baggrunden',
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['queued_at', 'id'], name='jobs_to_do')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('alive_at__isnull', False), ('claim__isnull', False), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('claim', None)), _connector='OR'), name='running_job_is_claimed')],
            },
        ),
        migrations.AddField(
            model_name='jobevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='jobevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='forum.job'),
        ),
        SetTriggers({
            'job': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_jobevent" ("attempts", "error", "finished_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "state") VALUES (NEW."attempts", NEW."error", NEW."finished_at", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queued_at", NEW."state"); RETURN NULL;', hash='d0d2e57d051fd37d6a1df5cfca9942b52d5b594d', operation='INSERT', pgid='pgtrigger_insert_insert_90ef0', table='forum_job', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."error" IS DISTINCT FROM (NEW."error") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."queued_at" IS DISTINCT FROM (NEW."queued_at") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "forum_jobevent" ("attempts", "error", "finished_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "state") VALUES (NEW."attempts", NEW."error", NEW."finished_at", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queued_at", NEW."state"); RETURN NULL;', hash='fe5942ef1f2c7827c6b1b67f7d8c8c646ebe0517', operation='UPDATE', pgid='pgtrigger_update_update_6cbda', table='forum_job', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_jobevent" ("attempts", "error", "finished_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "state") VALUES (OLD."attempts", OLD."error", OLD."finished_at", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queued_at", OLD."state"); RETURN NULL;', hash='d3a1a1b734256c658efd660e02032a7295365e85', operation='DELETE', pgid='pgtrigger_delete_delete_a8282', table='forum_job', when='AFTER')),
            ],
            'jobevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0e9d0a3ee84fe377a2767dfdc3d3cf0952bcf545', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c46fe', table='forum_jobevent', when='BEFORE')),
            ],
        }),
    ]
