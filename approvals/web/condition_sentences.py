"""What a condition says, in whole phrases: one for every field, and how phrases stand together in a sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NamedTuple

from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.reading import reader_locale
from approvals.rules.normal_form import ALWAYS, NEVER, Group, Leaf, Part

Words = str | Promise
MOST_IN_A_SENTENCE = 4


class Phrases(NamedTuple):
    """How a field is asked for: one of its values, not this one, none of several."""

    one_of: Words
    not_this: Words
    none_of: Words


PHRASES: Mapping[str, Phrases] = {
    "platform": Phrases(
        _("the platform is %(values)s"), _("the platform is not %(values)s"), _("the platform is none of %(values)s")
    ),
    "channel": Phrases(
        _("the channel is %(values)s"), _("the channel is not %(values)s"), _("the channel is none of %(values)s")
    ),
    "language": Phrases(
        _("the language is %(values)s"), _("the language is not %(values)s"), _("the language is none of %(values)s")
    ),
    "country": Phrases(
        _("the country is %(values)s"), _("the country is not %(values)s"), _("the country is none of %(values)s")
    ),
    "topic": Phrases(
        _("the topic is %(values)s"), _("the topic is not %(values)s"), _("the topic is none of %(values)s")
    ),
    "urgency": Phrases(
        _("the urgency is %(values)s"), _("the urgency is not %(values)s"), _("the urgency is none of %(values)s")
    ),
    "kind": Phrases(_("the post is %(values)s"), _("the post is not %(values)s"), _("the post is none of %(values)s")),
    "audience": Phrases(
        _("the audience is %(values)s"), _("the audience is not %(values)s"), _("the audience is none of %(values)s")
    ),
    "office": Phrases(
        _("the office is %(values)s"), _("the office is not %(values)s"), _("the office is none of %(values)s")
    ),
    "cleared_line": Phrases(
        _("the text %(values)s"), _("it is not so that the text %(values)s"), _("the text does neither: %(values)s")
    ),
}
# Values that stand in a sentence otherwise than in a list of choices.
IN_A_SENTENCE: Mapping[str, Mapping[str, Words]] = {
    "kind": {"original": _("an original post"), "reply": _("a reply"), "repost": _("a repost")},
    "audience": {
        "host": _("the public of the host country"),
        "domestic": _("the public at home"),
        "international": _("an international public"),
    },
    "cleared_line": {
        "unaltered": _("consists of cleared lines, unaltered"),
        "altered": _("quotes cleared lines with changes"),
        "none": _("quotes no cleared line"),
    },
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A condition in words: one sentence, and where that would be too long, a lead and the lines of a list below it."""

    sentence: str
    lead: str = ""
    lines: list["Spoken"] = field(default_factory=list)


Names = Callable[[str], Mapping[str, str]]


def sentence(part: Part, names: Names) -> str:
    """Return the whole condition as one sentence, beginning with "when"."""
    if part in (ALWAYS, NEVER):
        return gettext("always") if part == ALWAYS else gettext("never")
    return gettext("when %(condition)s") % {"condition": _clause(part, names)}


def spoken(part: Part, names: Names) -> Spoken:
    """Return the condition as a sentence, or as a list where groups within groups would be hard to follow."""
    whole = sentence(part, names)
    if not isinstance(part, Group) or not _is_long(part):
        return Spoken(whole)
    leads = {"all": gettext("when all of these hold:"), "any": gettext("when one of these holds:")}
    return Spoken(whole, leads[part.word], [_line(inner, names) for inner in part.parts])


def _line(part: Part, names: Names) -> Spoken:
    said = _clause(part, names)
    if not isinstance(part, Group) or not _is_long(part):
        return Spoken(said)
    leads = {"all": gettext("all of these:"), "any": gettext("one of these:")}
    return Spoken(said, leads[part.word], [_line(inner, names) for inner in part.parts])


def _is_long(part: Group) -> bool:
    return any(isinstance(inner, Group) for inner in part.parts) and _leaves(part) > MOST_IN_A_SENTENCE


def _leaves(part: Part) -> int:
    return sum(_leaves(inner) for inner in part.parts) if isinstance(part, Group) else 1


def _clause(part: Part, names: Names) -> str:
    if isinstance(part, Leaf):
        return _asked(part, names)
    clauses = [_within(inner, names) for inner in part.parts]
    # Where a clause holds a list of its own, a comma keeps it apart from the next.
    is_plain = all(isinstance(inner, Leaf) and len(inner.values) == 1 for inner in part.parts)
    patterns = {
        ("all", True): gettext("%(one)s and %(other)s"),
        ("all", False): gettext("%(one)s, and %(other)s"),
        ("any", True): gettext("%(one)s or %(other)s"),
        ("any", False): gettext("%(one)s, or %(other)s"),
    }
    pattern = patterns[part.word, is_plain]
    return reduce(lambda one, other: pattern % {"one": one, "other": other}, clauses)


def _within(part: Part, names: Names) -> str:
    return f"({_clause(part, names)})" if isinstance(part, Group) else _clause(part, names)


def _asked(leaf: Leaf, names: Names) -> str:
    phrases, values = PHRASES[leaf.field], _values(leaf, names)
    if not leaf.is_none:
        return str(phrases.one_of) % {"values": listed(values, "or")}
    if len(values) == 1:
        return str(phrases.not_this) % {"values": values[0]}
    return str(phrases.none_of) % {"values": listed(values, "unit")}


def _values(leaf: Leaf, names: Names) -> list[str]:
    known: Mapping[str, Any] = {**names(leaf.field), **IN_A_SENTENCE.get(leaf.field, {})}
    return [str(known.get(value, value)) for value in leaf.values]


def listed(values: Sequence[str], style: str) -> str:
    """Return names as the reader's language lists them."""
    return format_list(values, style=style, locale=reader_locale())  # type: ignore[arg-type]  # one of its styles
