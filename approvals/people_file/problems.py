"""What can be wrong with a line of a file of people: each with a sentence that says how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: Mapping[str, str | Promise] = {
    # Of the file as it is written
    "no_username_column": _("The first line must name the columns, and one of them must be “username”."),
    "unknown_column": _("There is no column “%(value)s”. Take it out, or name it as the list of columns does."),
    "column_twice": _("The column “%(value)s” is there twice. Keep one."),
    "quotes": _("A quotation mark opens or closes where none can. Write two of them for one that is part of a cell."),
    "cell_too_long": _("A cell has more than %(most)s characters."),
    "cells_too_many": _("The line has more cells than there are columns. Put a cell that has a separator in quotes."),
    "unusable": _("“%(column)s” has characters that cannot be seen or kept. Type it anew."),
    # Of a person
    "no_username": _("There is no username."),
    "username_shape": _("“%(value)s” is no username: use lower-case letters, digits, dots and hyphens."),
    "name_needed": _("%(who)s is new, and needs a name."),
    "email_needed": _("%(who)s is new, and needs an e-mail address."),
    "email_shape": _("“%(value)s” is no e-mail address."),
    "email_taken": _("The address %(value)s belongs to %(other)s already. Two people cannot share one."),
    "language_unknown": _("“%(value)s” is no language of the pages. Write en or fr."),
    "zone_unknown": _("“%(value)s” is no time zone. Write one such as Asia/Riyadh."),
    "contradicts": _("Line %(line)s says “%(other)s” for the same person; here it is “%(value)s”. Let both agree."),
    "inactive": _("%(who)s may not sign in any more. Let them in again on their page first, or take the line out."),
    "name_too_long": _("A name has at most %(most)s characters."),
    # Of a posting
    "office_unknown": _("There is no office with the code “%(value)s”."),
    "role_unknown": _("“%(value)s” is no role. Write one such as author, approver or head."),
    "office_and_role": _("A posting needs an office and a role: give both, or neither."),
    "times_without_posting": _("From and until are those of a posting: name its office and its role."),
    "day_shape": _("“%(value)s” is no day. Write it as 2026-09-14, or with a time as 2026-09-14 09:00."),
    "day_ambiguous": _("“%(value)s” can be read in two ways. Write the year first, as in 2026-09-14."),
    "day_far": _("“%(value)s” is too far away. Give a day between 2000 and 2100."),
    "ends_before": _("The posting ends before it begins."),
    "posting_past": _("The posting is over already. Past postings cannot be added."),
    "until_past": _("“Until” has passed already. Give a day to come; a posting is ended at once on the person’s page."),
    "from_differs": _(
        "%(who)s holds this posting since %(since)s already. Leave “from” empty, or give a day after it ends."
    ),
    "posting_overlaps": _("%(who)s is to hold the same posting for a part of this time by line %(line)s already."),
    "acting_head": _("%(who)s is acting head of this office then. End that on the office’s page first."),
    "same_line": _("This says the same as line %(line)s. Take one of them out."),
    "posting_self": _("Nobody gives themselves a posting. Ask another administrator."),
    "last_administrator": _("After this nobody would administer the ministry. Name somebody else first."),
    # Of the countries of a desk
    "desk_without_office": _("Countries are those of an office: name it."),
    "desk_not_headquarters": _("%(value)s is no headquarters desk, so no country can be given to it."),
    "country_unknown": _("“%(value)s” is no country code. Write two letters, such as SA."),
    "country_twice": _("Line %(line)s gives %(value)s to another desk. One desk is responsible for a country."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on a line (1 is the first of the file), and what the sentence names."""

    line: int
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Return what to do about it, in the reader's language."""
        return str(PROBLEMS[self.code]) % self.params


class Wrong(Exception):
    """A cell that cannot be taken: a code of PROBLEMS, and what its sentence names."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def on(self, line: int) -> Problem:
        """Return the problem of a line."""
        return Problem(line, self.code, self.params)
