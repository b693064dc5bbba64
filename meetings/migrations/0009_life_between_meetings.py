"""Guests, substitutes, messages, wishes, pauses, versions of attachments, and actions that go on after the minutes."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from forum.migrations._triggers import SetTriggers


class Migration(migrations.Migration):
    # Never released, but a database may have run them
    replaces = [
        ('meetings', '0009_no_remarks'),
        ('meetings', '0010_actions_after_the_minutes'),
        ('meetings', '0011_sent_text'),
        ('meetings', '0012_greeting'),
        ('meetings', '0013_minutes_pdf_history'),
        ('meetings', '0014_steps_of_actions'),
        ('meetings', '0015_plan_removed'),
        ('meetings', '0016_substitute_with_address'),
        ('meetings', '0017_words_of_states'),
        ('meetings', '0018_pauses_versions_standard'),
        ('meetings', '0019_messages'),
        ('meetings', '0020_wishes'),
        ('meetings', '0021_meeting_created'),
        ('meetings', '0022_guests'),
    ]
    dependencies = [
        ('forum', '0012_grants_lists_undo'),
        ('meetings', '0008_longer_links'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('created', 'Oprettet'), ('due', 'Ny frist'), ('owner', 'Givet videre'), ('started', 'I gang'), ('done', 'Udført'), ('lapsed', 'Ikke længere aktuel'), ('open', 'Åbnet igen'), ('reminded', 'Mindet om opgaven'), ('note', 'Note')], max_length=8, verbose_name='hvad')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('due', models.DateField(blank=True, null=True, verbose_name='ny frist')),
                ('via', models.CharField(blank=True, max_length=10, verbose_name='ad hvilken vej')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='hvornår')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='meetings.action', verbose_name='opgave')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='af')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forum.seat', verbose_name='ny ansvarlig')),
            ],
            options={
                'verbose_name': 'skridt i opgave',
                'verbose_name_plural': 'skridt i opgaver',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ActionStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('created', 'Oprettet'), ('due', 'Ny frist'), ('owner', 'Givet videre'), ('started', 'I gang'), ('done', 'Udført'), ('lapsed', 'Ikke længere aktuel'), ('open', 'Åbnet igen'), ('reminded', 'Mindet om opgaven'), ('note', 'Note')], max_length=8, verbose_name='hvad')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('due', models.DateField(blank=True, null=True, verbose_name='ny frist')),
                ('via', models.CharField(blank=True, max_length=10, verbose_name='ad hvilken vej')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='hvornår')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.action', verbose_name='opgave')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='af')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.seat', verbose_name='ny ansvarlig')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.actionstep')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AttachmentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('was_released', models.BooleanField(default=False, verbose_name='var frigivet')),
                ('renewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='var selv ny version')),
                ('replaced_at', models.DateTimeField(verbose_name='afløst')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lagt op af')),
                ('attachment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='meetings.attachment', verbose_name='bilag')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attachment_version', to='forum.storedfile', verbose_name='fil')),
            ],
            options={
                'verbose_name': 'tidligere version af bilag',
                'verbose_name_plural': 'tidligere versioner af bilag',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('attachment', 'number'), name='one_file_a_version')],
            },
        ),
        migrations.CreateModel(
            name='AttachmentVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('was_released', models.BooleanField(default=False, verbose_name='var frigivet')),
                ('renewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='var selv ny version')),
                ('replaced_at', models.DateTimeField(verbose_name='afløst')),
                ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lagt op af')),
                ('attachment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.attachment', verbose_name='bilag')),
                ('file', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.storedfile', verbose_name='fil')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.attachmentversion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet')),
                ('name', models.CharField(max_length=120, verbose_name='navn')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('is_online', models.BooleanField(default=False, verbose_name='deltager online')),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Kommer'), ('online', 'Er med online'), ('no', 'Kommer ikke')], max_length=6, verbose_name='svar')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='svaret den')),
                ('via', models.CharField(blank=True, choices=[('page', 'på siden'), ('mail', 'via link i mail'), ('secretariat', 'af sekretariatet')], max_length=11, verbose_name='svaret hvordan')),
                ('was_present', models.BooleanField(blank=True, null=True, verbose_name='var til stede')),
                ('invited_at', models.DateTimeField(verbose_name='inviteret')),
                ('told_begins', models.DateTimeField(blank=True, null=True, verbose_name='begynder')),
                ('told_ends', models.DateTimeField(blank=True, null=True, verbose_name='slutter')),
                ('sequence', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='inviteret af')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='meetings.meeting', verbose_name='møde')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guest_at', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'gæst',
                'verbose_name_plural': 'gæster',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('member__isnull', False), ('removed_at', None)), fields=('meeting', 'member'), name='one_guest_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('told_begins', None), ('told_ends', None)), models.Q(('told_begins__isnull', False), ('told_ends__isnull', False)), _connector='OR'), name='guest_is_told_from_and_to')],
            },
        ),
        migrations.CreateModel(
            name='GuestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet')),
                ('name', models.CharField(max_length=120, verbose_name='navn')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('audience', models.CharField(choices=[('public', 'Offentlig'), ('members', 'Hele forummet'), ('authorities', 'Kun ordregivere'), ('secretariat', 'Kun sekretariatet')], default='members', max_length=12, verbose_name='kan læses af')),
                ('is_online', models.BooleanField(default=False, verbose_name='deltager online')),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Kommer'), ('online', 'Er med online'), ('no', 'Kommer ikke')], max_length=6, verbose_name='svar')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='svaret den')),
                ('via', models.CharField(blank=True, choices=[('page', 'på siden'), ('mail', 'via link i mail'), ('secretariat', 'af sekretariatet')], max_length=11, verbose_name='svaret hvordan')),
                ('was_present', models.BooleanField(blank=True, null=True, verbose_name='var til stede')),
                ('invited_at', models.DateTimeField(verbose_name='inviteret')),
                ('told_begins', models.DateTimeField(blank=True, null=True, verbose_name='begynder')),
                ('told_ends', models.DateTimeField(blank=True, null=True, verbose_name='slutter')),
                ('sequence', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('invited_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='inviteret af')),
                ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting', verbose_name='møde')),
                ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.guest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GuestItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.guest')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.agendaitem')),
            ],
            options={
                'verbose_name': 'gæst ved punkt',
                'verbose_name_plural': 'gæster ved punkter',
                'constraints': [models.UniqueConstraint(fields=('guest', 'item'), name='one_guest_an_item')],
            },
        ),
        migrations.CreateModel(
            name='GuestItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('guest', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.guest')),
                ('item', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.agendaitem')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.guestitem')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet')),
                ('to', models.CharField(choices=[('all', 'alle'), ('coming', 'dem, der kommer'), ('silent', 'dem, der ikke har svaret'), ('present', 'dem, der var med'), ('authorities', 'ordregiverne'), ('suppliers', 'leverandørerne'), ('ski', 'SKI'), ('list', 'en liste')], max_length=11, verbose_name='til')),
                ('subject', models.CharField(max_length=120, verbose_name='emne')),
                ('text', models.TextField(verbose_name='besked')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='skrevet')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sendt')),
                ('receivers', models.PositiveIntegerField(blank=True, null=True, verbose_name='modtagere')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fra')),
                ('list', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forum.receiverlist', verbose_name='modtagerliste')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='meetings.meeting', verbose_name='møde')),
            ],
            options={
                'verbose_name': 'besked',
                'verbose_name_plural': 'beskeder',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('receivers', None), ('sent_at', None)), models.Q(('receivers__gt', 0), ('receivers__isnull', False), ('removed_at', None), ('sent_at__isnull', False)), _connector='OR'), name='sent_message_is_counted'), models.CheckConstraint(condition=models.Q(models.Q(('list__isnull', False), ('to', 'list')), models.Q(models.Q(('to', 'list'), _negated=True), ('list', None)), _connector='OR'), name='message_to_list_names_it')],
            },
        ),
        migrations.CreateModel(
            name='MessageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet')),
                ('to', models.CharField(choices=[('all', 'alle'), ('coming', 'dem, der kommer'), ('silent', 'dem, der ikke har svaret'), ('present', 'dem, der var med'), ('authorities', 'ordregiverne'), ('suppliers', 'leverandørerne'), ('ski', 'SKI'), ('list', 'en liste')], max_length=11, verbose_name='til')),
                ('subject', models.CharField(max_length=120, verbose_name='emne')),
                ('text', models.TextField(verbose_name='besked')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='skrevet')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sendt')),
                ('receivers', models.PositiveIntegerField(blank=True, null=True, verbose_name='modtagere')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fra')),
                ('list', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.receiverlist', verbose_name='modtagerliste')),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting', verbose_name='møde')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.message')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MessageReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forum.outboxmail')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='meetings.message')),
            ],
            options={
                'verbose_name': 'modtager af besked',
                'verbose_name_plural': 'modtagere af beskeder',
                'constraints': [models.UniqueConstraint(fields=('message', 'member'), name='one_receipt_a_member')],
            },
        ),
        migrations.CreateModel(
            name='MessageReceiptEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('mail', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.outboxmail')),
                ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.message')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.messagereceipt')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MinutesPdfEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('content_hash', models.CharField(max_length=64)),
                ('job', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='forum.job', verbose_name='arbejde i baggrunden')),
                ('minutes', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.minutes')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='minutes_job_content_hash_events', to='meetings.minutespdf')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoRemarks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(verbose_name='teksten blev sendt')),
                ('at', models.DateTimeField(verbose_name='svaret')),
                ('via', models.CharField(choices=[('page', 'på siden'), ('mail-link', 'via link i mail')], max_length=9, verbose_name='svaret hvordan')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fra')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='no_remarks', to='meetings.minutes', verbose_name='referat')),
            ],
            options={
                'verbose_name': 'ingen bemærkninger',
                'verbose_name_plural': 'ingen bemærkninger',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('minutes', 'by', 'sent_at'), name='one_word_a_person_a_sending')],
            },
        ),
        migrations.CreateModel(
            name='NoRemarksEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('sent_at', models.DateTimeField(verbose_name='teksten blev sendt')),
                ('at', models.DateTimeField(verbose_name='svaret')),
                ('via', models.CharField(choices=[('page', 'på siden'), ('mail-link', 'via link i mail')], max_length=9, verbose_name='svaret hvordan')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='fra')),
                ('minutes', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.minutes', verbose_name='referat')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.noremarks')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('minutes', models.PositiveSmallIntegerField(default=15, verbose_name='minutter')),
                ('after', models.PositiveSmallIntegerField(default=0, verbose_name='efter punkt')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='rækkefølge')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='ændret')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='meetings.meeting', verbose_name='møde')),
            ],
            options={
                'verbose_name': 'pause',
                'verbose_name_plural': 'pauser',
                'ordering': ['after', 'place', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 600)), name='pause_lasts'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='pause_is_named')],
            },
        ),
        migrations.CreateModel(
            name='PauseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('minutes', models.PositiveSmallIntegerField(default=15, verbose_name='minutter')),
                ('after', models.PositiveSmallIntegerField(default=0, verbose_name='efter punkt')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='rækkefølge')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='ændret')),
                ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting', verbose_name='møde')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.pause')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(verbose_name='sendt')),
                ('content_hash', models.CharField(max_length=64, verbose_name='indhold (SHA-256)')),
                ('content', models.JSONField(verbose_name='indhold')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sent_texts', to='meetings.minutes', verbose_name='referat')),
            ],
            options={
                'verbose_name': 'udsendt tekst',
                'verbose_name_plural': 'udsendte tekster',
                'ordering': ['sent_at'],
                'constraints': [models.UniqueConstraint(fields=('minutes', 'sent_at'), name='one_text_a_sending')],
            },
        ),
        migrations.CreateModel(
            name='SentTextEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('sent_at', models.DateTimeField(verbose_name='sendt')),
                ('content_hash', models.CharField(max_length=64, verbose_name='indhold (SHA-256)')),
                ('minutes', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.minutes', verbose_name='referat')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.senttext')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StandardAgenda',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='faste punkter')),
                ('is_the_one', models.BooleanField(default=True, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'verbose_name': 'faste punkter',
                'verbose_name_plural': 'faste punkter',
                'constraints': [models.CheckConstraint(condition=models.Q(('is_the_one', True)), name='standard_agenda_is_one')],
            },
        ),
        migrations.CreateModel(
            name='StandardAgendaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('text', models.TextField(verbose_name='faste punkter')),
                ('is_the_one', models.BooleanField(default=True, editable=False)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='meetings.standardagenda')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='ønsker til mad eller adgang')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='skrevet')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='skrevet af')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='meetings.meeting', verbose_name='møde')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forum.seat', verbose_name='plads')),
            ],
            options={
                'verbose_name': 'ønske til mad eller adgang',
                'verbose_name_plural': 'ønsker til mad og adgang',
                'constraints': [models.UniqueConstraint(fields=('meeting', 'seat', 'by'), name='one_wish_a_person_a_seat')],
            },
        ),
        migrations.CreateModel(
            name='Writer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='skrev sidst')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.agendaitem', verbose_name='punkt')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medlem')),
            ],
            options={
                'verbose_name': 'skriver',
                'verbose_name_plural': 'skrivere',
                'constraints': [models.UniqueConstraint(fields=('item', 'member'), name='one_sign_a_writer')],
            },
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
        migrations.AddField(
            model_name='attachment',
            name='renewed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ny version'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='attachmentevent',
            name='renewed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ny version'),
        ),
        migrations.AddField(
            model_name='attachmentevent',
            name='version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='substitute',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stedfortræder med mailadresse'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='substitute',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stedfortræder med mailadresse'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='asks_wishes',
            field=models.BooleanField(db_default=False, default=False, verbose_name='spørg om ønsker til mad og adgang'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='created_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='oprettet'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='greeting',
            field=models.TextField(blank=True, db_default='', verbose_name='forpersonens hilsen'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='greeting_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hilsen fra'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='removed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='asks_wishes',
            field=models.BooleanField(db_default=False, default=False, verbose_name='spørg om ønsker til mad og adgang'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='created_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='oprettet'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='greeting',
            field=models.TextField(blank=True, db_default='', verbose_name='forpersonens hilsen'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='greeting_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hilsen fra'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='removed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='fjernet'),
        ),
        # Going back, the columns stay as they are: an action outside a meeting has no item to be given, and the release
        # before, which reads actions by way of their item, does not see it
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f'ALTER TABLE {table} ALTER COLUMN item_id DROP NOT NULL', migrations.RunSQL.noop)
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
        migrations.AlterField(
            model_name='meeting',
            name='state',
            field=models.CharField(choices=[('planned', 'Planlægges'), ('convened', 'Indkaldt'), ('released', 'Dagsordenen er klar'), ('running', 'I gang'), ('held', 'Afholdt'), ('remarks', 'Referat i høring'), ('approved', 'Referat godkendt'), ('closed', 'Referat'), ('cancelled', 'Aflyst')], default='planned', max_length=9, verbose_name='tilstand'),
        ),
        migrations.AlterField(
            model_name='meetingevent',
            name='state',
            field=models.CharField(choices=[('planned', 'Planlægges'), ('convened', 'Indkaldt'), ('released', 'Dagsordenen er klar'), ('running', 'I gang'), ('held', 'Afholdt'), ('remarks', 'Referat i høring'), ('approved', 'Referat godkendt'), ('closed', 'Referat'), ('cancelled', 'Aflyst')], default='planned', max_length=9, verbose_name='tilstand'),
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
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('substitute', None), ('answer', 'substitute'), _connector='OR'), name='only_a_substitute_is_called'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('removed_at', None), models.Q(('convened_at', None), ('state', 'planned')), _connector='OR'), name='only_a_plan_is_removed'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('greeting', ''), ('greeting_by', None)), models.Q(models.Q(('greeting', ''), _negated=True), ('greeting_by__isnull', False)), _connector='OR'), name='greeting_is_signed'),
        ),
        migrations.AddField(
            model_name='guest',
            name='items',
            field=models.ManyToManyField(blank=True, related_name='guests', through='meetings.GuestItem', to='meetings.agendaitem', verbose_name='punkter'),
        ),
        SetTriggers({
            'action': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text") VALUES (NEW."agreed_due", NEW."agreed_owner_id", NEW."audience", NEW."due", NEW."finished_at", NEW."given_at", NEW."id", NEW."item_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."removed_at", NEW."result", NEW."state", NEW."text"); RETURN NULL;', hash='bdab64ba97a22bb10f0423137f55d1d89c9767dc', operation='INSERT', pgid='pgtrigger_insert_insert_fae11', table='meetings_action', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text") VALUES (NEW."agreed_due", NEW."agreed_owner_id", NEW."audience", NEW."due", NEW."finished_at", NEW."given_at", NEW."id", NEW."item_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."removed_at", NEW."result", NEW."state", NEW."text"); RETURN NULL;', hash='445199f7562b295a8a852059996074da5dfd3797', operation='UPDATE', pgid='pgtrigger_update_update_a681c', table='meetings_action', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_actionevent" ("agreed_due", "agreed_owner_id", "audience", "due", "finished_at", "given_at", "id", "item_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "removed_at", "result", "state", "text") VALUES (OLD."agreed_due", OLD."agreed_owner_id", OLD."audience", OLD."due", OLD."finished_at", OLD."given_at", OLD."id", OLD."item_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."removed_at", OLD."result", OLD."state", OLD."text"); RETURN NULL;', hash='7c70d09718484e13951bf3a412ebb672f1a17622', operation='DELETE', pgid='pgtrigger_delete_delete_641b9', table='meetings_action', when='AFTER')),
            ],
            'attachment': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_attachmentevent" ("added_by_id", "audience", "file_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at", "renewed_at", "title", "version") VALUES (NEW."added_by_id", NEW."audience", NEW."file_id", NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."removed_at", NEW."renewed_at", NEW."title", NEW."version"); RETURN NULL;', hash='1cbcfbcdbc150f2d9719dbe0bade40fabd5df731', operation='INSERT', pgid='pgtrigger_insert_insert_b8e4b', table='meetings_attachment', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_attachmentevent" ("added_by_id", "audience", "file_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at", "renewed_at", "title", "version") VALUES (NEW."added_by_id", NEW."audience", NEW."file_id", NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."removed_at", NEW."renewed_at", NEW."title", NEW."version"); RETURN NULL;', hash='9e702d0692c9787f400e71960e1314f8936de9e5', operation='UPDATE', pgid='pgtrigger_update_update_b022d', table='meetings_attachment', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_attachmentevent" ("added_by_id", "audience", "file_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at", "renewed_at", "title", "version") VALUES (OLD."added_by_id", OLD."audience", OLD."file_id", OLD."id", OLD."item_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."removed_at", OLD."renewed_at", OLD."title", OLD."version"); RETURN NULL;', hash='bd860f72c70390e3760901145193b7165e5b1134', operation='DELETE', pgid='pgtrigger_delete_delete_a288d', table='meetings_attachment', when='AFTER')),
            ],
            'attendance': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_attendanceevent" ("answer", "answered_at", "answered_by_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_id", "substitute_id", "substitute_name", "via", "was_present") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seat_id", NEW."substitute_id", NEW."substitute_name", NEW."via", NEW."was_present"); RETURN NULL;', hash='ceecc79d49c31ad94bc821c4ecc612b893c6480b', operation='INSERT', pgid='pgtrigger_insert_insert_f595f', table='meetings_attendance', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_attendanceevent" ("answer", "answered_at", "answered_by_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_id", "substitute_id", "substitute_name", "via", "was_present") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seat_id", NEW."substitute_id", NEW."substitute_name", NEW."via", NEW."was_present"); RETURN NULL;', hash='e8551fd7605870677263ec3c6d1ddebab4b523c1', operation='UPDATE', pgid='pgtrigger_update_update_870cb', table='meetings_attendance', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_attendanceevent" ("answer", "answered_at", "answered_by_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_id", "substitute_id", "substitute_name", "via", "was_present") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seat_id", OLD."substitute_id", OLD."substitute_name", OLD."via", OLD."was_present"); RETURN NULL;', hash='27b9ae4354589442e189d527e13cfb5b06eed33a', operation='DELETE', pgid='pgtrigger_delete_delete_774f3', table='meetings_attendance', when='AFTER')),
            ],
            'meeting': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_meetingevent" ("agenda_version", "asks_wishes", "audience", "cancel_reason", "changed_at", "convened_at", "created_at", "end", "former_slugs", "greeting", "greeting_by_id", "id", "introduction", "moved_at", "moved_from", "online_link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "released_at", "removed_at", "revision", "rsvp_deadline", "sequence", "slug", "start", "state", "title", "uid") VALUES (NEW."agenda_version", NEW."asks_wishes", NEW."audience", NEW."cancel_reason", NEW."changed_at", NEW."convened_at", NEW."created_at", NEW."end", NEW."former_slugs", NEW."greeting", NEW."greeting_by_id", NEW."id", NEW."introduction", NEW."moved_at", NEW."moved_from", NEW."online_link", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."released_at", NEW."removed_at", NEW."revision", NEW."rsvp_deadline", NEW."sequence", NEW."slug", NEW."start", NEW."state", NEW."title", NEW."uid"); RETURN NULL;', hash='3213b63c9a6daeed4601d3cde1d1c217a5bf3aa2', operation='INSERT', pgid='pgtrigger_insert_insert_61d9e', table='meetings_meeting', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_meetingevent" ("agenda_version", "asks_wishes", "audience", "cancel_reason", "changed_at", "convened_at", "created_at", "end", "former_slugs", "greeting", "greeting_by_id", "id", "introduction", "moved_at", "moved_from", "online_link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "released_at", "removed_at", "revision", "rsvp_deadline", "sequence", "slug", "start", "state", "title", "uid") VALUES (NEW."agenda_version", NEW."asks_wishes", NEW."audience", NEW."cancel_reason", NEW."changed_at", NEW."convened_at", NEW."created_at", NEW."end", NEW."former_slugs", NEW."greeting", NEW."greeting_by_id", NEW."id", NEW."introduction", NEW."moved_at", NEW."moved_from", NEW."online_link", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."released_at", NEW."removed_at", NEW."revision", NEW."rsvp_deadline", NEW."sequence", NEW."slug", NEW."start", NEW."state", NEW."title", NEW."uid"); RETURN NULL;', hash='46434664f605a80d1ab47897b153a910d2a218f2', operation='UPDATE', pgid='pgtrigger_update_update_495b8', table='meetings_meeting', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_meetingevent" ("agenda_version", "asks_wishes", "audience", "cancel_reason", "changed_at", "convened_at", "created_at", "end", "former_slugs", "greeting", "greeting_by_id", "id", "introduction", "moved_at", "moved_from", "online_link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "released_at", "removed_at", "revision", "rsvp_deadline", "sequence", "slug", "start", "state", "title", "uid") VALUES (OLD."agenda_version", OLD."asks_wishes", OLD."audience", OLD."cancel_reason", OLD."changed_at", OLD."convened_at", OLD."created_at", OLD."end", OLD."former_slugs", OLD."greeting", OLD."greeting_by_id", OLD."id", OLD."introduction", OLD."moved_at", OLD."moved_from", OLD."online_link", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."released_at", OLD."removed_at", OLD."revision", OLD."rsvp_deadline", OLD."sequence", OLD."slug", OLD."start", OLD."state", OLD."title", OLD."uid"); RETURN NULL;', hash='5a5644592d5a5e44483571ce2d72e77b3dbf72b8', operation='DELETE', pgid='pgtrigger_delete_delete_4bf26', table='meetings_meeting', when='AFTER')),
            ],
            'minutespdf': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_minutespdfevent" ("content_hash", "job_id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."content_hash", NEW."job_id", NEW."minutes_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='08ec7b15e426bb9448816a3531dbabfe713f095f', operation='INSERT', pgid='pgtrigger_insert_insert_bb818', table='meetings_minutespaper', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."job_id" IS DISTINCT FROM (NEW."job_id") OR OLD."minutes_id" IS DISTINCT FROM (NEW."minutes_id"))', func='INSERT INTO "meetings_minutespdfevent" ("content_hash", "job_id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."content_hash", NEW."job_id", NEW."minutes_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='83e42acc3a0445cef9e0cf599bb11f80b7e8e140', operation='UPDATE', pgid='pgtrigger_update_update_25493', table='meetings_minutespaper', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_minutespdfevent" ("content_hash", "job_id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."content_hash", OLD."job_id", OLD."minutes_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='131a7730abbfef15220b74fa399bb112f63ea38e', operation='DELETE', pgid='pgtrigger_delete_delete_a479f', table='meetings_minutespaper', when='AFTER')),
            ],
            'standardagenda': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_standardagendaevent" ("id", "is_the_one", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "text") VALUES (NEW."id", NEW."is_the_one", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision", NEW."text"); RETURN NULL;', hash='fc6ab428ae9623e29b6b7c41870b065080ac296b', operation='INSERT', pgid='pgtrigger_insert_insert_9ee3b', table='meetings_standardagenda', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_standardagendaevent" ("id", "is_the_one", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "text") VALUES (NEW."id", NEW."is_the_one", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."text"); RETURN NULL;', hash='5aa697a82e3067e6e9d728beefbe441afbd85c1c', operation='UPDATE', pgid='pgtrigger_update_update_ff095', table='meetings_standardagenda', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_standardagendaevent" ("id", "is_the_one", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "text") VALUES (OLD."id", OLD."is_the_one", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision", OLD."text"); RETURN NULL;', hash='9097771ce9426cd5da1370be2f303f01334ed921', operation='DELETE', pgid='pgtrigger_delete_delete_ae68a', table='meetings_standardagenda', when='AFTER')),
            ],
            'actionstep': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_actionstepevent" ("action_id", "at", "by_id", "due", "id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "via") VALUES (NEW."action_id", NEW."at", NEW."by_id", NEW."due", NEW."id", NEW."kind", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."via"); RETURN NULL;', hash='aaf3e56d926b6e378a88733886670b60babc165e', operation='INSERT', pgid='pgtrigger_insert_insert_72873', table='meetings_actionstep', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_actionstepevent" ("action_id", "at", "by_id", "due", "id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "via") VALUES (NEW."action_id", NEW."at", NEW."by_id", NEW."due", NEW."id", NEW."kind", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."via"); RETURN NULL;', hash='f8671134ba42b60828d08e00005c88e5bd0fd2ba', operation='UPDATE', pgid='pgtrigger_update_update_86cf9', table='meetings_actionstep', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_actionstepevent" ("action_id", "at", "by_id", "due", "id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "via") VALUES (OLD."action_id", OLD."at", OLD."by_id", OLD."due", OLD."id", OLD."kind", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."via"); RETURN NULL;', hash='c0cb159c40ede5d6e5f6b4861fe4d42ec0e96fe8', operation='DELETE', pgid='pgtrigger_delete_delete_49959', table='meetings_actionstep', when='AFTER')),
            ],
            'actionstepevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0d1bb2eb77f91979faf50b38df88d937abb446a9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0cfee', table='meetings_actionstepevent', when='BEFORE')),
            ],
            'attachmentversion': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_attachmentversionevent" ("added_by_id", "attachment_id", "audience", "file_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_at", "replaced_at", "was_released") VALUES (NEW."added_by_id", NEW."attachment_id", NEW."audience", NEW."file_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."renewed_at", NEW."replaced_at", NEW."was_released"); RETURN NULL;', hash='43cf4a6edc6d2c402b822f17716bde55b7e2978d', operation='INSERT', pgid='pgtrigger_insert_insert_2670d', table='meetings_attachmentversion', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_attachmentversionevent" ("added_by_id", "attachment_id", "audience", "file_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_at", "replaced_at", "was_released") VALUES (NEW."added_by_id", NEW."attachment_id", NEW."audience", NEW."file_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."renewed_at", NEW."replaced_at", NEW."was_released"); RETURN NULL;', hash='797286e75906cbdda77148fe4190d3215e96f04f', operation='UPDATE', pgid='pgtrigger_update_update_38fe3', table='meetings_attachmentversion', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_attachmentversionevent" ("added_by_id", "attachment_id", "audience", "file_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_at", "replaced_at", "was_released") VALUES (OLD."added_by_id", OLD."attachment_id", OLD."audience", OLD."file_id", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."renewed_at", OLD."replaced_at", OLD."was_released"); RETURN NULL;', hash='04f5c28dd42a0758508bb2f3291f27a04e42a2a3', operation='DELETE', pgid='pgtrigger_delete_delete_3c824', table='meetings_attachmentversion', when='AFTER')),
            ],
            'attachmentversionevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='096bce0e5e0d26583b654673be615da916639357', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f3214', table='meetings_attachmentversionevent', when='BEFORE')),
            ],
            'guestevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a4d786f6988bcf3d312d680409518ddd7b450a0a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c167e', table='meetings_guestevent', when='BEFORE')),
            ],
            'guestitem': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_guestitemevent" ("guest_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."guest_id", NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='a355a5975df4101bee037894c5caf02b28904c67', operation='INSERT', pgid='pgtrigger_insert_insert_6dd55', table='meetings_guestitem', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_guestitemevent" ("guest_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."guest_id", NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='3e4b5e1c70dc23f8113a3208f12440908f8e0bea', operation='UPDATE', pgid='pgtrigger_update_update_8b762', table='meetings_guestitem', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_guestitemevent" ("guest_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."guest_id", OLD."id", OLD."item_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='00b25f066d55d9d59091538173f74405aab69b20', operation='DELETE', pgid='pgtrigger_delete_delete_2ca4d', table='meetings_guestitem', when='AFTER')),
            ],
            'guest': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_guestevent" ("answer", "answered_at", "audience", "id", "invited_at", "invited_by_id", "is_online", "meeting_id", "member_id", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sequence", "told_begins", "told_ends", "via", "was_present") VALUES (NEW."answer", NEW."answered_at", NEW."audience", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."is_online", NEW."meeting_id", NEW."member_id", NEW."name", NEW."organisation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."sequence", NEW."told_begins", NEW."told_ends", NEW."via", NEW."was_present"); RETURN NULL;', hash='8950693ab5a51a22cf4b9f877703a5f27e35563d', operation='INSERT', pgid='pgtrigger_insert_insert_cf4fd', table='meetings_guest', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_guestevent" ("answer", "answered_at", "audience", "id", "invited_at", "invited_by_id", "is_online", "meeting_id", "member_id", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sequence", "told_begins", "told_ends", "via", "was_present") VALUES (NEW."answer", NEW."answered_at", NEW."audience", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."is_online", NEW."meeting_id", NEW."member_id", NEW."name", NEW."organisation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at", NEW."sequence", NEW."told_begins", NEW."told_ends", NEW."via", NEW."was_present"); RETURN NULL;', hash='2706b3d05f8ced626e81fa10728e458ea151decd', operation='UPDATE', pgid='pgtrigger_update_update_a98e3', table='meetings_guest', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_guestevent" ("answer", "answered_at", "audience", "id", "invited_at", "invited_by_id", "is_online", "meeting_id", "member_id", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sequence", "told_begins", "told_ends", "via", "was_present") VALUES (OLD."answer", OLD."answered_at", OLD."audience", OLD."id", OLD."invited_at", OLD."invited_by_id", OLD."is_online", OLD."meeting_id", OLD."member_id", OLD."name", OLD."organisation", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."sequence", OLD."told_begins", OLD."told_ends", OLD."via", OLD."was_present"); RETURN NULL;', hash='fa087709b731b2aa717b21aed66ad6f69e252a7e', operation='DELETE', pgid='pgtrigger_delete_delete_c9b44', table='meetings_guest', when='AFTER')),
            ],
            'guestitemevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='167563e368117f5d68bddde0e0e686fa46a8ad52', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_628fe', table='meetings_guestitemevent', when='BEFORE')),
            ],
            'message': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_messageevent" ("by_id", "id", "list_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receivers", "removed_at", "revision", "sent_at", "subject", "text", "to", "written_at") VALUES (NEW."by_id", NEW."id", NEW."list_id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."receivers", NEW."removed_at", NEW."revision", NEW."sent_at", NEW."subject", NEW."text", NEW."to", NEW."written_at"); RETURN NULL;', hash='1e67aaf3653c3090cf44cc0c972d9384c2d98465', operation='INSERT', pgid='pgtrigger_insert_insert_f0f91', table='meetings_message', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_messageevent" ("by_id", "id", "list_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receivers", "removed_at", "revision", "sent_at", "subject", "text", "to", "written_at") VALUES (NEW."by_id", NEW."id", NEW."list_id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."receivers", NEW."removed_at", NEW."revision", NEW."sent_at", NEW."subject", NEW."text", NEW."to", NEW."written_at"); RETURN NULL;', hash='1c891f79cecd8f183ecce3075d00feef9377a7f2', operation='UPDATE', pgid='pgtrigger_update_update_5d48a', table='meetings_message', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_messageevent" ("by_id", "id", "list_id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receivers", "removed_at", "revision", "sent_at", "subject", "text", "to", "written_at") VALUES (OLD."by_id", OLD."id", OLD."list_id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."receivers", OLD."removed_at", OLD."revision", OLD."sent_at", OLD."subject", OLD."text", OLD."to", OLD."written_at"); RETURN NULL;', hash='6ebee3ed38a885b7ce6e3e6b1a4f2b207e7c8845', operation='DELETE', pgid='pgtrigger_delete_delete_30110', table='meetings_message', when='AFTER')),
            ],
            'messageevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cbbee6c5e92b2a71ab87d4c35ab6c662bde242f2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_83593', table='meetings_messageevent', when='BEFORE')),
            ],
            'messagereceipt': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_messagereceiptevent" ("id", "mail_id", "member_id", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."mail_id", NEW."member_id", NEW."message_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='7243f15d4cb24809923e1ce2fff0f4e3fc0b1f38', operation='INSERT', pgid='pgtrigger_insert_insert_62b9f', table='meetings_messagereceipt', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_messagereceiptevent" ("id", "mail_id", "member_id", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."mail_id", NEW."member_id", NEW."message_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='3404c8a9254bb125a34e81bc2428f41cd7c000a9', operation='UPDATE', pgid='pgtrigger_update_update_6c80c', table='meetings_messagereceipt', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_messagereceiptevent" ("id", "mail_id", "member_id", "message_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."mail_id", OLD."member_id", OLD."message_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='c747075b3f1f436c2f61df93756170c4c3146cca', operation='DELETE', pgid='pgtrigger_delete_delete_3881c', table='meetings_messagereceipt', when='AFTER')),
            ],
            'messagereceiptevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0ef8baa46a712a019622c6eb08688f243e780ae8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4d41c', table='meetings_messagereceiptevent', when='BEFORE')),
            ],
            'minutespdfevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ffa1c4ea8960a66730416d325d390531615e6d97', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6edf4', table='meetings_minutespdfevent', when='BEFORE')),
            ],
            'noremarks': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_noremarksevent" ("at", "by_id", "id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "via") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."minutes_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sent_at", NEW."via"); RETURN NULL;', hash='58adc352a931b0655385e375bc9c6655c2de12a3', operation='INSERT', pgid='pgtrigger_insert_insert_4757d', table='meetings_noremarks', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_noremarksevent" ("at", "by_id", "id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "via") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."minutes_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sent_at", NEW."via"); RETURN NULL;', hash='5f44b6ee70776d936c3d72330bad56b3ca38bfd5', operation='UPDATE', pgid='pgtrigger_update_update_c7736', table='meetings_noremarks', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_noremarksevent" ("at", "by_id", "id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "via") VALUES (OLD."at", OLD."by_id", OLD."id", OLD."minutes_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sent_at", OLD."via"); RETURN NULL;', hash='9145f98a09be7c4c2fca14c40805c90e338231bd', operation='DELETE', pgid='pgtrigger_delete_delete_e64bd', table='meetings_noremarks', when='AFTER')),
            ],
            'noremarksevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='543babaa8dd89210ce890e2bb64f7defde205013', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9bc31', table='meetings_noremarksevent', when='BEFORE')),
            ],
            'pause': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_pauseevent" ("after", "changed_at", "id", "meeting_id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "revision", "title") VALUES (NEW."after", NEW."changed_at", NEW."id", NEW."meeting_id", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."removed_at", NEW."revision", NEW."title"); RETURN NULL;', hash='087bcbffcfbfe5442e218400ad20b1893bb201ac', operation='INSERT', pgid='pgtrigger_insert_insert_89701', table='meetings_pause', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "meetings_pauseevent" ("after", "changed_at", "id", "meeting_id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "revision", "title") VALUES (NEW."after", NEW."changed_at", NEW."id", NEW."meeting_id", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."removed_at", NEW."revision", NEW."title"); RETURN NULL;', hash='31795b1afff8ad043e9e965b670f4b779763c1a7', operation='UPDATE', pgid='pgtrigger_update_update_4683d', table='meetings_pause', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_pauseevent" ("after", "changed_at", "id", "meeting_id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "removed_at", "revision", "title") VALUES (OLD."after", OLD."changed_at", OLD."id", OLD."meeting_id", OLD."minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."removed_at", OLD."revision", OLD."title"); RETURN NULL;', hash='9a3b53b6b8c107ba283761d63c5270e95b4bc91e', operation='DELETE', pgid='pgtrigger_delete_delete_74cc6', table='meetings_pause', when='AFTER')),
            ],
            'pauseevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d1345f60590053ea2138d8441df362bcc10f8ddf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_13fd0', table='meetings_pauseevent', when='BEFORE')),
            ],
            'senttext': [
                pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_senttextevent" ("content_hash", "id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at") VALUES (NEW."content_hash", NEW."id", NEW."minutes_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sent_at"); RETURN NULL;', hash='1d4ed2ee2e6eab045be2124f4328ab2d76f54309', operation='INSERT', pgid='pgtrigger_insert_insert_1c607', table='meetings_senttext', when='AFTER')),
                pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."minutes_id" IS DISTINCT FROM (NEW."minutes_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at"))', func='INSERT INTO "meetings_senttextevent" ("content_hash", "id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at") VALUES (NEW."content_hash", NEW."id", NEW."minutes_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sent_at"); RETURN NULL;', hash='e575b25dbc76bc5b814aee433e7d04895aef5dc8', operation='UPDATE', pgid='pgtrigger_update_update_63b44', table='meetings_senttext', when='AFTER')),
                pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "meetings_senttextevent" ("content_hash", "id", "minutes_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at") VALUES (OLD."content_hash", OLD."id", OLD."minutes_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sent_at"); RETURN NULL;', hash='73a03278c8bc25c9c9ee947cf6c3c73eaf0063a2', operation='DELETE', pgid='pgtrigger_delete_delete_891e6', table='meetings_senttext', when='AFTER')),
            ],
            'senttextevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6235e8fc0b174b6d672f60a41ddac989b9413d2d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_85abe', table='meetings_senttextevent', when='BEFORE')),
            ],
            'standardagendaevent': [
                pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='18bf6b8467887181f564de63d74662d4b77775c0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_20572', table='meetings_standardagendaevent', when='BEFORE')),
            ],
        }),
    ]
