"""A proposed version of a policy stays as it is: the database refuses to add to it, change it or unfreeze it."""

from django.db import migrations

NOT_BEING_WRITTEN = "EXISTS (SELECT 1 FROM approvals_policyversion WHERE id = {row}.version_id AND status <> 'draft')"
NOT_BEING_WRITTEN_EITHER = (
    "EXISTS (SELECT 1 FROM approvals_policyversion AS version JOIN approvals_level AS level ON level.version_id = version.id"
    " WHERE level.id = {row}.level_id AND version.status <> 'draft')"
)
CHANGED = "OLD.status <> 'draft' AND (NEW.status = 'draft' OR {differs})"
KEPT = ("policy_id", "number", "conditions", "created_by_id", "created_at", "proposed_by_id", "proposed_at")

# Trigger, table, event, condition. Changes and deletions of levels are refused since 0002.
TRIGGERS = [
    ("chancery_level_added", "approvals_level", "INSERT", NOT_BEING_WRITTEN.format(row="NEW")),
    ("chancery_level_moved", "approvals_level", "UPDATE", NOT_BEING_WRITTEN.format(row="NEW")),
    ("chancery_rung_added", "approvals_levelescalation", "INSERT", NOT_BEING_WRITTEN_EITHER.format(row="NEW")),
    ("chancery_rung_changed", "approvals_levelescalation", "UPDATE", NOT_BEING_WRITTEN_EITHER.format(row="OLD")),
    ("chancery_rung_moved", "approvals_levelescalation", "UPDATE", NOT_BEING_WRITTEN_EITHER.format(row="NEW")),
    ("chancery_rung_deleted", "approvals_levelescalation", "DELETE", NOT_BEING_WRITTEN_EITHER.format(row="OLD")),
    ("chancery_version_deleted", "approvals_policyversion", "DELETE", "OLD.status <> 'draft'"),
]  # fmt: skip
WHY = "frozen_version: a proposed version cannot be changed"


def triggers(vendor):
    """Return the triggers, with how this database says that two values differ."""
    differs = " OR ".join(
        f"NEW.{name} IS {'DISTINCT FROM' if vendor == 'postgresql' else 'NOT'} OLD.{name}" for name in KEPT
    )
    return [*TRIGGERS, ("chancery_version_changed", "approvals_policyversion", "UPDATE", CHANGED.format(differs=differs))]


def create(apps, schema_editor):
    """Create the triggers that this database understands."""
    vendor = schema_editor.connection.vendor
    for name, table, event, condition in triggers(vendor):
        if vendor == "postgresql":
            # A trigger's own WHEN may not ask other tables there, so the question is put in a function of its own.
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
                f"RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()", params=None
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )


def drop(apps, schema_editor):
    """Drop the triggers again."""
    vendor = schema_editor.connection.vendor
    for name, _table, _event, _condition in triggers(vendor):
        schema_editor.execute(
            f"DROP FUNCTION {name}() CASCADE" if vendor == "postgresql" else f"DROP TRIGGER {name}", params=None
        )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_append_only")]
    operations = [migrations.RunPython(create, drop)]
