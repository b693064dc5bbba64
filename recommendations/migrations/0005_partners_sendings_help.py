"""Partners and deliveries with their history, sendings of reports, handles, and asking the forum for help."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from forum.migrations._triggers import SetTriggers


class Migration(migrations.Migration):
    # Never released, but a database may have run them
    replaces = [
        ('recommendations', '0005_report_editions'),
        ('recommendations', '0006_undo'),
        ('recommendations', '0007_handle_and_help'),
        ('recommendations', '0008_lists'),
    ]
    dependencies = [
        ('forum', '0012_grants_lists_undo'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('recommendations', '0004_stored_vectors'),
    ]

    operations = [
        # The table is there: Django made it for the relation, and it gets a model that has a history
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='AreaPartner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='recommendations.area', verbose_name='innovationsområde')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.organisation', verbose_name='kommune')),
                    ],
                    options={
                        'verbose_name': 'deltagende kommune',
                        'verbose_name_plural': 'deltagende kommuner',
                        'db_table': 'recommendations_area_partners',
                        'unique_together': {('area', 'organisation')},
                    },
                ),
                migrations.AlterField(
                    model_name='area',
                    name='partners',
                    field=models.ManyToManyField(blank=True, related_name='partner_areas', through='recommendations.AreaPartner', to='forum.organisation', verbose_name='deltagende kommuner'),
                ),
            ],
        ),
        migrations.CreateModel(
            name='AreaPartnerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recommendations.area', verbose_name='innovationsområde')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.organisation', verbose_name='kommune')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recommendations.areapartner')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportDeliveryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('as_link', models.BooleanField(default=False, verbose_name='som link')),
                ('is_vouched', models.BooleanField(default=False, verbose_name='sekretariatet indestår for modtageren')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='afsendt')),
                ('mail', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.outboxmail', verbose_name='mail')),
                ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medlem')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recommendations.reportdelivery')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recommendations.report', verbose_name='rapport')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pages', models.PositiveSmallIntegerField(verbose_name='sider')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report_edition', to='forum.storedfile', verbose_name='fil')),
                ('readers', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='læsere')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='recommendations.report', verbose_name='rapport')),
            ],
            options={
                'verbose_name': 'udgave af rapport',
                'verbose_name_plural': 'udgaver af rapporter',
            },
        ),
        migrations.CreateModel(
            name='ReportSending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='grupper')),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='enkelte personer')),
                ('lists', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='lister')),
                ('addresses', django.contrib.postgres.fields.ArrayField(base_field=models.EmailField(max_length=254), blank=True, db_default=[], default=list, size=None, verbose_name='adresser')),
                ('is_vouched', models.BooleanField(default=False, verbose_name='sekretariatet indestår for modtagerne')),
                ('as_link', models.BooleanField(default=False, verbose_name='som link')),
                ('letter', models.TextField(blank=True, verbose_name='hilsen')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sendt')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sendt af')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='recommendations.report', verbose_name='rapport')),
            ],
            options={
                'verbose_name': 'udsendelse af rapport',
                'verbose_name_plural': 'udsendelser af rapporter',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportSendingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='grupper')),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='enkelte personer')),
                ('lists', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='lister')),
                ('is_vouched', models.BooleanField(default=False, verbose_name='sekretariatet indestår for modtagerne')),
                ('as_link', models.BooleanField(default=False, verbose_name='som link')),
                ('letter', models.TextField(blank=True, verbose_name='hilsen')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sendt')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sendt af')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recommendations.reportsending')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recommendations.report', verbose_name='rapport')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='areaupdate',
            name='asks_for_help',
            field=models.BooleanField(db_default=False, default=False, verbose_name='beder forummet om hjælp'),
        ),
        migrations.AddField(
            model_name='areaupdateevent',
            name='asks_for_help',
            field=models.BooleanField(db_default=False, default=False, verbose_name='beder forummet om hjælp'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='handle',
            field=models.CharField(blank=True, db_default='', default='', max_length=24, verbose_name='kort navn'),
        ),
        migrations.AddField(
            model_name='recommendationevent',
            name='handle',
            field=models.CharField(blank=True, db_default='', default='', max_length=24, verbose_name='kort navn'),
        ),
        migrations.AlterField(
            model_name='area',
            name='state',
            field=models.CharField(choices=[('proposed', 'Foreslået'), ('prioritised', 'Prioriteret'), ('delegated', 'Uddelegeret'), ('need', 'Behov'), ('market_dialogue', 'Markedsdialog'), ('tender', 'Udbud'), ('innovation', 'Innovationsforløb'), ('purchase', 'Indkøb'), ('effect', 'Effekt og spredning'), ('closed', 'Afsluttet'), ('stopped', 'Stoppet')], default='proposed', max_length=15, verbose_name='fase'),
        ),
        migrations.AlterField(
            model_name='area',
            name='stop_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='hvorfor stoppet'),
        ),
        migrations.AlterField(
            model_name='areaevent',
            name='state',
            field=models.CharField(choices=[('proposed', 'Foreslået'), ('prioritised', 'Prioriteret'), ('delegated', 'Uddelegeret'), ('need', 'Behov'), ('market_dialogue', 'Markedsdialog'), ('tender', 'Udbud'), ('innovation', 'Innovationsforløb'), ('purchase', 'Indkøb'), ('effect', 'Effekt og spredning'), ('closed', 'Afsluttet'), ('stopped', 'Stoppet')], default='proposed', max_length=15, verbose_name='fase'),
        ),
        migrations.AlterField(
            model_name='areaevent',
            name='stop_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='hvorfor stoppet'),
        ),
        SetTriggers({
            'areaupdate': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_areaupdateevent" ("area_id", "asks_for_help", "by_id", "colour", "date", "id", "next_step", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sentence") VALUES (NEW."area_id", NEW."asks_for_help", NEW."by_id", NEW."colour", NEW."date", NEW."id", NEW."next_step", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."sentence"); RETURN NULL;', hash='5a8a9902184964b0e77e13688014108774fe612e', operation='INSERT', pgid='pgtrigger_insert_insert_fb89f', table='recommendations_areaupdate', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recommendations_areaupdateevent" ("area_id", "asks_for_help", "by_id", "colour", "date", "id", "next_step", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sentence") VALUES (NEW."area_id", NEW."asks_for_help", NEW."by_id", NEW."colour", NEW."date", NEW."id", NEW."next_step", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at", NEW."sentence"); RETURN NULL;', hash='b95d9a9989e1b34bdc5405b09b161722388a6da4', operation='UPDATE', pgid='pgtrigger_update_update_d3441', table='recommendations_areaupdate', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_areaupdateevent" ("area_id", "asks_for_help", "by_id", "colour", "date", "id", "next_step", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sentence") VALUES (OLD."area_id", OLD."asks_for_help", OLD."by_id", OLD."colour", OLD."date", OLD."id", OLD."next_step", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."sentence"); RETURN NULL;', hash='60d8d83e7189993c1f0d42ae06a424949b7e2afb', operation='DELETE', pgid='pgtrigger_delete_delete_ca04d', table='recommendations_areaupdate', when='AFTER')),
            ],
            'recommendation': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_recommendationevent" ("audience", "handle", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "superseded_by_id", "text", "version", "why") VALUES (NEW."audience", NEW."handle", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."source_date", NEW."state", NEW."superseded_by_id", NEW."text", NEW."version", NEW."why"); RETURN NULL;', hash='3778adfe8d31e5fe956ca9ecbd8ffd8e25a0dbef', operation='INSERT', pgid='pgtrigger_insert_insert_d6b9e', table='recommendations_recommendation', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recommendations_recommendationevent" ("audience", "handle", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "superseded_by_id", "text", "version", "why") VALUES (NEW."audience", NEW."handle", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."source_date", NEW."state", NEW."superseded_by_id", NEW."text", NEW."version", NEW."why"); RETURN NULL;', hash='c9d91db998101896830eeb80899c06df20cb1137', operation='UPDATE', pgid='pgtrigger_update_update_f7db8', table='recommendations_recommendation', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_recommendationevent" ("audience", "handle", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "superseded_by_id", "text", "version", "why") VALUES (OLD."audience", OLD."handle", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."source_date", OLD."state", OLD."superseded_by_id", OLD."text", OLD."version", OLD."why"); RETURN NULL;', hash='df6f52c9f7bf4307fb4504f54d296aaa1944b50e', operation='DELETE', pgid='pgtrigger_delete_delete_540f8', table='recommendations_recommendation', when='AFTER')),
            ],
            'reportdelivery': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_reportdeliveryevent" ("as_link", "at", "id", "is_vouched", "mail_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (NEW."as_link", NEW."at", NEW."id", NEW."is_vouched", NEW."mail_id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."report_id"); RETURN NULL;', hash='216aa03c43c133158c7fbd6b99736cd00d69869c', operation='INSERT', pgid='pgtrigger_insert_insert_dcc0e', table='recommendations_reportdelivery', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."as_link" IS DISTINCT FROM (NEW."as_link") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_vouched" IS DISTINCT FROM (NEW."is_vouched") OR OLD."mail_id" IS DISTINCT FROM (NEW."mail_id") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id"))', func='INSERT INTO "recommendations_reportdeliveryevent" ("as_link", "at", "id", "is_vouched", "mail_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (NEW."as_link", NEW."at", NEW."id", NEW."is_vouched", NEW."mail_id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."report_id"); RETURN NULL;', hash='f8bfcca5ce465d78e5a09538da42c344de40bc55', operation='UPDATE', pgid='pgtrigger_update_update_a4223', table='recommendations_reportdelivery', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_reportdeliveryevent" ("as_link", "at", "id", "is_vouched", "mail_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (OLD."as_link", OLD."at", OLD."id", OLD."is_vouched", OLD."mail_id", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."report_id"); RETURN NULL;', hash='7731690953367777567f30a38e8bd7cfb7d10699', operation='DELETE', pgid='pgtrigger_delete_delete_1259d', table='recommendations_reportdelivery', when='AFTER')),
            ],
            'areapartner': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_areapartnerevent" ("area_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."area_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='a93c05988ad3ac1e93db681ccf74ec7ee291aa29', operation='INSERT', pgid='pgtrigger_insert_insert_70bf9', table='recommendations_area_partners', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recommendations_areapartnerevent" ("area_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."area_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='735b17d525217d2866b94c7e8e39adeb555c94ee', operation='UPDATE', pgid='pgtrigger_update_update_b5286', table='recommendations_area_partners', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_areapartnerevent" ("area_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."area_id", OLD."id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='7e8b674959be09f05787e62a004ce0b8d390082d', operation='DELETE', pgid='pgtrigger_delete_delete_7ace4', table='recommendations_area_partners', when='AFTER')),
            ],
            'areapartnerevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='463edf86f2446ebd0651e508c0debc86e8368af7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c2ea1', table='recommendations_areapartnerevent', when='BEFORE')),
            ],
            'reportdeliveryevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f5cad3f4d012d7b6f70bacf4567245781e4ed1b1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f1093', table='recommendations_reportdeliveryevent', when='BEFORE')),
            ],
            'reportsending': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_reportsendingevent" ("as_link", "at", "by_id", "groups", "id", "is_vouched", "letter", "lists", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (NEW."as_link", NEW."at", NEW."by_id", NEW."groups", NEW."id", NEW."is_vouched", NEW."letter", NEW."lists", NEW."people", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."report_id"); RETURN NULL;', hash='0a9fb31c5c9ee39eb266f987c592fb0b4b2466a8', operation='INSERT', pgid='pgtrigger_insert_insert_ee0f2', table='recommendations_reportsending', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."as_link" IS DISTINCT FROM (NEW."as_link") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."groups" IS DISTINCT FROM (NEW."groups") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_vouched" IS DISTINCT FROM (NEW."is_vouched") OR OLD."letter" IS DISTINCT FROM (NEW."letter") OR OLD."lists" IS DISTINCT FROM (NEW."lists") OR OLD."people" IS DISTINCT FROM (NEW."people") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id"))', func='INSERT INTO "recommendations_reportsendingevent" ("as_link", "at", "by_id", "groups", "id", "is_vouched", "letter", "lists", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (NEW."as_link", NEW."at", NEW."by_id", NEW."groups", NEW."id", NEW."is_vouched", NEW."letter", NEW."lists", NEW."people", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."report_id"); RETURN NULL;', hash='37ba46420cb021e03207aeffa46a1ee34ef50e27', operation='UPDATE', pgid='pgtrigger_update_update_50f67', table='recommendations_reportsending', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_reportsendingevent" ("as_link", "at", "by_id", "groups", "id", "is_vouched", "letter", "lists", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (OLD."as_link", OLD."at", OLD."by_id", OLD."groups", OLD."id", OLD."is_vouched", OLD."letter", OLD."lists", OLD."people", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."report_id"); RETURN NULL;', hash='de5cb7843dfeb0d78fe4172092b1e4e064183cf7', operation='DELETE', pgid='pgtrigger_delete_delete_1ba45', table='recommendations_reportsending', when='AFTER')),
            ],
            'reportsendingevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c3685540395eb70a0fc5f3a22964877396200b61', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_40982', table='recommendations_reportsendingevent', when='BEFORE')),
            ],
        }),
    ]
