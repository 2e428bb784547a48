"""Writes different values to many rows with one statement, as `bulk_update` does, for sweeps of thousands.

`bulk_update` gives each value a CASE of its own, which is a third of the work of a sweep. Here the values are handed
over as columns of a table. Both mean the same (tests/actions/test_writing_rows.py); SQLite takes `bulk_update` itself.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def write_each(rows: Sequence[Model], columns: Sequence[str]) -> None:
    """Write these columns of each row, as `bulk_update(rows, columns)` would. One statement; none for no rows."""
    if not rows:
        return
    model: Any = type(rows[0])
    if connection.vendor == "postgresql":
        meta = model._meta  # noqa: SLF001 (Django documents it)
        _update(rows, meta.db_table, [meta.pk, *(meta.get_field(name) for name in columns)])
    else:
        model.objects.bulk_update(rows, columns)


def _update(rows: Sequence[Model], table: str, fields: Sequence[Any]) -> None:
    """Update a table; the first of these fields is its key. Names and types are the models' own."""
    quote = connection.ops.quote_name
    key, *written = [quote(field.column) for field in fields]
    values = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    changes = ", ".join(f"{column} = given.{column}" for column in written)
    statement = (
        f"UPDATE {quote(table)} AS kept SET {changes} "  # noqa: S608 (no word of it comes from outside)
        f"FROM unnest({values}) AS given ({', '.join([key, *written])}) WHERE kept.{key} = given.{key}"
    )
    columns = [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
