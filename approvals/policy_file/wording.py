"""What is wrong with a file, in sentences: each names its line, and says what to write instead."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.policy_file.problems import Problem, dotted
from approvals.policy_file.reading import Document

SENTENCES: Final[Mapping[str, Any]] = {
    # How it is written
    "anchor": _("Anchors and aliases (& and *) are not taken. Write the value out in full."),
    "tag": _("Tags (%(tag)s) are not taken. Write the plain value."),
    "unusable": _("This has characters that cannot be seen or stored. Type it anew."),
    "field_name": _("The name of a field is a plain word."),
    "twice": _("This field is given twice. Keep one of them."),
    # What kind of value it is
    "not_a_text": _("Write a text here; put quotes around what looks like a number."),
    "not_a_number": _("Write a whole number here."),
    "not_a_flag": _("Write true or false here."),
    "not_a_list": _("Write a list here."),
    "not_a_mapping": _("Write fields here, each with its name, a colon and its value."),
    "unknown_name": _("There is no such field here. The fields are: %(known)s."),
    "missing": _("This field is missing."),
    "not_one_of": _("This is none of the words that can stand here: %(known)s."),
    "other_format": _("This installation reads files of version 1 of the format: chancery_policy: 1."),
    "only_true": _("Write true here, or leave the field out and give an order."),
    "order_or_default": _("Say which drafts are compared with this policy when: give an order, or default: true."),
    "asks_whom": _("Say who is asked by a selector or by the code of an office: one of the two."),
    "quorum": _("Write any, all, or how many must approve."),
    "empty": _("This is empty. Write a text."),
    "too_long": _("This is longer than %(limit)s characters."),
    "too_small": _("The least that can stand here is %(limit)s."),
    "too_big": _("The most that can stand here is %(limit)s."),
    "no_levels": _(
        "A policy needs at least one level: a route that asks nobody is refused. Only a policy for cleared lines "
        "alone, unaltered, may have none."
    ),
    "too_many": _("There are more than %(limit)s of these."),
    "key_shape": _("A key has up to 40 letters without accents, digits, hyphens and underscores."),
    "key_twice": _("Another level has this key already. Each level has a key of its own."),
    "office_shape": _("The code of an office has up to 8 capital letters and digits, such as RUH."),
    "not_a_length": _("Give a length of time of at most a year, such as 30m, 4h, 1h30m, 2d or PT4H."),
    "asks_or_posting": _("Say whom it turns to by asks or by posting: one of the two."),
    "reminds_twice": _("Say in one way when it reminds: remind_before or remind_percent."),
    "repeats_by_halves": _("Say both repeat_every and repeat_times, or neither."),
    "repeat_at_once": _("Between two times there is some time: give a length longer than nothing."),
    "no_time": _("A level has a time limit longer than nothing."),
    # Conditions
    "condition_not_an_object": _("A condition has a field and its values, or one of the words all, any and not."),
    "condition_unknown_key": _("A condition has a field and its values, or one of the words all, any and not."),
    "condition_unknown_field": _("Drafts have no such field. Conditions can ask for: %(known)s."),
    "condition_empty_list": _("List at least one value, each of them a text."),
    "condition_too_deep": _("Conditions can be nested %(depth)s deep, and this is deeper."),
    "condition_never_matches": _("Nothing is left to match here: this condition can never be met."),
    # What the register does not have
    "unknown_office": _("The register has no office with the code “%(name)s”."),
    "unknown_posting": _("Nobody called “%(name)s” has this post, or has had it."),
    "unknown_topic": _("“%(name)s” is not a topic of this ministry."),
    "unknown_channel": _("The register has no channel “%(name)s”. Write it as platform:handle."),
    "unknown_country": _("“%(name)s” is not the code of a country. Use two letters, such as SA."),
    "unknown_language": _("“%(name)s” is not the code of a language. Use a code such as fr or ar."),
    "unknown_value": _("“%(name)s” is not among the values of this field: %(known)s."),
    # What is here already
    "other_order": _("The policy of this name has the order %(order)s here, which a version does not change."),
    "is_default_here": _("The policy of this name is the default here. Write default: true instead of an order."),
    "is_not_default_here": _("The policy of this name is not the default here. Give its order, %(order)s, instead."),
}

MOST_TOLD: Final = 100


def by_place(document: Document, problems: Iterable[Problem]) -> dict[str, list[str]]:
    """Return what is wrong as sentences by place, in the order of the file; of very many, the first and how many."""
    found: dict[str, list[str]] = {}
    in_order = sorted(((_line(document, one), one) for one in problems), key=lambda pair: pair[0])
    for line, problem in in_order[:MOST_TOLD]:
        sentence = str(SENTENCES[problem.code]) % problem.params
        told = gettext("Line %(line)s: %(sentence)s") % {"line": line, "sentence": sentence}
        found.setdefault(dotted(problem.path), []).append(told)
    if len(in_order) > MOST_TOLD:
        found.setdefault(dotted(()), []).append(gettext("There are more problems. Mend these first."))
    return found


def _line(document: Document, problem: Problem) -> int:
    line = problem.params.get("line")
    return line if isinstance(line, int) else document.line(problem.path)
