"""When offices work, and who is away, acting or on duty."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_sentences_for_refusals'),
    ]

    operations = [
        migrations.AddField(
            model_name='deputy',
            name='passed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passed_on', to='accounts.deputy', verbose_name='passed on by'),
        ),
        migrations.AddField(
            model_name='office',
            name='calendar_stamp',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='office',
            name='observes_home',
            field=models.BooleanField(db_default=True, default=True, verbose_name='keeps the holidays of the sending state'),
        ),
        migrations.AddField(
            model_name='office',
            name='observes_host',
            field=models.BooleanField(db_default=True, default=True, verbose_name='keeps the holidays of its country'),
        ),
        migrations.AddField(
            model_name='office',
            name='region',
            field=models.CharField(blank=True, db_default='', default='', max_length=10, verbose_name='region of the country'),
        ),
        migrations.AddField(
            model_name='posting',
            name='is_acting',
            field=models.BooleanField(db_default=False, default=False, verbose_name='acting'),
        ),
        migrations.AlterField(
            model_name='posting',
            name='role',
            field=models.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('head', 'Head of mission'), ('policy', 'Policy officer'), ('records', 'Records officer'), ('administrator', 'Administrator'), ('duty', 'Duty officer')], max_length=13, verbose_name='role'),
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['-starts_at'],
                'indexes': [models.Index(fields=['user', 'ends_at'], name='absence_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='absence_ends_after_it_starts', violation_error_message='An absence ends after it starts. Give a later end.')],
            },
        ),
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='accounts.posting', verbose_name='posting')),
            ],
            options={
                'verbose_name': 'duty shift',
                'verbose_name_plural': 'duty shifts',
                'ordering': ['starts_at'],
                'indexes': [models.Index(fields=['posting', 'ends_at'], name='shift_of_posting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_it_starts', violation_error_message='A shift ends after it starts. Give a later end.')],
            },
        ),
        migrations.CreateModel(
            name='OfficeHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('weekly', models.JSONField(default=dict, verbose_name='weekly hours')),
                ('follows_weekend', models.BooleanField(db_default=True, default=True, verbose_name='follows the weekend of the country')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='accounts.office', verbose_name='office')),
            ],
            options={
                'verbose_name': 'office hours',
                'verbose_name_plural': 'office hours',
                'ordering': ['office', 'starts_on'],
                'constraints': [models.UniqueConstraint(fields=('office', 'starts_on'), name='one_set_of_hours_per_day')],
            },
        ),
        migrations.CreateModel(
            name='OwnDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('kind', models.CharField(choices=[('closed', 'Closed'), ('open', 'Worked')], max_length=6, verbose_name='kind')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('windows', models.JSONField(blank=True, default=list, verbose_name='hours')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_days', to='accounts.office', verbose_name='office')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'own day',
                'verbose_name_plural': 'own days',
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('office', 'day'), name='one_own_day_of_an_office'), models.UniqueConstraint(condition=models.Q(('office__isnull', True)), fields=('day',), name='one_own_day_of_the_ministry')],
            },
        ),
        migrations.CreateModel(
            name='SpecialHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('weekly', models.JSONField(default=dict, verbose_name='weekly hours')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='special_hours', to='accounts.office', verbose_name='office')),
            ],
            options={
                'verbose_name': 'special hours',
                'verbose_name_plural': 'special hours',
                'ordering': ['office', 'first_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='special_hours_end_after_they_begin')],
            },
        ),
    ]
