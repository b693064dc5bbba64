import pgtrigger.compiler
from django.db import migrations

from forum.migrations._triggers import SetTriggers


class Migration(migrations.Migration):
    """A note's counter is called what every row's is, and a draft names the note's that it was begun from."""

    dependencies = [
        ('meetings', '0004_revision'),
    ]

    operations = [
        migrations.RenameField('note', 'version', 'revision'),
        migrations.RenameField('noteevent', 'version', 'revision'),
        migrations.RenameField('notedraft', 'based_on', 'note_revision'),
        SetTriggers({
            'note': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_noteevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "saved_at", "saved_by_id", "text") VALUES (NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision", NEW."saved_at", NEW."saved_by_id", NEW."text"); RETURN NULL;', hash='b75008da733f4e6dbccf11d13d6d941b66c95ba8', operation='INSERT', pgid='pgtrigger_insert_insert_41578', table='meetings_note', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_noteevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "saved_at", "saved_by_id", "text") VALUES (NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."saved_at", NEW."saved_by_id", NEW."text"); RETURN NULL;', hash='9efe7ab4393871667f00068e5c31fc7d824765c5', operation='UPDATE', pgid='pgtrigger_update_update_758d6', table='meetings_note', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_noteevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "saved_at", "saved_by_id", "text") VALUES (OLD."id", OLD."item_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision", OLD."saved_at", OLD."saved_by_id", OLD."text"); RETURN NULL;', hash='5c40267542dd443b8c1165c3bfc89fe6fb0a74f7', operation='DELETE', pgid='pgtrigger_delete_delete_75550', table='meetings_note', when='AFTER')),
            ],
        }),
    ]
