"""What the messages about clocks say: deadlines that moved with a calendar, drafts that may miss their moment."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

CLOCKS_TOLD: dict[str, tuple[Wording, ...]] = {
    "due_moved": (
        Wording(
            _("New deadline at %(level)s"),
            _(
                "%(reference)s is due at %(level)s by %(due_at)s, and no longer by %(was_due_at)s: the calendar of "
                "%(office)s changed (%(why)s)."
            ),
        ),
        Wording(
            _("New deadline at %(level)s"),
            _(
                "%(reference)s is due at %(level)s by %(due_at)s, and no longer by %(was_due_at)s: the calendar of "
                "%(office)s changed."
            ),
        ),
    ),
    "at_risk": (
        Wording(
            _("At risk of missing its time"),
            _("%(reference)s may miss its time, %(target)s: a decision is needed very soon at %(levels)s."),
        ),
    ),
}
