"""Long work in the demo ministry: a file of drafts that the records officer asked for this morning."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from accounts import work
from approvals.actions import long_work
from approvals.demo.cast import Cast
from approvals.demo.happenings import Told

BEFORE: Final = timedelta(hours=2)


def work_asked(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield what was asked for."""
    yield now - BEFORE, partial(_ask_and_do, cast)


def _ask_and_do(cast: Cast, at: datetime) -> None:
    long_work.begin(kind="drafts_file", by=cast.users["records.officer"], asked={}, at=at)
    work.take_up(at=at)
