"""What every fault and warning of a policy version says: the reason, and the way out."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.reading import number
from approvals.rules.policy_faults import Fault, Missing

MOST_NAMED = 6

# A fault keeps a version from being proposed and put in force.
FAULTS: Mapping[str, Any] = {
    "no_levels": _(
        "A policy needs at least one level: a route that asks nobody is refused. Add a level. Only a policy whose "
        "condition is that the text consists of cleared lines, unaltered, may have none."
    ),
    "only_inform": _(
        "Every level only tells somebody, so nobody is asked, and such a route is refused. Let one level approve, or "
        "pass by silence. Only a policy whose condition is that the text consists of cleared lines, unaltered, may ask "
        "nobody."
    ),
    "default_has_conditions": _("The default policy is for every draft that no other takes, so it has no conditions."),
    "default_may_ask_nobody": _(
        "Every level of the default has conditions, so it could ask nobody. Let one level be always asked."
    ),
    "no_question": _(
        "Say what this level is asked, in one question. A level without a question only adds a signature."
    ),
    "reminder_not_before_limit": _("The reminder comes before the level begins. Make it shorter than the time limit."),
    "reminder_twice": _("Say in one way when it reminds: so long before the limit, or when so much of it is used up."),
    "reminder_percent": _("It reminds when 1 to 99 per cent of the time limit are used up."),
    "limit_too_long": _(
        "That is more than 1,000 working hours, half a year of work. Give fewer: a working day has about eight."
    ),
    "repeat_incomplete": _(
        "Say both after how long this escalation comes again and how many times, or leave both empty."
    ),
    "repeat_too_often": _("An escalation comes again 20 times at most."),
    "no_office": _("Choose the office that is asked."),
    "no_escalation_office": _("Choose the office that is turned to when this level is late."),
    "no_minister": _(
        "The register of offices has no minister’s office. Ask the IT service to enter it, or choose another office."
    ),
    "nobody_can_decide": _(
        "Not enough people hold this role there now, so nobody could decide. Choose another role or office, ask for "
        "fewer people, or have somebody posted there first."
    ),
    "nobody_to_tell": _(
        "Nobody holds this role there now, so nobody would be told. Choose another role or office, or have somebody "
        "posted there first."
    ),
    "unknown_field": _("The condition asks for a field that drafts do not have."),
    "empty_list": _("The condition lists no values."),
    "too_deep": _("The condition is nested too deeply."),
    "not_an_object": _("The condition is not in the form that conditions have."),
    "unknown_key": _("The condition is not in the form that conditions have."),
    "never_matches": _(
        "The condition can never be met: it asks for what no draft can be at once. Take one of its lines away, or "
        "join the lines by “or”."
    ),
    "level_never_applies": _(
        "This level would never be asked: no draft that the policy is for meets its condition. Change its condition, "
        "or remove the level."
    ),
}

# A warning is shown to whoever writes a version, and keeps nothing from being proposed.
WARNINGS: Mapping[str, Any] = {
    "missing_default": _(
        "No default policy is in force, so a draft that no policy takes cannot be submitted. Put a default policy in "
        "force."
    ),
    "hidden_by_others": _(
        "Policies with a lower order take every draft that this one is for, so it would never be used. Give it a "
        "lower order, or a wider condition."
    ),
    "may_ask_nobody": _(
        "Some drafts that this policy is for meet the condition of no level that asks, and could not be submitted. "
        "Let one level be always asked, or narrow when the policy applies."
    ),
    "condition_always_holds": _("The condition always holds, so it says nothing. Take it away, or make it narrower."),
    "posting_not_in_force": _(
        "An escalation names a posting that is not in force now: %(names)s. Meanwhile whoever holds the role at that "
        "office is told. Name another posting, or an office and a role."
    ),
    "posting_ends_soon": _(
        "An escalation names a posting that ends within 30 days: %(names)s. After that, whoever holds the role at that "
        "office is told. Name another posting, or an office and a role."
    ),
    "posting_of_nobody": _(
        "An escalation names a posting from which nobody can act now: %(names)s. Meanwhile whoever holds the role at "
        "that office is told. Name another posting, or an office and a role."
    ),
    "quorum_without_meaning": _(
        "How many must approve counts only where a level must approve. Choose “Any one person”, or let it approve."
    ),
    "decision_without_meaning": _(
        "A level that only tells has no decision to carry over, to sign in for, or to be late with. Leave these out."
    ),
}


def sentence(fault: Fault) -> str:
    """Return what is wrong and what to do, in the reader's language."""
    if fault.missing is not None and fault.code in WARNINGS:
        return str(WARNINGS[fault.code]) % {"names": _named(fault.missing.names)}
    if fault.missing is not None:
        return _somewhere(fault.code, fault.missing)
    return str(FAULTS.get(fault.code) or WARNINGS.get(fault.code, fault.code))


def _somewhere(code: str, missing: Missing) -> str:
    said = {"count": number(len(missing.names)), "of": number(missing.of), "names": _named(missing.names)}
    if code == "no_desk_somewhere":
        text = ngettext(
            "For %(of)s mission that this level is for, no desk is named: %(names)s. Its drafts could not be submitted "
            "while that is so. Have a desk named for its country, or choose another office.",
            "For %(count)s of the %(of)s missions that this level is for, no desk is named: %(names)s. Their drafts "
            "could not be submitted while that is so. Have a desk named for their country, or choose another office.",
            missing.of,
        )
    else:
        text = ngettext(
            "For %(of)s mission that this level is for, not enough people hold the role now: %(names)s. Its drafts "
            "could not be submitted while that is so. Have somebody posted there, or choose another role.",
            "For %(count)s of the %(of)s missions that this level is for, not enough people hold the role now: "
            "%(names)s. Their drafts could not be submitted while that is so. Have somebody posted there, or choose "
            "another role.",
            missing.of,
        )
    return text % said


def _named(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": shown,
        "count": more,
    }


def by_level(faults: list[Fault]) -> dict[str, list[str]]:
    """Return the sentences under the name of each level, and those of the whole under `version`."""
    errors: dict[str, list[str]] = {}
    for fault in faults:
        errors.setdefault(fault.level or "version", []).append(sentence(fault))
    return errors


def unnamed(name: str, place: int) -> str:
    """Return the name of a level, or its number where it has none yet."""
    return name or gettext("Level %(number)s") % {"number": place + 1}
