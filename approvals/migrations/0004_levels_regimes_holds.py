"""Levels of every mode, regimes and holds; levels and steps get the key that says which level they continue."""

import datetime
import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.utils.text import slugify

import approvals.models.policy

FROZEN = importlib.import_module("approvals.migrations.0003_frozen_versions")
APPEND_ONLY = importlib.import_module("approvals.migrations.0002_append_only")
LONGEST_KEY = 40


def drop_triggers(apps, schema_editor):
    """Let the tables be rebuilt: SQLite loses a table's triggers when it does, and frozen levels get their keys here."""
    FROZEN.drop(apps, schema_editor)
    APPEND_ONLY.drop(apps, schema_editor)


def create_triggers(apps, schema_editor):
    """Guard the record and the frozen versions again."""
    APPEND_ONLY.create(apps, schema_editor)
    FROZEN.create(apps, schema_editor)


def name_levels(apps, schema_editor):
    """Give each level the key that its name makes, so that a level continues that of the same name before it."""
    Level = apps.get_model("approvals", "Level")
    taken = set()
    for level in Level.objects.order_by("version_id", "position", "pk"):
        stem = slugify(level.name)[: LONGEST_KEY - 4] or "level"
        key, number = stem, 1
        while (level.version_id, key) in taken:
            number += 1
            key = f"{stem}-{number}"
        taken.add((level.version_id, key))
        Level.objects.filter(pk=level.pk).update(key=key)
    Step = apps.get_model("approvals", "Step")
    Step.objects.update(key=Subquery(Level.objects.filter(pk=OuterRef("level")).values("key")[:1]))


