"""What the messages about regimes say: to come, on, over, and what they do to the clocks and routes of drafts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

# The kinds of regimes as a sentence begins with them, in the reader's language.
REGIMES: dict[str, str | Promise] = {
    "crisis": _("Crisis regime"),
    "caretaker": _("Caretaker regime"),
}

REGIMES_TOLD: dict[str, tuple[Wording, ...]] = {
    "regime_to_come": (
        Wording(
            _("%(regime)s to come: %(scope)s"),
            _("%(regime)s for %(scope)s from %(since)s until %(until)s, switched on by %(by)s. Reason: %(why)s"),
        ),
        Wording(
            _("%(regime)s to come: %(scope)s"),
            _("%(regime)s for %(scope)s from %(since)s until it is ended, switched on by %(by)s. Reason: %(why)s"),
        ),
    ),
    "regime_on": (
        Wording(
            _("%(regime)s: %(scope)s"),
            _("%(regime)s for %(scope)s is on, until %(until)s. Switched on by %(by)s. Reason: %(why)s"),
        ),
        Wording(
            _("%(regime)s: %(scope)s"),
            _("%(regime)s for %(scope)s is on, until it is ended. Switched on by %(by)s. Reason: %(why)s"),
        ),
    ),
    "regime_over": (
        Wording(
            _("%(regime)s over: %(scope)s"),
            _("%(regime)s for %(scope)s is over: its end has come. Ordinary time limits and levels apply again."),
        ),
    ),
    "regime_off": (
        Wording(
            _("%(regime)s over: %(scope)s"),
            _(
                "%(regime)s for %(scope)s is over: %(by)s ended it. Ordinary time limits and levels apply again. "
                "Reason: %(why)s"
            ),
        ),
    ),
    "regime_called_off": (
        Wording(
            _("%(regime)s called off: %(scope)s"),
            _("%(regime)s for %(scope)s will not begin: %(by)s called it off. Reason: %(why)s"),
        ),
    ),
    "regime_unstaffed": (
        Wording(
            _("%(regime)s: nobody can decide at %(level)s"),
            _(
                "%(regime)s for %(scope)s has begun, and nobody can decide at %(level)s, a level that it adds. Until "
                "someone is posted there, or acts as deputy, drafts that it covers cannot be submitted."
            ),
        ),
    ),
    "clock_moved": (
        Wording(
            _("New deadline at %(level)s"),
            _("%(regime)s: %(reference)s is now due at %(level)s (%(office)s) by %(due_at)s."),
        ),
    ),
    "clock_put_back": (
        Wording(
            _("Ordinary deadline again at %(level)s"),
            _("%(regime)s over: %(reference)s is due at %(level)s (%(office)s) by %(due_at)s again."),
        ),
    ),
    "rerouted": (
        Wording(
            _("On the route of a regime"),
            _(
                "%(regime)s: %(reference)s was put on the route that it asks for. Approvals that still answer what is "
                "asked are kept. Reason: %(why)s"
            ),
        ),
    ),
    "route_kept": (
        Wording(
            _("Not put on the route of a regime"),
            _(
                "%(regime)s: %(reference)s stays on the route it has, because nobody could decide at %(level)s. An "
                "administrator can post someone there, or name a deputy."
            ),
        ),
        Wording(
            _("Not put on the route of a regime"),
            _("%(regime)s: %(reference)s stays on the route it has, because the regime’s route is not possible."),
        ),
    ),
}
