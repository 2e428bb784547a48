"""A table as the text of a CSV file that a spreadsheet opens as it is: no cell of it is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# With one of these at its beginning a spreadsheet takes a cell for a formula, or drops the sign and looks again.
LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Without this mark, Excel reads UTF-8 as something else.
BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as the text of a file; text that would be a formula has a quote before it."""
    held = io.StringIO()
    held.write(BYTE_ORDER_MARK)
    csv.writer(held).writerows([harmless(cell) for cell in row] for row in rows)
    return held.getvalue()


def harmless(cell: object) -> object:
    """Return a cell that is shown and never run: a number as it is, text quoted where it leads a formula."""
    if isinstance(cell, int):
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(LEADS_A_FORMULA) else text


def as_meant(cell: str) -> str:
    """Return what a cell says that `harmless` has quoted."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ").startswith(LEADS_A_FORMULA) else cell
