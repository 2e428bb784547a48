"""The step of the write form that puts a cleared line into the text, for browsers without scripts too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict

from approvals import lines, quoting
from approvals.lines import Offered
from approvals.rules.conditions import language_names
from approvals.web.forms.fields import small_number
from approvals.web.forms.writing import WriteForm
from channels.models import Channel

STEPS = ("find_lines", "insert_line")


def is_step(do: str) -> bool:
    """Say whether a button asks for lines, or for one to be put in, and not for the text to be judged."""
    return do.partition("-")[0] in STEPS


def with_line(typed: QueryDict, do: str, *, at: datetime) -> QueryDict:
    """Return what was typed with the line put in that the author chose, behind the text; a line that is gone is not."""
    verb, _, named = do.partition("-")
    line = small_number(named)
    if verb != "insert_line" or line is None:
        return typed
    text = _text(line, typed.get("language", ""), at=at)
    data = typed.copy()
    before = typed.get("text", "").rstrip()
    data["text"] = " ".join(part for part in (before, text) if part)
    return data


def offered(form: WriteForm, channels: Sequence[Channel], do: str, *, at: datetime) -> list[Offered] | None:
    """Return the lines that can be put into what is being written; None until somebody asks for them."""
    if not is_step(do):
        return None
    typed: dict[str, Any] = getattr(form, "cleaned_data", {})
    chosen = set(typed.get("channels") or ())
    return lines.offered(
        [channel for channel in channels if channel.pk in chosen], language=typed.get("language") or "",
        topics=typed.get("topics") or (), at=at,
    )  # fmt: skip


def _text(line: int, language: str, *, at: datetime) -> str:
    names = language_names((language,))
    texts = {one.language: one.text for one in quoting.Library(at=at).texts if one.line_id == line}
    return texts.get(language) or next((text for code, text in texts.items() if code in names), "")
