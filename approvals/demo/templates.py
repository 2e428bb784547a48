"""The reply templates of the demo, written by those who keep them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from approvals.actions import templates
from approvals.actions.templates import Template
from approvals.demo import script
from approvals.demo.cast import Cast
from approvals.demo.happenings import Told
from approvals.demo.times import instant


def templates_written(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the writing of each template."""
    for told in script.table("templates")["templates"]:
        yield instant(told["written"], place=cast.place_of(told["place"]), now=now), partial(_write, cast, told)


def _write(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    office_id = cast.offices[told["office"]].pk if "office" in told else None
    asked = Template(office_id, told["name"], told["language"], told["text"], tuple(told.get("topics", ())))
    templates.write(asked=asked, by=cast.users[told["by"]], at=at)
