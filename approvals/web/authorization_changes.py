"""What a version of a pre-authorization changes in the one before it, told in sentences: one for each term."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import reading
from approvals.models import AuthorizationVersion, RunsOn
from approvals.web.authorization_terms import countries_of, kinds_of, languages_of, topics_of
from approvals.web.condition_sentences import listed
from approvals.web.conditions import Vocabulary
from approvals.web.words import time_limit

Words = str | Promise
Say = Callable[[AuthorizationVersion], object]

# What came in and what went out, of terms that are lists.
LISTS: Mapping[str, tuple[Words, Words]] = {
    "channels": (_("Posts may now go out on %(names)s."), _("Posts may no longer go out on %(names)s.")),
    "languages": (_("Posts may now be in %(names)s."), _("Posts may no longer be in %(names)s.")),
    "kinds": (_("These may now go out: %(names)s."), _("These may no longer go out: %(names)s.")),
    "barred_topics": (_("These topics are now barred: %(names)s."), _("These topics are no longer barred: %(names)s.")),
    "barred_countries": (
        _("These countries are now barred: %(names)s."),
        _("These countries are no longer barred: %(names)s."),
    ),
}
# What was, and what is.
VALUES: Mapping[str, Words] = {
    "starts_at": _("It begins on %(after)s, and no longer on %(before)s."),
    "until": _("It ends on %(after)s, and no longer on %(before)s."),
    "per_day": _("Posts in a day at most: %(before)s → %(after)s."),
    "per_week": _("Posts in a week at most: %(before)s → %(after)s."),
    "review_limit": _("A post is reviewed within: %(before)s → %(after)s."),
    "halve_after": _("Adverse outcomes that halve the quota: %(before)s → %(after)s."),
    "suspend_after": _("Adverse outcomes that suspend it: %(before)s → %(after)s."),
    "trust_days": _("Days over which adverse outcomes are counted: %(before)s → %(after)s."),
}


def told_between(old: AuthorizationVersion | None, new: AuthorizationVersion, words: Vocabulary) -> list[str]:
    """Return what changed from one version to another, each change as a sentence; nothing before the first.

    No query where the channels have been read along, but one for the names of topics.
    """
    if old is None:
        return []
    return [*_lists(old, new, words), *_values(old, new), *_switches(old, new)]


def _lists(old: AuthorizationVersion, new: AuthorizationVersion, words: Vocabulary) -> Iterable[str]:
    say: Mapping[str, Callable[[Sequence[str]], str]] = {
        "channels": lambda names: listed(names, "standard"),
        "languages": languages_of,
        "kinds": kinds_of,
        "barred_topics": lambda slugs: topics_of(slugs, words),
        "barred_countries": countries_of,
    }
    for name, (came, went) in LISTS.items():
        before, after = _items(old, name), _items(new, name)
        for sentence, found in ((came, _less(after, before)), (went, _less(before, after))):
            if found:
                yield str(sentence) % {"names": say[name](found)}


def _values(old: AuthorizationVersion, new: AuthorizationVersion) -> Iterable[str]:
    for name, sentence in VALUES.items():
        say = _SAYINGS.get(name, lambda version, name=name: getattr(version, name))
        before, after = say(old), say(new)
        if before != after and (name != "starts_at" or _begins_otherwise(old, new)):
            yield str(sentence) % {"before": before, "after": after}


def _begins_otherwise(old: AuthorizationVersion, new: AuthorizationVersion) -> bool:
    """Say whether its beginning was changed: terms that hold at once, in the place of terms that held, change none."""
    return max(old.starts_at, new.starts_at) > new.proposed_at


def _switches(old: AuthorizationVersion, new: AuthorizationVersion) -> Iterable[str]:
    if old.passes_to_acting != new.passes_to_acting:
        yield (
            gettext("Whoever acts for the holder may now use it as well.")
            if new.passes_to_acting
            else gettext("Whoever acts for the holder may no longer use it.")
        )
    if (old.words, old.words_fr) != (new.words, new.words_fr):
        is_gone = not (new.words or new.words_fr)
        yield (
            gettext("It has no conditions in words any more.")
            if is_gone
            else gettext("The conditions in words are others: read them above.")
        )


def _items(version: AuthorizationVersion, name: str) -> list[str]:
    return [str(channel) for channel in version.channels.all()] if name == "channels" else list(getattr(version, name))


def _less(these: Sequence[str], those: Sequence[str]) -> list[str]:
    return [one for one in these if one not in those]


def _moment(name: str) -> Say:
    return lambda version: reading.moment(getattr(version, name))


def _number(name: str) -> Say:
    return lambda version: getattr(version, name) or gettext("none")


_SAYINGS: Mapping[str, Say] = {
    "starts_at": _moment("starts_at"),
    "until": _moment("until"),
    "review_limit": lambda version: time_limit(version.review_limit, RunsOn(version.review_runs_on)),
    "halve_after": _number("halve_after"),
    "suspend_after": _number("suspend_after"),
}
