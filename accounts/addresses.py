"""The parts of an address that name a row or count from one, used as `f"policies/<{ROW}:policy_id>/"`."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class RowConverter(StringConverter):
    """The number of a row: what no database could hold is no address."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        """Return the number."""
        return int(value)


class OrdinalConverter(RowConverter):
    """The number of a revision or a version: 1, 2, 3."""

    regex = "[1-9][0-9]{0,8}"


ROW, ORDINAL = "row", "ordinal"
register_converter(RowConverter, ROW)
register_converter(OrdinalConverter, ORDINAL)
