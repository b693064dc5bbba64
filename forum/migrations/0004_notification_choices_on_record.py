"""What a member chose about mail is on record, as all that is done by a link in a mail is."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from forum.migrations._triggers import SetTriggers


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0003_fuzzystrmatch'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='NotificationChoiceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('reminders', 'Påmindelser om møder'), ('minutes', 'Referater'), ('areas', 'Nyt om innovationsområder'), ('actions', 'Opgaver, jeg er ansvarlig for'), ('recommendations', 'Nyt om anbefalingerne')], max_length=16, verbose_name='slags')),
                ('pace', models.CharField(choices=[('at_once', 'Med det samme'), ('weekly', 'Samlet én gang om ugen'), ('never', 'Aldrig')], max_length=8, verbose_name='hvornår')),
                ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medlem')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='forum.notificationchoice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AlterField(
            model_name='notificationchoice',
            name='kind',
            field=models.CharField(choices=[('reminders', 'Påmindelser om møder'), ('minutes', 'Referater'), ('areas', 'Nyt om innovationsområder'), ('actions', 'Opgaver, jeg er ansvarlig for'), ('recommendations', 'Nyt om anbefalingerne')], max_length=16, verbose_name='slags'),
        ),
        migrations.AlterField(
            model_name='notificationchoice',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_choices', to=settings.AUTH_USER_MODEL, verbose_name='medlem'),
        ),
        migrations.AlterField(
            model_name='notificationchoice',
            name='pace',
            field=models.CharField(choices=[('at_once', 'Med det samme'), ('weekly', 'Samlet én gang om ugen'), ('never', 'Aldrig')], max_length=8, verbose_name='hvornår'),
        ),
        SetTriggers({
            'notificationchoice': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_notificationchoiceevent" ("id", "kind", "member_id", "pace", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."kind", NEW."member_id", NEW."pace", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='eb9e82b8fbbf9d9cfc8cc5963b161c99e25331ca', operation='INSERT', pgid='pgtrigger_insert_insert_40bb6', table='forum_notificationchoice', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "forum_notificationchoiceevent" ("id", "kind", "member_id", "pace", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."kind", NEW."member_id", NEW."pace", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='e34f39ca27ddb442cf53c0abd86cfa63118f65bd', operation='UPDATE', pgid='pgtrigger_update_update_cf9e8', table='forum_notificationchoice', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_notificationchoiceevent" ("id", "kind", "member_id", "pace", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."kind", OLD."member_id", OLD."pace", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='4c987cfd9aaab39b1b8dfce28ac9b4037d230c95', operation='DELETE', pgid='pgtrigger_delete_delete_41cd0', table='forum_notificationchoice', when='AFTER')),
            ],
            'notificationchoiceevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ae6c5d2b4ae06b084be66f45e5daab03a3b12d04', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4a476', table='forum_notificationchoiceevent', when='BEFORE')),
            ],
        }),
    ]
