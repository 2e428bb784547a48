"""What the messages about holds and regimes say; the other kinds are in notifications/wording.py."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Wording:
    """One way to say a message: the subject of an e-mail and the sentence, with named values in both."""

    subject: str | Promise
    line: str | Promise


OVERRIDES: dict[str, tuple[Wording, ...]] = {
    "held": (
        Wording(
            _("On hold: it waits"),
            _(
                "%(reference)s waits: publishing is on hold until %(until)s. "
                "You will be asked again when that is over. Reason: %(why)s"
            ),
        ),
        Wording(
            _("On hold: it waits"),
            _("%(reference)s waits: publishing is on hold. You will be asked again when that is over. Reason: %(why)s"),
        ),
    ),
    "slot_held": (
        Wording(
            _("Its slot has come, but publishing is on hold"),
            _(
                "The slot of %(reference)s has come, but publishing is on hold until %(until)s. "
                "You will be asked again when that is over. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Its slot has come, but publishing is on hold"),
            _(
                "The slot of %(reference)s has come, but publishing is on hold. "
                "You will be asked again when that is over. Reason: %(why)s"
            ),
        ),
    ),
    "hold_over": (
        Wording(
            _("No longer on hold: should it still go out?"),
            _(
                "%(reference)s is no longer on hold. Its slot, %(publish_at)s, has passed: "
                "publish it now if it is still right, or withdraw it."
            ),
        ),
        Wording(
            _("No longer on hold: it can be published"),
            _("%(reference)s is no longer on hold: publish it now if it is still right, or withdraw it."),
        ),
    ),
    "published_before_hold": (
        Wording(
            _("Recorded during a hold: published before it"),
            _(
                "%(by)s recorded that %(reference)s was published on %(channel)s on %(published_at)s, "
                "before the hold that covers it now. Compare this with the time that the platform shows."
            ),
        ),
    ),
    "hold_placed": (
        Wording(
            _("Publishing is on hold: %(scope)s"),
            _("%(by)s has put publishing on hold for %(scope)s until %(until)s. Reason: %(why)s"),
        ),
        Wording(
            _("Publishing is on hold: %(scope)s"),
            _("%(by)s has put publishing on hold for %(scope)s until it is lifted. Reason: %(why)s"),
        ),
    ),
    "hold_lifted": (
        Wording(
            _("The hold is lifted: %(scope)s"),
            _("%(by)s has lifted the hold for %(scope)s. Reason: %(why)s"),
        ),
    ),
    "hold_ended": (
        Wording(
            _("The hold is over: %(scope)s"),
            _("The hold for %(scope)s has come to its end."),
        ),
    ),
}
