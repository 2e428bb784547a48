"""Holds and regimes as pages show them: for what, why, since when, until when, and where to read more."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import clock, reader, scopes
from accounts.models import User
from approvals import in_force
from approvals.models import Hold, Regime
from approvals.scoping import channel_name
from approvals.web.conditions import Vocabulary

Words = str | Promise
TITLES: dict[str, Words] = {
    "hold": _("On hold: %(scope)s"),
    Regime.Kind.CRISIS: _("Crisis regime: %(scope)s"),
    Regime.Kind.CARETAKER: _("Caretaker regime: %(scope)s"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One hold or regime in words; `exempt` are the names of the topics it leaves alone."""

    kind: str
    title: str
    scope: str
    reason: str
    since: datetime
    until: datetime | None
    url: str
    exempt: list[str] = field(default_factory=list)


def shown(row: Hold | Regime, words: Vocabulary) -> Shown:
    """Return a hold or a regime in the reader's language; names of topics cost one query for all that share `words`."""
    kind, since, page = ("hold", row.placed_at, "holds") if isinstance(row, Hold) else (
        row.kind, row.starts_at, "regimes"
    )  # fmt: skip
    said = scope_words(row, words)
    return Shown(
        kind=kind,
        title=str(TITLES[kind]) % {"scope": said},
        scope=said,
        reason=row.reason,
        since=since,
        until=row.until,
        url=_address(page, row.pk),
        exempt=topic_names(row.exempt_topics, words),
    )


def scope_words(row: Hold | Regime, words: Vocabulary) -> str:
    """Return what a hold or a regime is for, as a phrase: “everything”, “the country Saudi Arabia”."""
    names: dict[str, Callable[[], str]] = {
        "topic": lambda: words.names("topic").get(row.scope_value, ""),
        "channel": lambda: channel_name(row.scope_value),
    }
    name = names.get(row.scope, str)()
    return scopes.phrase(row.scope, row.scope_value, name)


def topic_names(slugs: Iterable[str], words: Vocabulary) -> list[str]:
    """Return the names of topics, in order; no query for none."""
    return [words.names("topic").get(slug, slug) for slug in slugs]


def touching(request: HttpRequest) -> list[Shown]:
    """Return the regimes and holds in force that may touch whoever reads, holds first.

    Two queries, one where some are for a country or a channel, and one for the names of topics where there are any;
    none when nobody is signed in.
    """
    user, at, words = getattr(request, "user", None), clock.now(), Vocabulary()
    if not isinstance(user, User):
        return []
    rows: list[Hold | Regime] = [*in_force.holds(at=at), *in_force.regimes(at=at)]
    return [shown(row, words) for row in in_force.touching(rows, reader.seats(request))]


def _address(page: str, row: int) -> str:
    try:
        return f"{reverse(page)}#{page.removesuffix('s')}-{row}"
    except NoReverseMatch:
        return ""
