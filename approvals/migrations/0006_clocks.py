"""Clocks on working time: what a limit runs on, delays explained, drafts at risk, claims, heartbeats."""


import datetime
import django.db.models.deletion
import importlib

from django.conf import settings
from django.db import migrations, models


GUARDS = importlib.import_module("approvals.migrations.0004_levels_regimes_holds")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_clocks'),
        ('approvals', '0005_drafts_in_flight'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite loses a table's triggers when it rebuilds it.
        migrations.RunPython(GUARDS.drop_triggers, GUARDS.create_triggers),
        migrations.CreateModel(
            name='CalendarChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hours', 'New working hours'), ('special', 'Special hours'), ('day', 'A day of its own'), ('holidays', 'Which holidays are kept'), ('zone', 'Another country or time zone')], max_length=8)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('changed_at', models.DateTimeField()),
                ('next_alarm_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-changed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=20)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='delay',
            name='explained_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='delay',
            name='explained_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delay',
            name='late_working',
            field=models.DurationField(null=True),
        ),
        migrations.AddField(
            model_name='delay',
            name='note',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='delay',
            name='reason',
            field=models.CharField(blank=True, choices=[('absent', 'Whoever decides is absent'), ('facts', 'Awaiting facts'), ('translation', 'Awaiting a translation'), ('legal', 'Awaiting legal advice'), ('busy', 'Too much to do'), ('other', 'Another reason')], db_default='', default='', max_length=11),
        ),
        migrations.AddField(
            model_name='draft',
            name='risk_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='risk_told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='level',
            name='remind_percent',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='remind when so much is used up'),
        ),
        migrations.AddField(
            model_name='level',
            name='runs_on',
            field=models.CharField(choices=[('working', 'Working hours of the office'), ('wall', 'The wall clock')], db_default='wall', default='wall', max_length=7, verbose_name='the limit runs on'),
        ),
        migrations.AddField(
            model_name='levelescalation',
            name='posting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting', verbose_name='posting'),
        ),
        migrations.AddField(
            model_name='levelescalation',
            name='repeat_every',
            field=models.DurationField(blank=True, null=True, verbose_name='again every'),
        ),
        migrations.AddField(
            model_name='levelescalation',
            name='repeat_times',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='so many times'),
        ),
        migrations.AddField(
            model_name='regimelevel',
            name='remind_percent',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='remind when so much is used up'),
        ),
        migrations.AddField(
            model_name='regimelevel',
            name='runs_on',
            field=models.CharField(choices=[('working', 'Working hours of the office'), ('wall', 'The wall clock')], db_default='wall', default='wall', max_length=7, verbose_name='the limit runs on'),
        ),
        migrations.AddField(
            model_name='step',
            name='claimed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='step',
            name='claimed_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='step',
            name='nudged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='step',
            name='runs_on',
            field=models.CharField(choices=[('working', 'Working hours of the office'), ('wall', 'The wall clock')], db_default='wall', default='wall', max_length=7),
        ),
        migrations.AddField(
            model_name='step',
            name='used_before',
            field=models.DurationField(null=True),
        ),
        migrations.AddField(
            model_name='stepescalation',
            name='posting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AlterField(
            model_name='level',
            name='role',
            field=models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], default='approver', max_length=13, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='levelescalation',
            name='role',
            field=models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], default='approver', max_length=13, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='regimelevel',
            name='role',
            field=models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], default='approver', max_length=13, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='step',
            name='role',
            field=models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], max_length=13),
        ),
        migrations.AlterField(
            model_name='stepescalation',
            name='role',
            field=models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], max_length=13),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.CheckConstraint(condition=models.Q(('remind_percent__isnull', True), models.Q(('remind_before__isnull', True), ('remind_percent__gte', 1), ('remind_percent__lte', 99)), _connector='OR'), name='level_reminds_in_one_way'),
        ),
        migrations.AddConstraint(
            model_name='levelescalation',
            constraint=models.CheckConstraint(condition=models.Q(('repeat_times', 0), ('repeat_every__gt', datetime.timedelta(0)), _connector='OR'), name='escalation_repeats_after_a_while'),
        ),
        migrations.AddField(
            model_name='calendarchange',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='calendarchange',
            name='office',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calendar_changes', to='accounts.office'),
        ),
        migrations.AddConstraint(
            model_name='heartbeat',
            constraint=models.UniqueConstraint(fields=('part', 'name'), name='one_heartbeat_per_part'),
        ),
        migrations.AddIndex(
            model_name='calendarchange',
            index=models.Index(condition=models.Q(('next_alarm_at__isnull', False)), fields=['next_alarm_at'], name='calendar_alarm'),
        ),
        migrations.RunPython(GUARDS.create_triggers, GUARDS.drop_triggers),
    ]
