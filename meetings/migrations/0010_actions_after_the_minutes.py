"""Actions go on after the minutes: their own audience and result; what was agreed is kept apart."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0011_loops_outside_the_log'),
        ('meetings', '0009_no_remarks'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='action',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='action',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='action',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='action',
            name='agreed_due',
            field=models.DateField(blank=True, null=True, verbose_name='frist ifølge referatet'),
        ),
        migrations.AddField(
            model_name='action',
            name='agreed_owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forum.seat', verbose_name='ansvarlig ifølge referatet'),
        ),
        migrations.AddField(
            model_name='action',
            name='audience',
            field=models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], db_default='public', default='public', max_length=12, verbose_name='kan læses af'),
        ),
        migrations.AddField(
            model_name='action',
            name='given_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='givet videre'),
        ),
        migrations.AddField(
            model_name='action',
            name='result',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='hvad kom der ud af det'),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='agreed_due',
            field=models.DateField(blank=True, null=True, verbose_name='frist ifølge referatet'),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='agreed_owner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.seat', verbose_name='ansvarlig ifølge referatet'),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='audience',
            field=models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], db_default='public', default='public', max_length=12, verbose_name='kan læses af'),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='given_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='givet videre'),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='result',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='hvad kom der ud af det'),
        ),
        # Going back, the columns stay as they are: an action outside a meeting has no item to be given, and the release
        # before, which reads actions by way of their item, does not see it
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'ALTER TABLE {table} ALTER COLUMN item_id DROP NOT NULL', migrations.RunSQL.noop
                )
                for table in ('meetings_action', 'meetings_actionevent')
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='action',
                    name='item',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='meetings.agendaitem', verbose_name='punkt'),
                ),
                migrations.AlterField(
                    model_name='actionevent',
                    name='item',
                    field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.agendaitem', verbose_name='punkt'),
                ),
            ],
        ),
        migrations.AlterField(
            model_name='action',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='hvorfor ikke aktuel'),
        ),
        migrations.AlterField(
            model_name='action',
            name='state',
            field=models.CharField(choices=[('open', 'Åben'), ('started', 'I gang'), ('done', 'Udført'), ('lapsed', 'Ikke længere aktuel')], default='open', max_length=7, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='actionevent',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='hvorfor ikke aktuel'),
        ),
        migrations.AlterField(
            model_name='actionevent',
            name='state',
            field=models.CharField(choices=[('open', 'Åben'), ('started', 'I gang'), ('done', 'Udført'), ('lapsed', 'Ikke længere aktuel')], default='open', max_length=7, verbose_name='status'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text") VALUES (NEW."agreed_due", NEW."agreed_owner_id", NEW."audience", NEW."due", NEW."finished_at", NEW."given_at", NEW."id", NEW."item_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."removed_at", NEW."result", NEW."state", NEW."text"); RETURN NULL;', hash='bdab64ba97a22bb10f0423137f55d1d89c9767dc', operation='INSERT', pgid='pgtrigger_insert_insert_fae11', table='meetings_action', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text") VALUES (NEW."agreed_due", NEW."agreed_owner_id", NEW."audience", NEW."due", NEW."finished_at", NEW."given_at", NEW."id", NEW."item_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."removed_at", NEW."result", NEW."state", NEW."text"); RETURN NULL;', hash='445199f7562b295a8a852059996074da5dfd3797', operation='UPDATE', pgid='pgtrigger_update_update_a681c', table='meetings_action', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text") VALUES (OLD."agreed_due", OLD."agreed_owner_id", OLD."audience", OLD."due", OLD."finished_at", OLD."given_at", OLD."id", OLD."item_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."removed_at", OLD."result", OLD."state", OLD."text"); RETURN NULL;', hash='7c70d09718484e13951bf3a412ebb672f1a17622', operation='DELETE', pgid='pgtrigger_delete_delete_641b9', table='meetings_action', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'done'), ('result', ''), _connector='OR'), name='only_done_action_has_result'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('item__isnull', False), ('audience__in', ['members', 'authorities', 'secretariat']), _connector='OR'), name='action_outside_meeting_says_for_whom'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_due__isnull', False), ('item__isnull', False)), models.Q(('agreed_due', None), ('agreed_owner', None)), _connector='OR'), name='action_agreed_at_meeting'),
        ),
    ]
