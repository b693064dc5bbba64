import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from forum.migrations._triggers import install_all


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('forum', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='nummer')),
                ('text', models.TextField(verbose_name='ordlyd')),
                ('why', models.TextField(blank=True, verbose_name='hvorfor')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'Kladde'), ('preliminary', 'Foreløbig'), ('consultation', 'I høring'), ('proposed', 'Indstillet'), ('adopted', 'Vedtaget'), ('revision', 'Under revision'), ('superseded', 'Afløst'), ('retired', 'Udgået')], default='draft', max_length=12, verbose_name='tilstand')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='public', max_length=12, verbose_name='kan læses af')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='kilde')),
                ('source_date', models.DateField(blank=True, null=True, verbose_name='kildens dato')),
                ('superseded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='recommendations.recommendation', verbose_name='afløst af')),
            ],
            options={
                'verbose_name': 'anbefaling',
                'verbose_name_plural': 'anbefalinger',
                'ordering': ['number'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('text', config='danish', weight='A'), '||', django.contrib.postgres.search.SearchVector('why', config='danish', weight='B'), django.contrib.postgres.search.SearchConfig('danish')), name='recommendation_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'superseded'), ('superseded_by__isnull', False)), models.Q(models.Q(('state', 'superseded'), _negated=True), ('superseded_by', None)), _connector='OR'), name='superseded_by_what')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_recommendationevent" ("audience", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "superseded_by_id", "text", "version", "why") VALUES (NEW."audience", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."source_date", NEW."state", NEW."superseded_by_id", NEW."text", NEW."version", NEW."why"); RETURN NULL;', hash='fff7dbe2333e287253f0e77cbaba589feb457332', operation='INSERT', pgid='pgtrigger_insert_insert_d6b9e', table='recommendations_recommendation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recommendations_recommendationevent" ("audience", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "superseded_by_id", "text", "version", "why") VALUES (NEW."audience", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."source_date", NEW."state", NEW."superseded_by_id", NEW."text", NEW."version", NEW."why"); RETURN NULL;', hash='9a54b494c111266d84a27a07605cd6bd4078d4f9', operation='UPDATE', pgid='pgtrigger_update_update_f7db8', table='recommendations_recommendation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_recommendationevent" ("audience", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "source_date", "state", "superseded_by_id", "text", "version", "why") VALUES (OLD."audience", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."source_date", OLD."state", OLD."superseded_by_id", OLD."text", OLD."version", OLD."why"); RETURN NULL;', hash='d90ca5a4e056319e4016dd154dfa9cec71f4638b', operation='DELETE', pgid='pgtrigger_delete_delete_540f8', table='recommendations_recommendation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('anbefalinger', 'Anbefalingsrapport')], default='anbefalinger', max_length=20, verbose_name='rapport')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('state', models.CharField(choices=[('waiting', 'Bestilt'), ('running', 'Bliver lavet'), ('ready', 'Klar'), ('failed', 'Mislykkedes')], default='waiting', max_length=8, verbose_name='tilstand')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='færdig')),
                ('step', models.CharField(blank=True, max_length=80, verbose_name='i gang med')),
                ('error', models.TextField(blank=True, verbose_name='fejl')),
                ('pages', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sider')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bestilt')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='påbegyndt')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='forsøg')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='færdig')),
                ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report', to='forum.storedfile', verbose_name='fil')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='bestilt af')),
            ],
            options={
                'verbose_name': 'rapport',
                'verbose_name_plural': 'rapporter',
                'ordering': ['-requested_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('state', 'ready')), models.Q(models.Q(('state', 'ready'), _negated=True), ('file', None)), _connector='OR'), name='ready_report_has_file')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_reportevent" ("attempts", "audience", "error", "file_id", "finished_at", "id", "kind", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "started_at", "state") VALUES (NEW."attempts", NEW."audience", NEW."error", NEW."file_id", NEW."finished_at", NEW."id", NEW."kind", NEW."pages", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."requested_at", NEW."requested_by_id", NEW."started_at", NEW."state"); RETURN NULL;', hash='2293d370a09d2515fda733a3f284662437af9c2a', operation='INSERT', pgid='pgtrigger_insert_insert_a3bc0', table='recommendations_report', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."error" IS DISTINCT FROM (NEW."error") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."pages" IS DISTINCT FROM (NEW."pages") OR OLD."requested_at" IS DISTINCT FROM (NEW."requested_at") OR OLD."requested_by_id" IS DISTINCT FROM (NEW."requested_by_id") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "recommendations_reportevent" ("attempts", "audience", "error", "file_id", "finished_at", "id", "kind", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "started_at", "state") VALUES (NEW."attempts", NEW."audience", NEW."error", NEW."file_id", NEW."finished_at", NEW."id", NEW."kind", NEW."pages", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."requested_at", NEW."requested_by_id", NEW."started_at", NEW."state"); RETURN NULL;', hash='a958e88fcf4bde735861eac3db617c646e6153b4', operation='UPDATE', pgid='pgtrigger_update_update_8a80f', table='recommendations_report', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_reportevent" ("attempts", "audience", "error", "file_id", "finished_at", "id", "kind", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "started_at", "state") VALUES (OLD."attempts", OLD."audience", OLD."error", OLD."file_id", OLD."finished_at", OLD."id", OLD."kind", OLD."pages", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."requested_at", OLD."requested_by_id", OLD."started_at", OLD."state"); RETURN NULL;', hash='c251498b99e5231176ae73ca12a15139e27148a2', operation='DELETE', pgid='pgtrigger_delete_delete_b75e7', table='recommendations_report', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='titel')),
                ('slug', models.SlugField(max_length=130, unique=True, verbose_name='adresse')),
                ('description', models.TextField(verbose_name='hvad det går ud på')),
                ('state', models.CharField(choices=[('proposed', 'Foreslået'), ('prioritised', 'Prioriteret'), ('delegated', 'Uddelegeret'), ('need', 'Behov'), ('market_dialogue', 'Markedsdialog'), ('tender', 'Udbud'), ('innovation', 'Innovationsforløb'), ('purchase', 'Indkøb'), ('effect', 'Effekt og spredning'), ('closed', 'Afsluttet'), ('stopped', 'Standset')], default='proposed', max_length=15, verbose_name='fase')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('proposed_on', models.DateField(verbose_name='foreslået den')),
                ('delegated_on', models.DateField(blank=True, null=True, verbose_name='uddelegeret den')),
                ('stop_reason', models.CharField(blank=True, max_length=300, verbose_name='hvorfor standset')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_areas', to='forum.organisation', verbose_name='tovholderkommune')),
                ('partners', models.ManyToManyField(blank=True, related_name='partner_areas', to='forum.organisation', verbose_name='deltagende kommuner')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposed_areas', to='forum.organisation', verbose_name='foreslået af')),
                ('recommendation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='recommendations.recommendation', verbose_name='anbefaling')),
            ],
            options={
                'verbose_name': 'innovationsområde',
                'verbose_name_plural': 'innovationsområder',
                'ordering': ['title'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='danish', weight='A'), '||', django.contrib.postgres.search.SearchVector('description', config='danish', weight='B'), django.contrib.postgres.search.SearchConfig('danish')), name='area_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'prioritised', 'stopped']), models.Q(('delegated_on__isnull', False), ('lead__isnull', False)), _connector='OR'), name='delegated_area_has_lead'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'stopped'), models.Q(('stop_reason', ''), _negated=True)), models.Q(models.Q(('state', 'stopped'), _negated=True), ('stop_reason', '')), _connector='OR'), name='stopped_area_says_why')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_areaevent" ("audience", "delegated_on", "description", "id", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "proposed_on", "recommendation_id", "slug", "state", "stop_reason", "title") VALUES (NEW."audience", NEW."delegated_on", NEW."description", NEW."id", NEW."lead_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_by_id", NEW."proposed_on", NEW."recommendation_id", NEW."slug", NEW."state", NEW."stop_reason", NEW."title"); RETURN NULL;', hash='99b36a4ca78451d995a21af8f4dbd2f97c58e8be', operation='INSERT', pgid='pgtrigger_insert_insert_cac4b', table='recommendations_area', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recommendations_areaevent" ("audience", "delegated_on", "description", "id", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "proposed_on", "recommendation_id", "slug", "state", "stop_reason", "title") VALUES (NEW."audience", NEW."delegated_on", NEW."description", NEW."id", NEW."lead_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_by_id", NEW."proposed_on", NEW."recommendation_id", NEW."slug", NEW."state", NEW."stop_reason", NEW."title"); RETURN NULL;', hash='c197530e93967c83feae6eae40aa7043cc63eb97', operation='UPDATE', pgid='pgtrigger_update_update_42c53', table='recommendations_area', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_areaevent" ("audience", "delegated_on", "description", "id", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "proposed_on", "recommendation_id", "slug", "state", "stop_reason", "title") VALUES (OLD."audience", OLD."delegated_on", OLD."description", OLD."id", OLD."lead_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_by_id", OLD."proposed_on", OLD."recommendation_id", OLD."slug", OLD."state", OLD."stop_reason", OLD."title"); RETURN NULL;', hash='dbe402cc99716953d108e3a983feb983ccf1aeb2', operation='DELETE', pgid='pgtrigger_delete_delete_364a4', table='recommendations_area', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RecommendationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='nummer')),
                ('text', models.TextField(verbose_name='ordlyd')),
                ('why', models.TextField(blank=True, verbose_name='hvorfor')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'Kladde'), ('preliminary', 'Foreløbig'), ('consultation', 'I høring'), ('proposed', 'Indstillet'), ('adopted', 'Vedtaget'), ('revision', 'Under revision'), ('superseded', 'Afløst'), ('retired', 'Udgået')], default='draft', max_length=12, verbose_name='tilstand')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='public', max_length=12, verbose_name='kan læses af')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='kilde')),
                ('source_date', models.DateField(blank=True, null=True, verbose_name='kildens dato')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recommendations.recommendation')),
                ('superseded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recommendations.recommendation', verbose_name='afløst af')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='38188111013dac93ec26b35ec5f0f3717c5956bd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d81cd', table='recommendations_recommendationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RecommendationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('text', models.TextField(verbose_name='ordlyd')),
                ('why', models.TextField(blank=True, verbose_name='hvorfor')),
                ('date', models.DateField(verbose_name='dato')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='anledning')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='recommendations.recommendation', verbose_name='anbefaling')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versioner',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('recommendation', 'number'), name='one_version_a_number')],
            },
        ),
        migrations.CreateModel(
            name='ReportDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='mailadresse')),
                ('as_link', models.BooleanField(default=False, verbose_name='som link')),
                ('is_vouched', models.BooleanField(default=False, verbose_name='sekretariatet indestår for modtageren')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='afsendt')),
                ('mail', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='forum.outboxmail', verbose_name='mail')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='medlem')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='recommendations.report', verbose_name='rapport')),
            ],
            options={
                'verbose_name': 'modtager af rapport',
                'verbose_name_plural': 'modtagere af rapporter',
                'ordering': ['address'],
                'constraints': [models.UniqueConstraint(fields=('report', 'address'), name='one_delivery_an_address')],
            },
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('anbefalinger', 'Anbefalingsrapport')], default='anbefalinger', max_length=20, verbose_name='rapport')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('state', models.CharField(choices=[('waiting', 'Bestilt'), ('running', 'Bliver lavet'), ('ready', 'Klar'), ('failed', 'Mislykkedes')], default='waiting', max_length=8, verbose_name='tilstand')),
                ('error', models.TextField(blank=True, verbose_name='fejl')),
                ('pages', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sider')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bestilt')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='påbegyndt')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='forsøg')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='færdig')),
                ('file', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.storedfile', verbose_name='fil')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recommendations.report')),
                ('requested_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='bestilt af')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cbaacf800c95d408438c7626b4f35145781c76ad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cf631', table='recommendations_reportevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AreaUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('colour', models.CharField(choices=[('green', 'Følger planen'), ('yellow', 'Kræver opmærksomhed'), ('red', 'Gået i stå')], max_length=6, verbose_name='status')),
                ('sentence', models.CharField(max_length=300, verbose_name='status i én sætning')),
                ('next_step', models.CharField(max_length=300, verbose_name='næste skridt')),
                ('date', models.DateField(verbose_name='dato')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='recommendations.area', verbose_name='innovationsområde')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='skrevet af')),
            ],
            options={
                'verbose_name': 'status på et område',
                'verbose_name_plural': 'status på områder',
                'ordering': ['-date', '-pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('sentence', config='danish', weight='A'), '||', django.contrib.postgres.search.SearchVector('next_step', config='danish', weight='B'), django.contrib.postgres.search.SearchConfig('danish')), name='areaupdate_search')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_areaupdateevent" ("area_id", "by_id", "colour", "date", "id", "next_step", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence") VALUES (NEW."area_id", NEW."by_id", NEW."colour", NEW."date", NEW."id", NEW."next_step", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sentence"); RETURN NULL;', hash='3967d92afc6c23bc8a84864bcdacf83ba902875f', operation='INSERT', pgid='pgtrigger_insert_insert_fb89f', table='recommendations_areaupdate', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recommendations_areaupdateevent" ("area_id", "by_id", "colour", "date", "id", "next_step", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence") VALUES (NEW."area_id", NEW."by_id", NEW."colour", NEW."date", NEW."id", NEW."next_step", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sentence"); RETURN NULL;', hash='14bfe5402a724f1e9614118527bdd90c713de2bf', operation='UPDATE', pgid='pgtrigger_update_update_d3441', table='recommendations_areaupdate', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recommendations_areaupdateevent" ("area_id", "by_id", "colour", "date", "id", "next_step", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence") VALUES (OLD."area_id", OLD."by_id", OLD."colour", OLD."date", OLD."id", OLD."next_step", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sentence"); RETURN NULL;', hash='1bc1087bcec109c3592efdebd3f826347d35f33f', operation='DELETE', pgid='pgtrigger_delete_delete_ca04d', table='recommendations_areaupdate', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=120, verbose_name='titel')),
                ('slug', models.SlugField(db_index=False, max_length=130, verbose_name='adresse')),
                ('description', models.TextField(verbose_name='hvad det går ud på')),
                ('state', models.CharField(choices=[('proposed', 'Foreslået'), ('prioritised', 'Prioriteret'), ('delegated', 'Uddelegeret'), ('need', 'Behov'), ('market_dialogue', 'Markedsdialog'), ('tender', 'Udbud'), ('innovation', 'Innovationsforløb'), ('purchase', 'Indkøb'), ('effect', 'Effekt og spredning'), ('closed', 'Afsluttet'), ('stopped', 'Standset')], default='proposed', max_length=15, verbose_name='fase')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('proposed_on', models.DateField(verbose_name='foreslået den')),
                ('delegated_on', models.DateField(blank=True, null=True, verbose_name='uddelegeret den')),
                ('stop_reason', models.CharField(blank=True, max_length=300, verbose_name='hvorfor standset')),
                ('lead', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.organisation', verbose_name='tovholderkommune')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recommendations.area')),
                ('proposed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.organisation', verbose_name='foreslået af')),
                ('recommendation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recommendations.recommendation', verbose_name='anbefaling')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ffeebe044d2789bfbe7e74ecb2ab1da8e66f1507', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_df770', table='recommendations_areaevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AreaUpdateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('colour', models.CharField(choices=[('green', 'Følger planen'), ('yellow', 'Kræver opmærksomhed'), ('red', 'Gået i stå')], max_length=6, verbose_name='status')),
                ('sentence', models.CharField(max_length=300, verbose_name='status i én sætning')),
                ('next_step', models.CharField(max_length=300, verbose_name='næste skridt')),
                ('date', models.DateField(verbose_name='dato')),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recommendations.area', verbose_name='innovationsområde')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='skrevet af')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recommendations.areaupdate')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3f600d9086645ef6c0555d732838ca7278435d08', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ebee2', table='recommendations_areaupdateevent', when='BEFORE'))],
            },
        ),
        install_all('recommendations'),
    ]
