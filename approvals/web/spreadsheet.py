"""A table as a CSV file that a spreadsheet opens as it is: no cell of it is ever run as a formula."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# With one of these at its beginning a spreadsheet takes a cell for a formula, or drops the sign and looks again.
LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Without this mark, Excel reads UTF-8 as something else.
BYTE_ORDER_MARK = "\ufeff"


def csv_file(rows: Iterable[Sequence[object]], *, name: str) -> HttpResponse:
    """Return the rows as a file to save under this name; text that would be a formula has a quote before it."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return response


def harmless(cell: object) -> object:
    """Return a cell that is shown and never run: a number as it is, text quoted where it leads a formula."""
    if isinstance(cell, int):
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(LEADS_A_FORMULA) else text
