"""Turns a message into words, in its reader's language and time zone, at the moment it is read or sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise

from accounts.reading import moment_and_zone
from accounts.scopes import phrase
from accounts.zones import zone_named
from notifications.models import Message
from notifications.plain import plain
from notifications.wording import KINDS, NEUTRAL, TIMES
from notifications.wording_notes import NOTES, REASONS
from notifications.wording_overrides import Wording
from notifications.wording_regimes import REGIMES

VALUE_IN_SENTENCE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Words:
    """A message in words: what a mail about it alone is called, its sentence, what stands below, and its page."""

    subject: str
    line: str
    note: str
    url: str


@contextmanager
def read_by(language: str, time_zone: str) -> Iterator[None]:
    """Speak to a reader of this language, in this time zone."""
    with translation.override(language), timezone.override(zone_named(time_zone)):
        yield


def line(message: Message, language: str, time_zone: str) -> str:
    """Say the message in one sentence of plain text; it never fails, whatever the message holds."""
    with read_by(language, time_zone):
        values = _values(message)
        return str(_wording(message.kind, values).line) % values


def words(message: Message) -> Words:
    """Say the message to whoever reads now; it never fails, whatever the message holds."""
    values = _values(message)
    wording = _wording(message.kind, values)
    return Words(
        subject=about(values.get("reference", ""), str(wording.subject) % values),
        line=str(wording.line) % values,
        note=_note(message.kind, values),
        url=f"{settings.SITE_URL}{message.path}" if message.path else "",
    )


def about(reference: str, subject: str) -> str:
    """Return a subject that names its draft first, so that it is found again."""
    return f"[{reference}] {subject}" if reference else subject


def _note(kind: str, values: dict[str, str]) -> str:
    note = NOTES.get(kind, "")
    return str(note) % values if _fits(note, values) else ""


def _wording(kind: str, values: dict[str, str]) -> Wording:
    wordings = KINDS.get(f"{kind}.{values.get('urgency')}", ()) + KINDS.get(kind, ()) + NEUTRAL
    return next(wording for wording in wordings if _fits(wording.subject, values) and _fits(wording.line, values))


def _fits(sentence: str | Promise, values: dict[str, str]) -> bool:
    return all(values.get(name) for name in VALUE_IN_SENTENCE.findall(str(sentence)))


def _values(message: Message) -> dict[str, str]:
    params = message.params if isinstance(message.params, dict) else {}
    values = {name: _moment(value) if name in TIMES else plain(value) for name, value in params.items()}
    if reason := REASONS.get(values.get("reason", "")):
        values["reason"] = str(reason)
    if regime := REGIMES.get(values.get("regime", "")):
        values["regime"] = str(regime)
    if "scope" in params:
        values["scope"] = _scope(values)
    return values


def _scope(values: dict[str, str]) -> str:
    """Say what a hold or a regime is for; a topic or a channel by its name in the reader's language."""
    names = [values.get("scope_name_fr", ""), values.get("scope_name", "")]
    is_french = (translation.get_language() or "").startswith("fr")
    name = next((name for name in names[not is_french :] if name), "")
    return phrase(values["scope"], values.get("scope_value", ""), name)


def _moment(value: object) -> str:
    """Say an instant as the pages do, in the reader's zone and with its name; '' for what is no instant."""
    try:
        instant = datetime.fromisoformat(str(value))
        return moment_and_zone(instant if instant.tzinfo else instant.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return ""
