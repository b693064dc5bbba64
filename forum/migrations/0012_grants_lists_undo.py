"""Grants, receiver lists, undo, copies to look at, own data as PDF, and how invitations are answered."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from forum.migrations._triggers import SetTriggers


class Migration(migrations.Migration):
    # Never released, but a database may have run them
    replaces = [
        ('forum', '0012_undo'),
        ('forum', '0013_grants'),
        ('forum', '0014_view_copies'),
        ('forum', '0015_undo_goes_to'),
        ('forum', '0016_lists'),
        ('forum', '0017_own_data_pdf'),
        ('forum', '0018_invitation_answers'),
    ]
    dependencies = [
        ('forum', '0011_loops_outside_the_log'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('guest', 'Gæst'), ('substitute', 'Stedfortræder til et møde')], max_length=10, verbose_name='hvad')),
                ('thing', models.CharField(max_length=60, verbose_name='hvortil')),
                ('thing_id', models.BigIntegerField(verbose_name='nummer')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('since', models.DateTimeField(verbose_name='fra')),
                ('until', models.DateTimeField(verbose_name='til')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='taget tilbage eller udløbet')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='givet af')),
                ('instead_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='i stedet for')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='hvem')),
            ],
            options={
                'verbose_name': 'adgang uden plads',
                'verbose_name_plural': 'adgange uden plads',
                'ordering': ['-since', 'pk'],
                'indexes': [models.Index(fields=['thing', 'thing_id'], name='grants_of_thing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('audience', 'secretariat'), _negated=True), name='grant_is_no_secretary'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='grant_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('instead_of__isnull', False), ('kind', 'substitute')), models.Q(models.Q(('kind', 'substitute'), _negated=True), ('instead_of', None)), _connector='OR'), name='substitute_for_somebody'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('kind', 'member', 'thing', 'thing_id'), name='one_grant_a_thing')],
            },
        ),
        migrations.CreateModel(
            name='GrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('guest', 'Gæst'), ('substitute', 'Stedfortræder til et møde')], max_length=10, verbose_name='hvad')),
                ('thing', models.CharField(max_length=60, verbose_name='hvortil')),
                ('thing_id', models.BigIntegerField(verbose_name='nummer')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('since', models.DateTimeField(verbose_name='fra')),
                ('until', models.DateTimeField(verbose_name='til')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='taget tilbage eller udløbet')),
                ('given_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='givet af')),
                ('instead_of', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='i stedet for')),
                ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hvem')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='forum.grant')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OwnDataPdf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bestilt')),
                ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_data_pdf', to='forum.storedfile', verbose_name='fil')),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='forum.job', verbose_name='arbejde i baggrunden')),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='own_data_pdf', to=settings.AUTH_USER_MODEL, verbose_name='medlem')),
            ],
            options={
                'verbose_name': 'egne data som PDF',
                'verbose_name_plural': 'egne data som PDF',
            },
        ),
        migrations.CreateModel(
            name='OwnDataPdfEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bestilt')),
                ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medlem')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='member_asked_at_events', to='forum.owndatapdf')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReceiverList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet')),
                ('name', models.CharField(max_length=60, verbose_name='navn')),
                ('addresses', django.contrib.postgres.fields.ArrayField(base_field=models.EmailField(max_length=254), blank=True, db_default=[], default=list, size=None, verbose_name='adresser uden for forummet')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('members', models.ManyToManyField(blank=True, related_name='receiver_lists', to=settings.AUTH_USER_MODEL, verbose_name='medlemmer')),
            ],
            options={
                'verbose_name': 'modtagerliste',
                'verbose_name_plural': 'modtagerlister',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('removed_at', None)), name='one_receiver_list_a_name')],
            },
        ),
        migrations.CreateModel(
            name='ReceiverListEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet')),
                ('name', models.CharField(max_length=60, verbose_name='navn')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='forum.receiverlist')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Undo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.UUIDField(unique=True)),
                ('verb', models.CharField(max_length=100)),
                ('thing', models.CharField(max_length=60)),
                ('thing_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('mails', models.PositiveIntegerField(default=0)),
                ('goes_to', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'kan fortrydes',
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('undone_at', None)), fields=['until'], name='undo_open')],
            },
        ),
        migrations.CreateModel(
            name='ViewCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 af originalen')),
                ('recipe', models.PositiveSmallIntegerField(default=1, verbose_name='opskrift')),
                ('why_not', models.CharField(blank=True, max_length=200, verbose_name='hvorfor ikke')),
                ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='view_copy', to='forum.storedfile', verbose_name='fil')),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='forum.job', verbose_name='arbejde i baggrunden')),
            ],
            options={
                'verbose_name': 'kopi til visning',
                'verbose_name_plural': 'kopier til visning',
                'constraints': [models.UniqueConstraint(fields=('sha256', 'recipe'), name='one_view_copy_a_content'), models.CheckConstraint(condition=models.Q(('file', None), ('why_not', ''), _connector='OR'), name='view_copy_or_why_not')],
            },
        ),
        migrations.AddField(
            model_name='invitation',
            name='answer',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='ord med svaret'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='besvaret'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='greeting',
            field=models.TextField(blank=True, db_default='', default='', max_length=600, verbose_name='personlig hilsen'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='opened_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='åbnet'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='påmindet'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='sent_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='sendt'),
        ),
        migrations.AddField(
            model_name='invitationevent',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='besvaret'),
        ),
        migrations.AddField(
            model_name='invitationevent',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='påmindet'),
        ),
        migrations.AddField(
            model_name='invitationevent',
            name='sent_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='sendt'),
        ),
        migrations.AddField(
            model_name='member',
            name='is_guest',
            field=models.BooleanField(db_default=False, default=False, verbose_name='uden plads'),
        ),
        migrations.AddField(
            model_name='member',
            name='undo_until',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='memberevent',
            name='is_guest',
            field=models.BooleanField(db_default=False, default=False, verbose_name='uden plads'),
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='act',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='to_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=120, verbose_name='navn'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='state',
            field=models.CharField(choices=[('sent', 'Sendt'), ('accepted', 'Taget imod'), ('declined', 'Nej tak'), ('withdrawn', 'Trukket tilbage')], default='sent', max_length=9, verbose_name='tilstand'),
        ),
        migrations.AlterField(
            model_name='invitationevent',
            name='state',
            field=models.CharField(choices=[('sent', 'Sendt'), ('accepted', 'Taget imod'), ('declined', 'Nej tak'), ('withdrawn', 'Trukket tilbage')], default='sent', max_length=9, verbose_name='tilstand'),
        ),
        migrations.AddIndex(
            model_name='outboxmail',
            index=models.Index(condition=models.Q(('act__isnull', False)), fields=['act'], name='outbox_of_act'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('is_guest', True), ('is_secretariat', True), _negated=True), name='secretariat_is_no_guest'),
        ),
        SetTriggers({
            'invitation': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_invitationevent" ("answered_at", "created_at", "email", "expires_at", "id", "invited_by_id", "is_secretariat", "is_substitute", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "seat_id", "sent_at", "state") VALUES (NEW."answered_at", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."is_secretariat", NEW."is_substitute", NEW."member_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reminded_at", NEW."seat_id", NEW."sent_at", NEW."state"); RETURN NULL;', hash='71df7f6aebabe92f5f236a92436ffda6fa7a74e9', operation='INSERT', pgid='pgtrigger_insert_insert_e40a7', table='forum_invitation', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."is_secretariat" IS DISTINCT FROM (NEW."is_secretariat") OR OLD."is_substitute" IS DISTINCT FROM (NEW."is_substitute") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."seat_id" IS DISTINCT FROM (NEW."seat_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "forum_invitationevent" ("answered_at", "created_at", "email", "expires_at", "id", "invited_by_id", "is_secretariat", "is_substitute", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "seat_id", "sent_at", "state") VALUES (NEW."answered_at", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."is_secretariat", NEW."is_substitute", NEW."member_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reminded_at", NEW."seat_id", NEW."sent_at", NEW."state"); RETURN NULL;', hash='a95941a8f390f20ca0929a72f85364b34a635b08', operation='UPDATE', pgid='pgtrigger_update_update_72b7d', table='forum_invitation', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_invitationevent" ("answered_at", "created_at", "email", "expires_at", "id", "invited_by_id", "is_secretariat", "is_substitute", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "seat_id", "sent_at", "state") VALUES (OLD."answered_at", OLD."created_at", OLD."email", OLD."expires_at", OLD."id", OLD."invited_by_id", OLD."is_secretariat", OLD."is_substitute", OLD."member_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reminded_at", OLD."seat_id", OLD."sent_at", OLD."state"); RETURN NULL;', hash='bc50ba914dc25f81fa73841b99dd79f2b9f1e261', operation='DELETE', pgid='pgtrigger_delete_delete_4669c', table='forum_invitation', when='AFTER')),
            ],
            'member': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_memberevent" ("competences", "email", "id", "is_active", "is_guest", "is_secretariat", "joined_at", "left_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "picture_id", "pseudonymised_at", "title", "welcomed_at") VALUES (NEW."competences", NEW."email", NEW."id", NEW."is_active", NEW."is_guest", NEW."is_secretariat", NEW."joined_at", NEW."left_at", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."picture_id", NEW."pseudonymised_at", NEW."title", NEW."welcomed_at"); RETURN NULL;', hash='316957fd27aa65529293a316c634a7e7f8a7361c', operation='INSERT', pgid='pgtrigger_insert_insert_a1780', table='forum_member', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."competences" IS DISTINCT FROM (NEW."competences") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_guest" IS DISTINCT FROM (NEW."is_guest") OR OLD."is_secretariat" IS DISTINCT FROM (NEW."is_secretariat") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."left_at" IS DISTINCT FROM (NEW."left_at") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."picture_id" IS DISTINCT FROM (NEW."picture_id") OR OLD."pseudonymised_at" IS DISTINCT FROM (NEW."pseudonymised_at") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."welcomed_at" IS DISTINCT FROM (NEW."welcomed_at"))', func='INSERT INTO "forum_memberevent" ("competences", "email", "id", "is_active", "is_guest", "is_secretariat", "joined_at", "left_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "picture_id", "pseudonymised_at", "title", "welcomed_at") VALUES (NEW."competences", NEW."email", NEW."id", NEW."is_active", NEW."is_guest", NEW."is_secretariat", NEW."joined_at", NEW."left_at", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."picture_id", NEW."pseudonymised_at", NEW."title", NEW."welcomed_at"); RETURN NULL;', hash='748d7300a8260510536915af22eba79e0051f444', operation='UPDATE', pgid='pgtrigger_update_update_25a17', table='forum_member', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_memberevent" ("competences", "email", "id", "is_active", "is_guest", "is_secretariat", "joined_at", "left_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "picture_id", "pseudonymised_at", "title", "welcomed_at") VALUES (OLD."competences", OLD."email", OLD."id", OLD."is_active", OLD."is_guest", OLD."is_secretariat", OLD."joined_at", OLD."left_at", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."picture_id", OLD."pseudonymised_at", OLD."title", OLD."welcomed_at"); RETURN NULL;', hash='40c17a64c2a185dba73eea6d97ec385290d576fc', operation='DELETE', pgid='pgtrigger_delete_delete_a899d', table='forum_member', when='AFTER')),
            ],
            'grant': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_grantevent" ("audience", "ended_at", "given_by_id", "id", "instead_of_id", "kind", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "thing", "thing_id", "until") VALUES (NEW."audience", NEW."ended_at", NEW."given_by_id", NEW."id", NEW."instead_of_id", NEW."kind", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."thing", NEW."thing_id", NEW."until"); RETURN NULL;', hash='1ec22580d3d67881852b67be5eca42dae6312891', operation='INSERT', pgid='pgtrigger_insert_insert_d896a', table='forum_grant', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "forum_grantevent" ("audience", "ended_at", "given_by_id", "id", "instead_of_id", "kind", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "thing", "thing_id", "until") VALUES (NEW."audience", NEW."ended_at", NEW."given_by_id", NEW."id", NEW."instead_of_id", NEW."kind", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."thing", NEW."thing_id", NEW."until"); RETURN NULL;', hash='46f4aed0ec6414f0af68d01a3e25d66de28295a2', operation='UPDATE', pgid='pgtrigger_update_update_cb0af', table='forum_grant', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_grantevent" ("audience", "ended_at", "given_by_id", "id", "instead_of_id", "kind", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "thing", "thing_id", "until") VALUES (OLD."audience", OLD."ended_at", OLD."given_by_id", OLD."id", OLD."instead_of_id", OLD."kind", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."thing", OLD."thing_id", OLD."until"); RETURN NULL;', hash='934f1d8cd38f428775a775fb7cd795e94fa4ca82', operation='DELETE', pgid='pgtrigger_delete_delete_dceaa', table='forum_grant', when='AFTER')),
            ],
            'grantevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e1a725edcb47205edef24b65cb5f07d8169fb067', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cf3d0', table='forum_grantevent', when='BEFORE')),
            ],
            'owndatapdf': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_owndatapdfevent" ("asked_at", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."asked_at", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='e8bda4daa88dfaed03583b0b24fba18b9d8c29f7', operation='INSERT', pgid='pgtrigger_insert_insert_97aa3', table='forum_owndatapdf', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id"))', func='INSERT INTO "forum_owndatapdfevent" ("asked_at", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."asked_at", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='caa29fc64b2405dcd0e1c080ae352284ae93833d', operation='UPDATE', pgid='pgtrigger_update_update_ab787', table='forum_owndatapdf', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_owndatapdfevent" ("asked_at", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."asked_at", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='3a9185e5a2c90fa0310465030a74a35436f69b7a', operation='DELETE', pgid='pgtrigger_delete_delete_27eb3', table='forum_owndatapdf', when='AFTER')),
            ],
            'owndatapdfevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f49e48d3bef0ed523db0e47f18a8cc4cb75b513d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ebf08', table='forum_owndatapdfevent', when='BEFORE')),
            ],
            'receiverlist': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_receiverlistevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "revision") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."revision"); RETURN NULL;', hash='d57b7cfeae9c956ec64167c8c0fc27b858144c04', operation='INSERT', pgid='pgtrigger_insert_insert_a0f5b', table='forum_receiverlist', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."revision" IS DISTINCT FROM (NEW."revision"))', func='INSERT INTO "forum_receiverlistevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "revision") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at", NEW."revision"); RETURN NULL;', hash='45a8e67cb84124932e06a3cb9935e6b66720da3b', operation='UPDATE', pgid='pgtrigger_update_update_d2e3b', table='forum_receiverlist', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_receiverlistevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "revision") VALUES (OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."revision"); RETURN NULL;', hash='6c6f64ca593fc336c9e186fa6eaf3fdbb7d06a2d', operation='DELETE', pgid='pgtrigger_delete_delete_b647e', table='forum_receiverlist', when='AFTER')),
            ],
            'receiverlistevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='89772de291a23331a19d4402ab3b7332d3fbd32f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_61cbc', table='forum_receiverlistevent', when='BEFORE')),
            ],
        }),
    ]
