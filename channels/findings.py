"""What screening finds in a text, and the sentence in which each finding is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext_lazy as _

Severity = Literal["blocking", "confirm"]

# Every sentence says where, what, and what to do. Positions count from 1, as people do.
_SENTENCES = {
    "hidden_characters": _(
        "Character %(position)s is invisible: %(name)s. Readers and reviewers cannot see it. Delete it, or type this "
        "part anew."
    ),
    "hidden_characters.several": _(
        "Characters %(position)s to %(last)s are invisible: %(name)s. Readers and reviewers cannot see them. Delete "
        "them, or type this part anew."
    ),
    "hidden_characters.direction": _(
        "Character %(position)s changes the direction in which text is shown: %(name)s. Reviewers could read something "
        "else than what is posted. Delete it, or type this part anew."
    ),
    "hidden_characters.left_open": _(
        "Character %(position)s changes the direction in which text is shown, and nothing changes it back: %(name)s. "
        "Delete it, or type this part anew."
    ),
    "hidden_characters.closes_nothing": _(
        "Character %(position)s ends a change of direction that never began: %(name)s. Delete it."
    ),
    "mixed_scripts": _(
        "The word “%(word)s” at character %(position)s mixes letters of different alphabets that look alike "
        "(%(scripts)s). Type it anew, or confirm that it is meant."
    ),
    "mixed_scripts.address": _(
        "The address “%(word)s” at character %(position)s looks like Latin letters, but is written in others "
        "(%(scripts)s). Type it anew, or confirm that it is meant."
    ),
    "unusable_text": _("Character %(position)s cannot be stored or shown: %(name)s. Delete it."),
    "unusable_text.several": _("Characters %(position)s to %(last)s cannot be stored or shown: %(name)s. Delete them."),
    "too_many_marks": _(
        "At character %(position)s, %(count)s accents or marks are piled over one letter. No writing needs more than "
        "%(most)s. Delete the others."
    ),
    "marking": _(
        "“%(marking)s” at character %(position)s is a classification marking. Confirm that this text may be published."
    ),
    "url_not_allowed.scheme": _(
        "“%(link)s” at character %(position)s is not a link that the public can open. Links begin with https:// or "
        "http://."
    ),
    "url_not_allowed.private": _(
        "The link “%(link)s” at character %(position)s leads to an internal or private address, which the public "
        "cannot open. Delete it, or give the public address."
    ),
    "url_not_allowed.disguised": _(
        "The link “%(link)s” at character %(position)s hides where it leads: what stands before the @ is not its "
        "address. Give the address itself."
    ),
    "internal_address": _(
        "“%(link)s” at character %(position)s is an internal address. Confirm that it may be published."
    ),
    "telephone": _(
        "“%(number)s” at character %(position)s looks like a telephone number. Confirm that it may be published."
    ),
    "personal_data.account": _(
        "At character %(position)s stands what looks like a bank account number (%(country)s…). Confirm that it may be "
        "published."
    ),
    "personal_data.card": _(
        "At character %(position)s stands what looks like the number of a payment card. Confirm that it may be "
        "published."
    ),
    "personal_data.passport": _(
        "At character %(position)s stands what looks like the machine-readable line of a passport. Confirm that it may "
        "be published."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a text, from `start` up to (not including) `end`, in code points from 0.

    A blocking finding must be mended; one to confirm may stand when a person says so. `message` and `params` make the
    sentence that `explain` returns.
    """

    code: str
    severity: Severity
    start: int
    end: int
    message: str
    params: Mapping[str, str] = field(default_factory=dict, hash=False)


def blocking(message: str, start: int, end: int, **params: str) -> Finding:
    """Return a finding that must be mended; its code is the first part of the message."""
    return Finding(message.partition(".")[0], "blocking", start, end, message, params)


def to_confirm(message: str, start: int, end: int, **params: str) -> Finding:
    """Return a finding that may stand when a person says so; its code is the first part of the message."""
    return Finding(message.partition(".")[0], "confirm", start, end, message, params)


def explain(finding: Finding) -> str:
    """Return the sentence, in the language that is active now, that says where and what it is and what to do."""
    places = {"position": str(finding.start + 1), "last": str(finding.end)}
    return str(_SENTENCES[finding.message]) % {**finding.params, **places}
