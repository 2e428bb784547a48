"""The terms of a pre-authorization in full sentences: the same on its page and on its paper, in either language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import reading
from approvals.models import AuthorizationVersion, Kind, PreAuthorization
from approvals.web.condition_sentences import listed
from approvals.web.conditions import Vocabulary
from approvals.web.words import time_limit
from channels.languages import language_name

Words = str | Promise

KINDS: Mapping[str, Words] = {
    Kind.ORIGINAL: _("original posts"),
    Kind.REPLY: _("replies"),
    Kind.REPOST: _("reposts"),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an officer wrote, in the language it was written in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of the terms, under its heading."""

    key: str
    title: str
    sentences: list[str] = field(default_factory=list)
    quoted: Quoted | None = None


def clauses(authorization: PreAuthorization, version: AuthorizationVersion, words: Vocabulary) -> list[Clause]:
    """Return the terms of one version in the language and the time zone that are active now.

    No query where the channels have been read along, but one for the names of barred topics.
    """
    conditions = quoted_conditions(version)
    return [
        Clause("who", gettext("Who may use it, and until when"), _who(authorization, version)),
        Clause("what", gettext("What may go out"), _what(version)),
        Clause("barred", gettext("What is barred"), _barred(version, words)),
        Clause("quota", gettext("How many"), _quota(authorization, version)),
        Clause("review", gettext("How it is reviewed"), _review(version)),
        Clause("trust", gettext("What the outcomes of reviews do"), _trust(version)),
        *([Clause("words", gettext("Conditions"), quoted=conditions)] if conditions else []),
        Clause("stop", gettext("How it is stopped"), _stopped()),
    ]


def kinds_of(kinds: Sequence[str]) -> str:
    """Return kinds of post as a list of a sentence: “original posts, replies and reposts”."""
    return listed([str(KINDS.get(kind, kind)) for kind in kinds], "standard")


def languages_of(codes: Sequence[str]) -> str:
    """Return languages as a list of a sentence."""
    return listed([language_name(code) for code in codes], "standard")


def countries_of(codes: Sequence[str]) -> str:
    """Return countries as a list of a sentence."""
    return listed([reading.country_name(code) for code in codes], "standard")


def topics_of(slugs: Sequence[str], words: Vocabulary) -> str:
    """Return topics by their names, as a list of a sentence."""
    return listed([words.names("topic").get(slug, slug) for slug in slugs], "standard")


def quoted_conditions(version: AuthorizationVersion) -> Quoted | None:
    """Return the conditions in the reader's language, in the other one where they were given in that only."""
    mine, other = (version.words, "en"), (version.words_fr, "fr")
    if (get_language() or "en").startswith("fr"):
        mine, other = other, mine
    return next((Quoted(text, language) for text, language in (mine, other) if text.strip()), None)


def _who(authorization: PreAuthorization, version: AuthorizationVersion) -> list[str]:
    posting = authorization.posting
    values = {
        "name": posting.user.name, "title": posting.title, "office": posting.office.name,
        "from": reading.moment_and_zone(version.starts_at), "until": reading.moment_and_zone(version.until),
    }  # fmt: skip
    return [
        gettext(
            "%(name)s (%(title)s, %(office)s) may publish without prior approval, within these terms, and answers for "
            "it afterwards."
        )
        % values,
        gettext("It is granted from %(from)s until %(until)s, and comes into force when its holder accepts it.")
        % values,
        gettext("While the holder is away, or the post is vacant, whoever acts for the holder may use it as well.")
        if version.passes_to_acting
        else gettext("It is the holder’s alone: whoever acts for the holder may not use it."),
    ]


def _what(version: AuthorizationVersion) -> list[str]:
    channels = listed([str(channel) for channel in version.channels.all()], "standard")
    return [
        gettext("Posts may go out on %(channels)s.") % {"channels": channels},
        gettext("They may be in %(languages)s.") % {"languages": languages_of(version.languages)},
        gettext("They may be %(kinds)s.") % {"kinds": kinds_of(version.kinds)},
    ]


def _barred(version: AuthorizationVersion, words: Vocabulary) -> list[str]:
    said = []
    if version.barred_topics:
        topics = topics_of(version.barred_topics, words)
        said.append(gettext("No post may go out under it on these topics: %(topics)s.") % {"topics": topics})
    if version.barred_countries:
        countries = countries_of(version.barred_countries)
        said.append(
            gettext("No post may go out under it that names one of these countries: %(names)s.") % {"names": countries}
        )
    return said or [gettext("It bars no topic and no country.")]


def _quota(authorization: PreAuthorization, version: AuthorizationVersion) -> list[str]:
    day, week = version.per_day, version.per_week
    return [
        ngettext("At most %(count)d post may go out in a day.", "At most %(count)d posts may go out in a day.", day)
        % {"count": day},
        ngettext(
            "At most %(count)d post may go out in a week: a day and the six before it.",
            "At most %(count)d posts may go out in a week: a day and the six before it.",
            week,
        )
        % {"count": week},
        gettext("A day is one of the calendar of %(office)s, in the time zone %(zone)s.")
        % {"office": authorization.posting.office.name, "zone": authorization.posting.office.time_zone},
    ]


def _review(version: AuthorizationVersion) -> list[str]:
    limit = time_limit(version.review_limit, version.review_runs_on)
    return [
        gettext("Every post is reviewed after it has been published, within %(limit)s.") % {"limit": limit},
        gettext("The reviewer is never whoever wrote or published the post."),
        gettext("The review finds that the post stands, that it is to be corrected, or that it is to be taken down."),
    ]


def _trust(version: AuthorizationVersion) -> list[str]:
    days, said = version.trust_days, []
    if version.halve_after:
        said.append(
            ngettext(
                "One adverse outcome in %(days)d days halves the quota.",
                "%(count)d adverse outcomes in %(days)d days halve the quota.",
                version.halve_after,
            )
            % {"count": version.halve_after, "days": days}
        )
    if version.suspend_after:
        said.append(
            ngettext(
                "One adverse outcome in %(days)d days suspends it, until a policy officer lifts the suspension.",
                "%(count)d adverse outcomes in %(days)d days suspend it, until a policy officer lifts the suspension.",
                version.suspend_after,
            )
            % {"count": version.suspend_after, "days": days}
        )
    if not said:
        return [gettext("No number of adverse outcomes restricts it by itself.")]
    return [*said, gettext("An adverse outcome is that a post is to be corrected, or to be taken down.")]


def _stopped() -> list[str]:
    return [
        gettext(
            "A policy officer can suspend or revoke it at any time, for a reason that goes on record; from that second "
            "on nothing goes out under it."
        ),
        gettext("Nothing goes out under it while a hold covers the post, or a regime suspends pre-authorizations."),
    ]
