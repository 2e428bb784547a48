"""Images and what they are a part of: the database itself refuses to change either (PostgreSQL and SQLite)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What is refused of which table; an image that is a part of no revision may be forgotten, a use never.
KEPT = [("approvals_image", ("UPDATE",)), ("approvals_imageuse", ("UPDATE", "DELETE"))]


def create(apps, schema_editor):
    """Create the triggers that this database understands."""
    for table, verbs in KEPT:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join(verbs)} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION chancery_append_only()"
            )
            continue
        for verb in verbs:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append_only: {table} is a record and cannot be changed or deleted'); END"
            )


def drop(apps, schema_editor):
    """Drop the triggers again."""
    for table, verbs in KEPT:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            continue
        for verb in verbs:
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb.lower()}")


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0013_words_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('format', models.CharField(max_length=8)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('data', models.BinaryField()),
                ('small', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('height__gt', 0), ('size__gt', 0), ('width__gt', 0)), name='no_image_of_nothing')],
            },
        ),
        migrations.CreateModel(
            name='ImageUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='approvals.image')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('image', 'by'), name='one_upload_per_image_and_person')],
            },
        ),
        migrations.CreateModel(
            name='ImageUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='approvals.image')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='image_uses', to='approvals.revision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('image', 'revision'), name='one_use_per_image_and_revision')],
            },
        ),
        migrations.RunPython(create, drop),
    ]
