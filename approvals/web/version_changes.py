"""The difference between two versions of a policy, told in sentences: one for every kind of change."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Posting, Role
from approvals import facts
from approvals.models import Mode, PolicyVersion, Selector
from approvals.rules import version_difference
from approvals.rules.routing import LevelRule, PolicyRule, Rung, Who
from approvals.rules.version_difference import Change
from approvals.web.condition_sentences import listed
from approvals.web.conditions import Vocabulary
from approvals.web.words import again, in_hours, quorum, reminder, time_limit

Words = str | Promise

SENTENCES: Mapping[str, Words] = {
    "conditions": _("When it applies: %(before)s → %(after)s."),
    "level_removed": _("Level %(number)s, %(level)s, is removed."),
    "level_added": _("Level %(number)s, %(level)s, is added: %(who)s, %(limit)s."),
    "level_added.told": _("Level %(number)s, %(level)s, is added: %(who)s is told."),
    "level_renamed": _("%(before)s is now called %(after)s."),
    "level_moved": _("%(level)s is now asked after %(after)s."),
    "level_moved.first": _("%(level)s is now asked first."),
    "level_beside": _("%(level)s is now asked at the same time as %(after)s."),
    "level_beside.alone": _("%(level)s is no longer asked at the same time as others."),
    "question": _("%(level)s: the question “%(before)s” is now “%(after)s”."),
    "who": _("%(level)s: who is asked: %(before)s → %(after)s."),
    "mode": _("%(level)s: how it asks: %(before)s → %(after)s."),
    "quorum": _("%(level)s: quorum: %(before)s → %(after)s."),
    "limit": _("%(level)s: time limit %(before)s → %(after)s."),
    "reminder": _("%(level)s: reminder: %(before)s → %(after)s."),
    "reminder.added": _("%(level)s: a reminder is added: %(after)s."),
    "reminder.removed": _("%(level)s: the reminder is removed: %(before)s."),
    "may_reject.yes": _("%(level)s may now reject."),
    "may_reject.no": _("%(level)s may no longer reject."),
    "carry.minor": _("%(level)s: an approval now carries over when a change is minor."),
    "carry.never": _("%(level)s: an approval no longer carries over to a new revision."),
    "fresh_sign_in.yes": _("%(level)s: whoever decides must now sign in afresh."),
    "fresh_sign_in.no": _("%(level)s: whoever decides need no longer sign in afresh."),
    "level_conditions": _("%(level)s: it is asked %(before)s → %(after)s."),
    "escalation_removed": _("%(level)s: %(who)s is no longer turned to %(before)s after the deadline."),
    "escalation_added": _("%(level)s: %(who)s is now turned to %(after)s after the deadline."),
    "escalation_changed": _("%(level)s: %(who)s is turned to %(before)s → %(after)s after the deadline."),
}


def told(old: PolicyRule | None, new: PolicyRule, words: Vocabulary) -> list[str]:
    """Return what changed from one version to another, each change as a sentence. Two queries, and the words'."""
    changes = version_difference.between(old, new)
    return _Teller(changes, words).tell(changes)


def told_between(old: PolicyVersion | None, new: PolicyVersion, words: Vocabulary) -> list[str]:
    """Return what changed from one version to another; None is before the first."""
    return told(facts.policy_rule(old) if old is not None else None, facts.policy_rule(new), words)


class _Teller:
    """Tells changes in the reader's language, given the names of the offices and postings they mention."""

    def __init__(self, changes: Iterable[Change], words: Vocabulary) -> None:
        self.words = words
        ids = {who.office_id for change in changes for who in _asked(change) if who.office_id is not None}
        self.offices = dict(Office.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
        rungs = [rung for change in changes for rung in (change.before, change.after) if isinstance(rung, Rung)]
        named = {rung.posting_id for rung in rungs if rung.posting_id is not None}
        postings = Posting.objects.filter(pk__in=named).select_related("user", "office") if named else ()
        self.postings = {posting.pk: str(posting) for posting in postings}

    def tell(self, changes: Iterable[Change]) -> list[str]:
        return [str(SENTENCES[_variant(change)]) % self._values(change) for change in changes]

    def _values(self, change: Change) -> dict[str, Any]:
        say: Callable[[Any], Any] = _SAYINGS.get(change.kind, {"who": self._who}.get(change.kind, str))
        if change.kind in ("conditions", "level_conditions"):
            say = self.words.sentence
        values = {"number": change.number, "level": change.level, "before": "", "after": ""}
        thing = change.after or change.before
        if isinstance(thing, LevelRule):
            return values | {"who": self._who(thing.who), "limit": time_limit(thing.limit, thing.runs_on)}
        if isinstance(thing, Rung):
            values["who"] = self.postings.get(thing.posting_id or 0) or self._who(thing.who)
        told = {"before": change.before, "after": change.after}
        return values | {name: say(value) for name, value in told.items() if value is not None}

    def _who(self, who: Who) -> str:
        office = self.offices.get(who.office_id or 0, str(Selector(who.selector).label))
        return gettext("%(role)s, %(office)s") % {"role": Role(who.role).label, "office": office}


def _asked(change: Change) -> list[Who]:
    things = [thing for thing in (change.before, change.after) if isinstance(thing, Who | LevelRule | Rung)]
    return [thing if isinstance(thing, Who) else thing.who for thing in things]


def _after_deadline(rung: Rung) -> str:
    """Return after how long an escalation comes; in hours, for it runs on what the limit of its level does."""
    repeats = again(rung.repeat_every, rung.repeat_times, in_hours)
    said = {"time": in_hours(rung.after), "again": repeats}
    return gettext("%(time)s (%(again)s)") % said if repeats else said["time"]


_SAYINGS: Mapping[str, Callable[[Any], Any]] = {
    "mode": lambda mode: Mode(mode).label,
    "quorum": lambda kind: quorum(*kind),
    "limit": lambda limit: time_limit(limit.length, limit.runs_on),
    "reminder": lambda told: reminder(told.before, told.percent, told.runs_on),
    "level_beside": lambda names: listed(names, "standard"),
    "escalation_removed": _after_deadline,
    "escalation_added": _after_deadline,
    "escalation_changed": _after_deadline,
}


def _variant(change: Change) -> str:
    """Return which sentence tells a change: some kinds are told otherwise when something comes, or goes."""
    variants: dict[str, Callable[[], str]] = {
        "level_added": lambda: ".told" if change.after.mode == Mode.INFORM else "",
        "level_moved": lambda: "" if change.after else ".first",
        "level_beside": lambda: "" if change.after else ".alone",
        "reminder": lambda: ".added" if change.before is None else ".removed" if change.after is None else "",
        "may_reject": lambda: ".yes" if change.after else ".no",
        "fresh_sign_in": lambda: ".yes" if change.after else ".no",
        "carry": lambda: f".{change.after}",
    }
    return change.kind + variants.get(change.kind, lambda: "")()
