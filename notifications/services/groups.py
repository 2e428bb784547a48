"""The groups of what people are told, as a service can ask for them: the same kinds, said of nobody in particular."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.groups import BY_CODE, DUTY

LABELS: dict[str, str | Promise] = {
    "decisions": _("Decisions that are awaited"),
    "reminders": _("Reminders before a deadline"),
    "delays": _("Delays, escalations and new deadlines"),
    "drafts": _("What becomes of drafts: verdicts, cleared, on hold, expired, retracted"),
    "news": _("Comments, publications, withdrawals and changes of route"),
    "rules": _("Holds and regimes"),
    "policies": _("Policies in force, or to come"),
    "reviews": _("Reviews of posts that are out"),
    "authorizations": _("Pre-authorizations"),
}
# What concerns one person alone: who acts for whom, who is on duty, what was handed to them. No service hears of it.
# Of what suspends a pre-authorization a service hears as of a regime that begins, or an account that is frozen.
PERSONAL: frozenset[str] = BY_CODE["people"].kinds | {
    "handed_over", "fast_path_suspended", "fast_path_resumed", "authorization_frozen", "authorization_unfrozen",
}  # fmt: skip
KINDS_OF: dict[str, frozenset[str]] = {code: BY_CODE[code].kinds - PERSONAL for code in LABELS}
# A room that waits for decisions hears that a duty officer is called for one.
KINDS_OF["decisions"] |= DUTY.kinds
ALL_KINDS: frozenset[str] = frozenset().union(*KINDS_OF.values())


def hears(groups: Iterable[str], kinds: Iterable[str], kind: str) -> bool:
    """Say whether who asked for these groups and kinds hears of this kind; who named none hears of everything."""
    named = frozenset(kinds).union(*(KINDS_OF.get(group, frozenset()) for group in groups))
    return not named or kind in named
