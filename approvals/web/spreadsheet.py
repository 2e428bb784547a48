"""A table as a CSV file that is taken along from a page (approvals/spreadsheet.py makes it safe to open)."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from approvals.spreadsheet import csv_text


def csv_file(rows: Iterable[Sequence[object]], *, name: str) -> HttpResponse:
    """Return the rows as a file to save under this name."""
    return csv_answer(csv_text(rows), name=name)


def csv_answer(text: str, *, name: str) -> HttpResponse:
    """Return a text that is CSV already as a file to save under this name."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