def settle(apps, schema_editor):
    """Let PostgreSQL check now what it would check at the commit: a table with checks pending cannot be altered."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_sentences_for_refusals'),
        ('approvals', '0003_frozen_versions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop_triggers, create_triggers),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('everything', 'Everything'), ('country', 'A country'), ('channel', 'A channel'), ('topic', 'A topic'), ('language', 'A language')], default='everything', max_length=10, verbose_name='what is held')),
                ('scope_value', models.CharField(blank=True, max_length=150)),
                ('exempt_topics', models.JSONField(blank=True, default=list, verbose_name='exempt topics')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('placed_at', models.DateTimeField(verbose_name='placed')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lift_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was lifted')),
                ('closed_at', models.DateTimeField(null=True)),
                ('next_alarm_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'hold',
                'verbose_name_plural': 'holds',
                'ordering': ['-placed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Regime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('crisis', 'Crisis'), ('caretaker', 'Caretaker')], max_length=9, verbose_name='regime')),
                ('scope', models.CharField(choices=[('ministry', 'The whole ministry'), ('country', 'A country'), ('topic', 'A topic')], default='ministry', max_length=8, verbose_name='for')),
                ('scope_value', models.CharField(blank=True, max_length=100)),
                ('exempt_topics', models.JSONField(blank=True, default=list, verbose_name='exempt topics')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('limit', models.DurationField(blank=True, null=True, verbose_name='time limit of every level')),
                ('replaces_levels', models.BooleanField(default=False, verbose_name='its levels replace those of the policy')),
                ('suspends_fast_path', models.BooleanField(default=True, verbose_name='suspends pre-authorizations')),
                ('in_flight', models.CharField(choices=[('clocks', 'Drafts in review keep their levels; the new time limits apply to them'), ('routes', 'Drafts in review are put on the route of the regime; approvals they have are kept')], default='clocks', max_length=6, verbose_name='drafts in review')),
                ('declared_at', models.DateTimeField()),
                ('begun_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=500, verbose_name='why it ended')),
                ('closed_at', models.DateTimeField(null=True)),
                ('next_alarm_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'regime',
                'verbose_name_plural': 'regimes',
                'ordering': ['-starts_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RegimeLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('selector', models.CharField(choices=[('own_office', "The author's own office"), ('office', 'A named office'), ('country_desk', "The desk for the author's country"), ('minister', "The minister's office")], default='own_office', max_length=12, verbose_name='who is asked')),
                ('role', models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator')], default='approver', max_length=13, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('question', models.CharField(max_length=200, verbose_name='question')),
                ('mode', models.CharField(choices=[('approve', 'Approval'), ('silence', 'Silence procedure'), ('inform', 'For information')], db_default='approve', default='approve', max_length=7, verbose_name='mode')),
                ('quorum', models.CharField(choices=[('any', 'Any one person'), ('all', 'Everyone who holds the role'), ('n', 'A number of people')], default='any', max_length=3, verbose_name='how many must approve')),
                ('quorum_n', models.PositiveSmallIntegerField(default=1, verbose_name='number of people')),
                ('limit', models.DurationField(default=datetime.timedelta(seconds=14400), verbose_name='time limit')),
                ('remind_before', models.DurationField(blank=True, null=True, verbose_name='remind before the limit')),
                ('may_reject', models.BooleanField(default=True, verbose_name='may reject')),
                ('fresh_sign_in', models.BooleanField(db_default=False, default=False, verbose_name='fresh sign-in needed')),
                ('placement', models.CharField(choices=[('before', 'Before the levels of the policy'), ('after', 'After the levels of the policy')], default='after', max_length=6, verbose_name='when')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='policyversion',
            name='in_force_only_when_enacted',
        ),
        migrations.AddField(
            model_name='decision',
            name='carried_from',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.decision'),
        ),
        migrations.AddField(
            model_name='draft',
            name='audience',
            field=models.CharField(choices=[('host', 'The public of the host country'), ('domestic', 'The public at home'), ('international', 'An international public')], db_default='host', default='host', max_length=13, verbose_name='audience'),
        ),
        migrations.AddField(
            model_name='level',
            name='carry',
            field=models.CharField(choices=[('never', 'Never'), ('minor', 'When the change is minor')], db_default='never', default='never', max_length=5, verbose_name='carries over to a new revision'),
        ),
        migrations.AddField(
            model_name='level',
            name='fresh_sign_in',
            field=models.BooleanField(db_default=False, default=False, verbose_name='fresh sign-in needed'),
        ),
        migrations.AddField(
            model_name='level',
            name='key',
            field=models.SlugField(db_default=approvals.models.policy.NewKey(), max_length=40, verbose_name='key'),
        ),
        migrations.AddField(
            model_name='level',
            name='mode',
            field=models.CharField(choices=[('approve', 'Approval'), ('silence', 'Silence procedure'), ('inform', 'For information')], db_default='approve', default='approve', max_length=7, verbose_name='mode'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='blocked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='next_alarm_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='takes_effect_at',
            field=models.DateTimeField(null=True, verbose_name='takes effect'),
        ),
        migrations.AddField(
            model_name='step',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='step',
            name='carry',
            field=models.CharField(choices=[('never', 'Never'), ('minor', 'When the change is minor')], db_default='never', default='never', max_length=5),
        ),
        migrations.AddField(
            model_name='step',
            name='clock_from',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='step',
            name='clock_limit',
            field=models.DurationField(null=True),
        ),
        migrations.AddField(
            model_name='step',
            name='fresh_sign_in',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='step',
            name='key',
            field=models.CharField(db_default='', default='', max_length=60),
        ),
        migrations.AddField(
            model_name='step',
            name='mode',
            field=models.CharField(choices=[('approve', 'Approval'), ('silence', 'Silence procedure'), ('inform', 'For information'), ('comment', 'Comment')], db_default='approve', default='approve', max_length=7),
        ),
        migrations.AddField(
            model_name='step',
            name='origin',
            field=models.CharField(choices=[('policy', 'The policy'), ('regime', 'A regime'), ('concurrence', 'An approver')], db_default='policy', default='policy', max_length=11),
        ),
        migrations.AddField(
            model_name='step',
            name='reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AlterField(
            model_name='policyversion',
            name='status',
            field=models.CharField(choices=[('draft', 'Being written'), ('proposed', 'Proposed'), ('scheduled', 'Enacted, not yet in effect'), ('in_force', 'In force'), ('superseded', 'Superseded')], default='draft', max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='step',
            name='level',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.level'),
        ),
        migrations.AlterField(
            model_name='step',
            name='status',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('open', 'Open'), ('passed', 'Approved'), ('silent', 'Passed by silence'), ('informed', 'Told'), ('answered', 'Answered'), ('returned', 'Changes requested'), ('rejected', 'Rejected'), ('closed', 'Closed undecided')], default='waiting', max_length=8),
        ),
        migrations.AddIndex(
            model_name='policyversion',
            index=models.Index(condition=models.Q(('next_alarm_at__isnull', False)), fields=['next_alarm_at'], name='version_alarm'),
        ),
        migrations.RunPython(name_levels, migrations.RunPython.noop),
        migrations.RunPython(settle, settle),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.UniqueConstraint(fields=('version', 'key'), name='one_level_per_key'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['scheduled', 'in_force', 'superseded']), _negated=True), ('enacted_at__isnull', False), _connector='OR'), name='in_force_only_when_enacted'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'scheduled'), _negated=True), ('takes_effect_at__isnull', False), _connector='OR'), name='scheduled_for_an_instant'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'scheduled'), ('next_alarm_at__isnull', True), _connector='OR'), name='only_scheduled_versions_have_alarms'),
        ),
        migrations.AddField(
            model_name='hold',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hold',
            name='placed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='regime',
            name='declared_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='regime',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='step',
            name='regime',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.regime'),
        ),
        migrations.AddField(
            model_name='regimelevel',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='office'),
        ),
        migrations.AddField(
            model_name='regimelevel',
            name='regime',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='approvals.regime'),
        ),
        migrations.AddIndex(
            model_name='hold',
            index=models.Index(condition=models.Q(('next_alarm_at__isnull', False)), fields=['next_alarm_at'], name='hold_alarm'),
        ),
        migrations.AddIndex(
            model_name='hold',
            index=models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['placed_at'], name='hold_open'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('placed_at')), _connector='OR'), name='hold_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scope', 'everything'), ('scope_value', '')), models.Q(models.Q(('scope', 'everything'), _negated=True), models.Q(('scope_value', ''), _negated=True)), _connector='OR'), name='hold_names_its_scope'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hold_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='regime',
            index=models.Index(condition=models.Q(('next_alarm_at__isnull', False)), fields=['next_alarm_at'], name='regime_alarm'),
        ),
        migrations.AddIndex(
            model_name='regime',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['starts_at'], name='regime_open'),
        ),
        migrations.AddConstraint(
            model_name='regime',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('starts_at')), _connector='OR'), name='regime_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='regime',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scope', 'ministry'), ('scope_value', '')), models.Q(models.Q(('scope', 'ministry'), _negated=True), models.Q(('scope_value', ''), _negated=True)), _connector='OR'), name='regime_names_its_scope'),
        ),
        migrations.AddConstraint(
            model_name='regime',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='regime_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='regime',
            constraint=models.CheckConstraint(condition=models.Q(('limit__isnull', True), ('limit__gt', datetime.timedelta(0)), _connector='OR'), name='regime_limit_is_some_time'),
        ),
        migrations.AddConstraint(
            model_name='regimelevel',
            constraint=models.CheckConstraint(condition=models.Q(('limit__gt', datetime.timedelta(0))), name='regime_level_has_a_limit'),
        ),
        migrations.AddConstraint(
            model_name='regimelevel',
            constraint=models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='regime_level_positions_start_at_one'),
        ),
        migrations.AddConstraint(
            model_name='regimelevel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('selector', 'office'), _negated=True), ('office__isnull', False), _connector='OR'), name='regime_level_names_its_office'),
        ),
        migrations.AddConstraint(
            model_name='regimelevel',
            constraint=models.CheckConstraint(condition=models.Q(('quorum_n__gte', 1)), name='regime_level_asks_at_least_one'),
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
