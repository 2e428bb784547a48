"""Reads the text of a file of people without trusting it: bounded, in UTF-8 (or what Excel makes of it), plain cells.

Comma, semicolon or tab, as the first line has it; with or without a byte order mark, or Excel's own `sep=;` line.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from approvals.people_file.columns import known_headings, plain
from approvals.people_file.problems import Problem
from approvals.refusals import Refused
from approvals.spreadsheet import as_meant

LARGEST: Final = 2_000_000  # bytes
MOST_LINES: Final = 20_000
LONGEST_CELL: Final = 254

_SEPARATORS: Final = (",", ";", "\t")
_SAYS_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# What no database keeps, what no person sees, and what turns the line around.
_UNUSABLE = re.compile("[\x01-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something: its number in the file, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Sheet:
    """What a file says, line by line, and what is wrong with how it is written."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def text_of(raw: bytes) -> str:
    """Return the text of a file that was sent; refuse what is too large, or in an encoding that says nothing of it."""
    require_size(len(raw))
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))  # Excel's “Unicode text”
    try:
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("people_file_not_text") from None


def require_size(size: int) -> None:
    """Refuse a file of more bytes than are taken."""
    if size > LARGEST:
        raise Refused("people_file_too_large", params={"limit": LARGEST // 1_000_000})


def read(text: str) -> Sheet:
    """Return what a file says, with every problem of its writing; refuse what cannot be read at all."""
    try:
        require_size(len(text.encode()))
    except UnicodeEncodeError:
        raise Refused("people_file_not_text") from None
    if "\x00" in text:
        raise Refused("people_file_not_text")
    said = _SAYS_SEPARATOR.match(text := text.removeprefix("\ufeff"))
    skipped = 1 if said else 0
    body = text[said.end() :] if said else text
    if body.count("\n") > MOST_LINES + 1:
        raise Refused("people_file_too_long", params={"most": MOST_LINES})
    return _sheet(body, said[1] if said else _separator(body), skipped)


def _separator(body: str) -> str:
    """Return what separates the cells: that by which the first line has most columns that are known."""
    first = next((line for line in body.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=lambda each: sum(plain(cell) in known_headings() for cell in first.split(each)))


def _sheet(body: str, separator: str, skipped: int) -> Sheet:
    sheet, columns = Sheet(), None
    for number, cells in _records(body, separator, sheet.problems):
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells, number + skipped, sheet.problems)
            if "username" not in columns:
                sheet.problems = [Problem(number + skipped, "no_username_column"), *sheet.problems]
                break
        elif (line := _line(columns, cells, number + skipped, sheet.problems)) is not None:
            sheet.lines.append(line)
    if columns is None and not sheet.problems:
        sheet.problems.append(Problem(1, "no_username_column"))
    return sheet


def _records(body: str, separator: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Give each record with the number of its first line; after one that cannot be read nothing can be trusted."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, [_clean(cell) for cell in cells]
            before = reader.line_num
    except csv.Error as error:
        too_long = "field limit" in str(error)
        problems.append(
            Problem(before + 1, "cell_too_long", {"most": LONGEST_CELL}) if too_long else Problem(before + 1, "quotes")
        )


def _clean(cell: str) -> str:
    return as_meant(unicodedata.normalize("NFC", cell).strip())


def _columns(cells: list[str], number: int, problems: list[Problem]) -> list[str]:
    """Return the column of each cell by the headings; empty for a heading that is empty or not known."""
    found: list[str] = []
    for cell in cells:
        column = known_headings().get(plain(cell), "")
        if cell and not column:
            problems.append(Problem(number, "unknown_column", {"value": cell[:60]}))
        elif column and column in found:
            problems.append(Problem(number, "column_twice", {"value": cell[:60]}))
        found.append(column)
    return found


def _line(columns: list[str], cells: list[str], number: int, problems: list[Problem]) -> Line | None:
    before = len(problems)
    if any(cells[len(columns) :]) or any(
        cell and not column for column, cell in zip(columns, cells, strict=False)
    ):  # a cell under no heading
        problems.append(Problem(number, "cells_too_many"))
    named = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
    for column, cell in named.items():
        if len(cell) > LONGEST_CELL:
            problems.append(Problem(number, "cell_too_long", {"most": LONGEST_CELL}))
        elif _UNUSABLE.search(cell):
            problems.append(Problem(number, "unusable", {"column": column}))
    return Line(number, named) if len(problems) == before else None
