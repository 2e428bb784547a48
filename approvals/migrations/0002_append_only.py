"""The record cannot be altered: the database itself refuses to change or delete it (PostgreSQL and SQLite)."""

from django.db import migrations

APPEND_ONLY = [
    "approvals_event",
    "approvals_revision",
    "approvals_decision",
    "approvals_denial",
]
FROZEN_WITH_VERSION = "approvals_level"

POSTGRES_FUNCTIONS = """
CREATE FUNCTION chancery_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append_only: % is a record and cannot be changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION chancery_frozen_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM approvals_policyversion WHERE id = OLD.version_id AND status <> 'draft') THEN
        RAISE EXCEPTION 'frozen_version: the levels of a proposed version cannot be changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER chancery_frozen_level BEFORE UPDATE OR DELETE ON approvals_level
    FOR EACH ROW EXECUTE FUNCTION chancery_frozen_level();
"""


def create(apps, schema_editor):
    """Create the triggers that this database understands."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTIONS, params=None)
        for table in APPEND_ONLY:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION chancery_append_only()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION chancery_append_only()"
            )
    elif schema_editor.connection.vendor == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only: {table} is a record and cannot be changed or deleted'); END"
                )
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {FROZEN_WITH_VERSION}_frozen_{verb.lower()} BEFORE {verb} ON {FROZEN_WITH_VERSION} "
                "WHEN EXISTS (SELECT 1 FROM approvals_policyversion WHERE id = OLD.version_id AND status <> 'draft') "
                "BEGIN SELECT RAISE(ABORT, 'frozen_version: the levels of a proposed version cannot be changed'); END"
            )
    else:
        raise NotImplementedError("Chancery runs on PostgreSQL or SQLite: no other database enforces its record.")


def drop(apps, schema_editor):
    """Drop the triggers again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION chancery_append_only() CASCADE")
        schema_editor.execute("DROP FUNCTION chancery_frozen_level() CASCADE")
    elif schema_editor.connection.vendor == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {FROZEN_WITH_VERSION}_frozen_{verb}")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
