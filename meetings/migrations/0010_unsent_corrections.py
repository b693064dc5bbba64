"""A correction of minutes that is not sent yet, beside what the row says."""

import pgtrigger.compiler
from django.db import migrations, models

from forum.migrations._triggers import SetTriggers


class Migration(migrations.Migration):
    dependencies = [
        ('meetings', '0009_life_between_meetings'),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='unsent',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='rettelse, der ikke er sendt'),
        ),
        migrations.AddField(
            model_name='actionevent',
            name='unsent',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='rettelse, der ikke er sendt'),
        ),
        migrations.AddField(
            model_name='decision',
            name='unsent',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='rettelse, der ikke er sendt'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='unsent',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='rettelse, der ikke er sendt'),
        ),
        migrations.AddField(
            model_name='minutes',
            name='unsent',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='rettelse, der ikke er sendt'),
        ),
        migrations.AddField(
            model_name='minutesevent',
            name='unsent',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='rettelse, der ikke er sendt'),
        ),
        migrations.AddField(
            model_name='note',
            name='unsent',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='rettelse, der ikke er sendt'),
        ),
        migrations.AddField(
            model_name='noteevent',
            name='unsent',
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name='rettelse, der ikke er sendt'),
        ),
        SetTriggers({
            'action': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text", "unsent") VALUES (NEW."agreed_due", NEW."agreed_owner_id", NEW."audience", NEW."due", NEW."finished_at", NEW."given_at", NEW."id", NEW."item_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."removed_at", NEW."result", NEW."state", NEW."text", NEW."unsent"); RETURN NULL;', hash='53bfdf739f50b9d4ccb766cb2de615146131dc03', operation='INSERT', pgid='pgtrigger_insert_insert_fae11', table='meetings_action', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text", "unsent") VALUES (NEW."agreed_due", NEW."agreed_owner_id", NEW."audience", NEW."due", NEW."finished_at", NEW."given_at", NEW."id", NEW."item_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."removed_at", NEW."result", NEW."state", NEW."text", NEW."unsent"); RETURN NULL;', hash='26e3495528784179f97ed88829a7aa621f87e743', operation='UPDATE', pgid='pgtrigger_update_update_a681c', table='meetings_action', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text", "unsent") VALUES (OLD."agreed_due", OLD."agreed_owner_id", OLD."audience", OLD."due", OLD."finished_at", OLD."given_at", OLD."id", OLD."item_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."removed_at", OLD."result", OLD."state", OLD."text", OLD."unsent"); RETURN NULL;', hash='474478eeb542b0f1989dfc353ba94186333269fd', operation='DELETE', pgid='pgtrigger_delete_delete_641b9', table='meetings_action', when='AFTER')),
            ],
            'decision': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_decisionevent" ("area_id", "effected_at", "id", "item_id", "kind", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation_id", "removed_at", "text", "unsent") VALUES (NEW."area_id", NEW."effected_at", NEW."id", NEW."item_id", NEW."kind", NEW."lead_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recommendation_id", NEW."removed_at", NEW."text", NEW."unsent"); RETURN NULL;', hash='fc7350c84974e9e075faa466d3137e80b9c17484', operation='INSERT', pgid='pgtrigger_insert_insert_61695', table='meetings_decision', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_decisionevent" ("area_id", "effected_at", "id", "item_id", "kind", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation_id", "removed_at", "text", "unsent") VALUES (NEW."area_id", NEW."effected_at", NEW."id", NEW."item_id", NEW."kind", NEW."lead_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recommendation_id", NEW."removed_at", NEW."text", NEW."unsent"); RETURN NULL;', hash='314de658b8403c9fc3650da8e26861c0ec287ee8', operation='UPDATE', pgid='pgtrigger_update_update_3b789', table='meetings_decision', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_decisionevent" ("area_id", "effected_at", "id", "item_id", "kind", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation_id", "removed_at", "text", "unsent") VALUES (OLD."area_id", OLD."effected_at", OLD."id", OLD."item_id", OLD."kind", OLD."lead_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recommendation_id", OLD."removed_at", OLD."text", OLD."unsent"); RETURN NULL;', hash='c614097ecb675e13c98b80e1c3af69923186b04d', operation='DELETE', pgid='pgtrigger_delete_delete_05bcf', table='meetings_decision', when='AFTER')),
            ],
            'minutes': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_minutesevent" ("also_present", "approved_at", "approved_by_id", "approved_hash", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "released_at", "remarks_due", "reopened_because", "state", "unsent") VALUES (NEW."also_present", NEW."approved_at", NEW."approved_by_id", NEW."approved_hash", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presence", NEW."released_at", NEW."remarks_due", NEW."reopened_because", NEW."state", NEW."unsent"); RETURN NULL;', hash='cec44261c1090d406eb2ed62fb488529f88875f7', operation='INSERT', pgid='pgtrigger_insert_insert_61343', table='meetings_minutes', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_minutesevent" ("also_present", "approved_at", "approved_by_id", "approved_hash", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "released_at", "remarks_due", "reopened_because", "state", "unsent") VALUES (NEW."also_present", NEW."approved_at", NEW."approved_by_id", NEW."approved_hash", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presence", NEW."released_at", NEW."remarks_due", NEW."reopened_because", NEW."state", NEW."unsent"); RETURN NULL;', hash='ea74e6dbcea70f570c541eb60a34796b7d2d3030', operation='UPDATE', pgid='pgtrigger_update_update_324d9', table='meetings_minutes', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_minutesevent" ("also_present", "approved_at", "approved_by_id", "approved_hash", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence", "released_at", "remarks_due", "reopened_because", "state", "unsent") VALUES (OLD."also_present", OLD."approved_at", OLD."approved_by_id", OLD."approved_hash", OLD."id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presence", OLD."released_at", OLD."remarks_due", OLD."reopened_because", OLD."state", OLD."unsent"); RETURN NULL;', hash='70553e2f96e93cb2f43a5149cbf727bfe1f1d9ad', operation='DELETE', pgid='pgtrigger_delete_delete_f9949', table='meetings_minutes', when='AFTER')),
            ],
            'note': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_noteevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "saved_at", "saved_by_id", "text", "unsent") VALUES (NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision", NEW."saved_at", NEW."saved_by_id", NEW."text", NEW."unsent"); RETURN NULL;', hash='0dd3f4144817c90d7d75e8d3cb8bb21fb1cd99ef', operation='INSERT', pgid='pgtrigger_insert_insert_41578', table='meetings_note', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_noteevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "saved_at", "saved_by_id", "text", "unsent") VALUES (NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."saved_at", NEW."saved_by_id", NEW."text", NEW."unsent"); RETURN NULL;', hash='542ac0bbbd9c52d97e92db39ac018b06267747c8', operation='UPDATE', pgid='pgtrigger_update_update_758d6', table='meetings_note', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_noteevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "saved_at", "saved_by_id", "text", "unsent") VALUES (OLD."id", OLD."item_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision", OLD."saved_at", OLD."saved_by_id", OLD."text", OLD."unsent"); RETURN NULL;', hash='eb37ad5565dcd9d876f48123ff7dd6e6d1294e27', operation='DELETE', pgid='pgtrigger_delete_delete_75550', table='meetings_note', when='AFTER')),
            ],
        }),
    ]
