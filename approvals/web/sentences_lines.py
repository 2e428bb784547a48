"""What happened to a draft because of cleared lines, told in sentences; those of a line's own draft say so."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.web.telling import Telling

LINE_TELLINGS: Mapping[str, Telling] = {
    "submitted.nobody": Telling(
        _("%(by)s submitted the draft. It consists of cleared lines, and nobody is asked."), "info"
    ),
    "cleared.lines": Telling(
        _("It consists of cleared lines, unaltered (%(line_names)s): it is cleared at once, and reviewed later."),
        "violet",
    ),
    "cleared.line": Telling(_("It passed every level: the line is cleared and can be quoted."), "violet"),
    "expired.line": Telling(_("The line came to its end: it can be quoted no longer.")),
    "line_withdrawn": Telling(_("%(by)s withdrew the line “%(name)s”, which it quotes. Reason: %(why)s"), "warn"),
    "line_withdrawn.line": Telling(_("%(by)s withdrew the line: it can be quoted no longer. Reason: %(why)s"), "bad"),
    "published.after_withdrawal": Telling(
        _("%(by)s recorded that it was published on %(channel)s, before a line it rests on was withdrawn."), "warn"
    ),
}
LINE_VARIANTS = {"asks_nobody": "nobody", "is_line": "line", "line_names": "lines", "gone_since": "after_withdrawal"}
