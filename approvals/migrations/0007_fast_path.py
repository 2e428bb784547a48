"""The fast path: pre-authorizations, reviews after publication, cleared lines, conversations, bypasses."""

import datetime
import django.db.models.deletion
import uuid
import importlib

from django.conf import settings
from django.db import migrations, models


GUARDS = importlib.import_module("approvals.migrations.0004_levels_regimes_holds")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_deputies_of_absences'),
        ('approvals', '0006_clocks'),
        ('channels', '0002_followers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite loses a table's triggers when it rebuilds it.
        migrations.RunPython(GUARDS.drop_triggers, GUARDS.create_triggers),
        migrations.CreateModel(
            name='Bypass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ChannelFreeze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lift_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was lifted')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ClearedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('topics', models.JSONField(blank=True, default=list, verbose_name='topics')),
                ('countries', models.JSONField(blank=True, default=list, verbose_name='countries')),
                ('valid_from', models.DateTimeField(verbose_name='valid from')),
                ('until', models.DateTimeField(verbose_name='valid until')),
                ('cleared_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdraw_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was withdrawn')),
            ],
            options={
                'verbose_name': 'cleared line',
                'verbose_name_plural': 'cleared lines',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='LineText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=16)),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['language'],
            },
        ),
        migrations.CreateModel(
            name='LineUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=16)),
                ('unaltered', models.BooleanField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PermittedAddition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('site', 'Links to a site'), ('greeting', 'A greeting')], max_length=8, verbose_name='what')),
                ('value', models.CharField(max_length=200, verbose_name='site or greeting')),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['kind', 'value'],
            },
        ),
        migrations.CreateModel(
            name='PreAuthorization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoke_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was revoked')),
                ('expiry_told_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('next_alarm_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'pre-authorization',
                'verbose_name_plural': 'pre-authorizations',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('language', models.CharField(max_length=16, verbose_name='language')),
                ('text', models.TextField(max_length=5000, verbose_name='text')),
                ('topics', models.JSONField(blank=True, default=list, verbose_name='topics')),
                ('written_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'reply template',
                'verbose_name_plural': 'reply templates',
                'ordering': ['name', 'language'],
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('suspended', 'Suspended'), ('halved', 'Quota halved')], max_length=9, verbose_name='what')),
                ('cause', models.CharField(choices=[('officer', 'A policy officer'), ('trust', 'Outcomes of reviews'), ('security', 'An account that may be compromised'), ('posting', 'The holder’s posting ended')], max_length=8, verbose_name='cause')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('reviews', models.JSONField(blank=True, default=list)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lift_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was lifted')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('fast_path', 'Pre-authorization'), ('cleared_line', 'Cleared line'), ('bypass', 'Bypass')], max_length=12, verbose_name='why it is owed')),
                ('status', models.CharField(choices=[('owed', 'Not published yet'), ('open', 'Awaits review'), ('done', 'Reviewed'), ('void', 'Never published')], default='owed', max_length=4, verbose_name='status')),
                ('role', models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], max_length=13)),
                ('limit', models.DurationField()),
                ('runs_on', models.CharField(choices=[('working', 'Working hours of the office'), ('wall', 'The wall clock')], max_length=7)),
                ('remind_before', models.DurationField(null=True)),
                ('escalate_after', models.DurationField(null=True)),
                ('escalate_role', models.CharField(blank=True, choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], max_length=13)),
                ('exposure', models.PositiveBigIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('overdue_at', models.DateTimeField(null=True)),
                ('escalated_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('next_alarm_at', models.DateTimeField(null=True)),
                ('places_fired', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.CharField(blank=True, choices=[('stands', 'Stands'), ('correct', 'Correct'), ('retract', 'Retract')], max_length=7, verbose_name='outcome')),
                ('reason', models.CharField(blank=True, choices=[('inaccurate', 'Not accurate'), ('off_policy', 'Against the ministry’s position'), ('out_of_scope', 'Outside the authorization'), ('tone', 'Tone does not fit'), ('timing', 'Not the time for it'), ('language', 'Mistake of language or translation'), ('legal', 'Legal risk'), ('security', 'Security or safety risk'), ('other', 'Another reason')], max_length=12, verbose_name='reason')),
                ('note', models.TextField(blank=True, max_length=5000, verbose_name='note')),
                ('decided_at', models.DateTimeField(null=True)),
                ('taken_down_at', models.DateTimeField(null=True)),
                ('taken_down_where', models.CharField(blank=True, max_length=500)),
                ('weighed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'post-publication review',
                'verbose_name_plural': 'post-publication reviews',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('selector', models.CharField(choices=[('own_office', "The author's own office"), ('office', 'A named office'), ('country_desk', "The desk for the author's country"), ('minister', "The minister's office")], default='own_office', max_length=12, verbose_name='who is asked')),
                ('role', models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], default='approver', max_length=13, verbose_name='role')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('is_default', models.BooleanField(default=False, verbose_name='is the default')),
                ('conditions', models.JSONField(blank=True, default=dict, verbose_name='conditions')),
                ('limit', models.DurationField(default=datetime.timedelta(seconds=28800), verbose_name='time limit')),
                ('runs_on', models.CharField(choices=[('working', 'Working hours of the office'), ('wall', 'The wall clock')], default='working', max_length=7, verbose_name='the limit runs on')),
                ('remind_percent', models.PositiveSmallIntegerField(default=75, verbose_name='remind when so much is used up')),
                ('escalate_after', models.DurationField(blank=True, null=True, verbose_name='escalate after')),
                ('escalate_selector', models.CharField(choices=[('own_office', "The author's own office"), ('office', 'A named office'), ('country_desk', "The desk for the author's country"), ('minister', "The minister's office")], default='office', max_length=12, verbose_name='escalate to')),
                ('escalate_role', models.CharField(blank=True, choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], max_length=13, verbose_name='role')),
            ],
            options={
                'verbose_name': 'review rule',
                'verbose_name_plural': 'review rules',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.AddField(
            model_name='draft',
            name='answer_by',
            field=models.DateTimeField(blank=True, null=True, verbose_name='answer by'),
        ),
        migrations.AddField(
            model_name='draft',
            name='answer_told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='route',
            name='kind',
            field=models.CharField(choices=[('levels', 'Levels of approval'), ('fast_path', 'Pre-authorization'), ('cleared_lines', 'Cleared lines')], db_default='levels', default='levels', max_length=13),
        ),
        migrations.AlterField(
            model_name='delay',
            name='step',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delay', to='approvals.step'),
        ),
        migrations.AlterField(
            model_name='draft',
            name='kind',
            field=models.CharField(choices=[('original', 'Original'), ('reply', 'Reply'), ('repost', 'Repost'), ('line', 'Cleared line')], default='original', max_length=8, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='route',
            name='policy_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='routes', to='approvals.policyversion'),
        ),
        migrations.AlterField(
            model_name='step',
            name='status',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('open', 'Open'), ('passed', 'Approved'), ('silent', 'Passed by silence'), ('informed', 'Told'), ('answered', 'Answered'), ('returned', 'Changes requested'), ('rejected', 'Rejected'), ('closed', 'Closed undecided'), ('skipped', 'Bypassed')], default='waiting', max_length=8),
        ),
        migrations.CreateModel(
            name='AnsweredPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.CharField(blank=True, max_length=200, verbose_name='who wrote it')),
                ('text', models.TextField(blank=True, max_length=10000, verbose_name='what it says')),
                ('posted_at', models.DateTimeField(blank=True, null=True, verbose_name='when it was posted')),
                ('entered_at', models.DateTimeField()),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answered', to='approvals.draft')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AuthorizationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('proposed', 'Awaits a second policy officer'), ('countersigned', 'Awaits its holder'), ('in_force', 'Accepted'), ('superseded', 'Superseded'), ('declined', 'Declined'), ('called_off', 'Called off')], default='proposed', max_length=13, verbose_name='status')),
                ('languages', models.JSONField(default=list, verbose_name='languages')),
                ('kinds', models.JSONField(default=list, verbose_name='kinds of post')),
                ('barred_topics', models.JSONField(blank=True, default=list, verbose_name='barred topics')),
                ('barred_countries', models.JSONField(blank=True, default=list, verbose_name='barred countries')),
                ('per_day', models.PositiveSmallIntegerField(verbose_name='posts a day at most')),
                ('per_week', models.PositiveSmallIntegerField(verbose_name='posts in seven days at most')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('passes_to_acting', models.BooleanField(default=False, verbose_name='passes to whoever acts for the holder')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='conditions')),
                ('words_fr', models.TextField(blank=True, max_length=2000, verbose_name='conditions in French')),
                ('review_limit', models.DurationField(verbose_name='reviewed within')),
                ('review_runs_on', models.CharField(choices=[('working', 'Working hours of the office'), ('wall', 'The wall clock')], default='working', max_length=7, verbose_name='the review runs on')),
                ('halve_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='adverse outcomes that halve the quota')),
                ('suspend_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='adverse outcomes that suspend it')),
                ('trust_days', models.PositiveSmallIntegerField(default=30, verbose_name='counted over so many days')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('proposed_at', models.DateTimeField()),
                ('countersigned_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('close_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was declined or called off')),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('channels', models.ManyToManyField(related_name='+', to='channels.channel', verbose_name='channels')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('countersigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['authorization', '-number'],
            },
        ),
        migrations.AddField(
            model_name='route',
            name='authorization_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='routes', to='approvals.authorizationversion'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authorization_version__isnull', False), ('kind', 'fast_path'), ('policy_version__isnull', True)), models.Q(models.Q(('kind', 'fast_path'), _negated=True), ('authorization_version__isnull', True), ('policy_version__isnull', False)), _connector='OR'), name='a_route_rests_on_a_policy_or_an_authorization'),
        ),
        migrations.AddField(
            model_name='bypass',
            name='acting_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bypass',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bypass',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bypasses', to='approvals.draft'),
        ),
        migrations.AddField(
            model_name='bypass',
            name='posting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AddField(
            model_name='bypass',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.revision'),
        ),
        migrations.AddField(
            model_name='bypass',
            name='route',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bypass', to='approvals.route'),
        ),
        migrations.AddField(
            model_name='channelfreeze',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='channelfreeze',
            name='channel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to='channels.channel', verbose_name='channel'),
        ),
        migrations.AddField(
            model_name='channelfreeze',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='clearedline',
            name='channels',
            field=models.ManyToManyField(blank=True, related_name='+', to='channels.channel', verbose_name='channels'),
        ),
        migrations.AddField(
            model_name='clearedline',
            name='draft',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='line', to='approvals.draft'),
        ),
        migrations.AddField(
            model_name='clearedline',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conversation',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='accounts.office', verbose_name='office'),
        ),
        migrations.AddField(
            model_name='draft',
            name='conversation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='approvals.conversation'),
        ),
        migrations.AddField(
            model_name='linetext',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='approvals.clearedline'),
        ),
        migrations.AddField(
            model_name='lineuse',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='line_uses', to='approvals.draft'),
        ),
        migrations.AddField(
            model_name='lineuse',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='approvals.clearedline'),
        ),
        migrations.AddField(
            model_name='lineuse',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='line_uses', to='approvals.revision'),
        ),
        migrations.AddField(
            model_name='permittedaddition',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='preauthorization',
            name='posting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pre_authorizations', to='accounts.posting', verbose_name='posting'),
        ),
        migrations.AddField(
            model_name='preauthorization',
            name='revoked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='preauthorization',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.authorizationversion'),
        ),
        migrations.AddField(
            model_name='authorizationversion',
            name='authorization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='approvals.preauthorization'),
        ),
        migrations.AddField(
            model_name='replytemplate',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reply_templates', to='accounts.office', verbose_name='office'),
        ),
        migrations.AddField(
            model_name='replytemplate',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='restriction',
            name='authorization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='approvals.preauthorization'),
        ),
        migrations.AddField(
            model_name='restriction',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='restriction',
            name='freeze',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='approvals.channelfreeze'),
        ),
        migrations.AddField(
            model_name='restriction',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='acting_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='authorization_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='approvals.authorizationversion'),
        ),
        migrations.AddField(
            model_name='review',
            name='correction',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrects', to='approvals.draft'),
        ),
        migrations.AddField(
            model_name='review',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='decided_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='decided_posting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AddField(
            model_name='review',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='approvals.draft'),
        ),
        migrations.AddField(
            model_name='review',
            name='escalate_office',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office'),
        ),
        migrations.AddField(
            model_name='review',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='accounts.office'),
        ),
        migrations.AddField(
            model_name='review',
            name='posting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AddField(
            model_name='review',
            name='publisher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.revision'),
        ),
        migrations.AddField(
            model_name='review',
            name='route',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='approvals.route'),
        ),
        migrations.AddField(
            model_name='review',
            name='taken_down_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delay',
            name='review',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delay', to='approvals.review'),
        ),
        migrations.AddConstraint(
            model_name='delay',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review__isnull', True), ('step__isnull', False)), models.Q(('review__isnull', False), ('step__isnull', True)), _connector='OR'), name='a_delay_is_of_a_step_or_of_a_review'),
        ),
        migrations.AddField(
            model_name='reviewrule',
            name='escalate_office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='office'),
        ),
        migrations.AddField(
            model_name='reviewrule',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='office'),
        ),
        migrations.AddConstraint(
            model_name='bypass',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='bypass_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='channelfreeze',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('channel',), name='one_freeze_per_channel'),
        ),
        migrations.AddConstraint(
            model_name='channelfreeze',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='freeze_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='clearedline',
            index=models.Index(condition=models.Q(('cleared_at__isnull', False), ('withdrawn_at__isnull', True)), fields=['until'], name='line_usable'),
        ),
        migrations.AddConstraint(
            model_name='clearedline',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('valid_from'))), name='line_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='clearedline',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdraw_reason', ''), _negated=True), _connector='OR'), name='line_withdrawn_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='linetext',
            constraint=models.UniqueConstraint(fields=('line', 'language'), name='one_line_text_per_language'),
        ),
        migrations.AddConstraint(
            model_name='lineuse',
            constraint=models.UniqueConstraint(fields=('revision', 'line', 'language'), name='one_use_per_line_and_language'),
        ),
        migrations.AddConstraint(
            model_name='permittedaddition',
            constraint=models.UniqueConstraint(fields=('kind', 'value'), name='one_addition_per_value'),
        ),
        migrations.AddIndex(
            model_name='preauthorization',
            index=models.Index(condition=models.Q(('next_alarm_at__isnull', False)), fields=['next_alarm_at'], name='authorization_alarm'),
        ),
        migrations.AddConstraint(
            model_name='preauthorization',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('revoked_at__isnull', True)), fields=('posting',), name='one_authorization_per_posting'),
        ),
        migrations.AddConstraint(
            model_name='preauthorization',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), models.Q(('revoke_reason', ''), _negated=True), _connector='OR'), name='revocation_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='authorizationversion',
            constraint=models.UniqueConstraint(fields=('authorization', 'number'), name='one_authorization_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='authorizationversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'in_force')), fields=('authorization',), name='one_authorization_version_in_force'),
        ),
        migrations.AddConstraint(
            model_name='authorizationversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['proposed', 'countersigned'])), fields=('authorization',), name='one_authorization_version_under_way'),
        ),
        migrations.AddConstraint(
            model_name='authorizationversion',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('starts_at'))), name='authorization_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='authorizationversion',
            constraint=models.CheckConstraint(condition=models.Q(('countersigned_by__isnull', True), models.Q(('countersigned_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='countersigned_by_a_second_officer'),
        ),
        migrations.AddConstraint(
            model_name='authorizationversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['in_force', 'superseded']), _negated=True), models.Q(('accepted_at__isnull', False), ('countersigned_at__isnull', False)), _connector='OR'), name='in_force_only_when_countersigned_and_accepted'),
        ),
        migrations.AddConstraint(
            model_name='authorizationversion',
            constraint=models.CheckConstraint(condition=models.Q(('per_day__gte', 1), ('per_week__gte', 1)), name='authorization_allows_a_post'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='restriction_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), models.Q(('lift_reason', ''), _negated=True), _connector='OR'), name='lifted_restriction_says_why'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'suspended'), ('lifted_at__isnull', True), models.Q(('cause', 'security'), _negated=True)), fields=('authorization', 'cause'), name='one_suspension_per_cause'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['office', 'role', '-exposure', 'due_at', 'id'], name='review_queue'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('next_alarm_at__isnull', False)), fields=['next_alarm_at'], name='review_alarm'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['authorization_version', 'created_at'], name='review_of_authorization'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'open'), _negated=True), models.Q(('closed_at__isnull', True), ('due_at__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='open_review_has_a_clock'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['owed', 'open']), ('next_alarm_at__isnull', True), _connector='OR'), name='only_reviews_to_come_have_alarms'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='a_done_review_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'stands']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='an_adverse_outcome_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('publisher')), _negated=True), _connector='OR'), name='nobody_reviews_what_they_published'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'fast_path'), _negated=True), ('authorization_version__isnull', False), _connector='OR'), name='a_fast_path_review_names_its_authorization'),
        ),
        migrations.AddConstraint(
            model_name='reviewrule',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='one_default_review_rule'),
        ),
        migrations.AddConstraint(
            model_name='reviewrule',
            constraint=models.CheckConstraint(condition=models.Q(('limit__gt', datetime.timedelta(0))), name='review_rule_has_a_limit'),
        ),
        migrations.AddConstraint(
            model_name='reviewrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('selector', 'office'), _negated=True), ('office__isnull', False), _connector='OR'), name='review_rule_names_its_office'),
        ),
        migrations.AddConstraint(
            model_name='reviewrule',
            constraint=models.CheckConstraint(condition=models.Q(('remind_percent__gte', 1), ('remind_percent__lte', 99)), name='review_rule_reminds_before_the_end'),
        ),
        migrations.RunPython(GUARDS.create_triggers, GUARDS.drop_triggers),
    ]
