"""What the messages say about levels that were bypassed, and about accounts that may be compromised."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

STOPS_TOLD: dict[str, tuple[Wording, ...]] = {
    "bypassed": (
        Wording(
            _("Bypassed: %(level)s was skipped"),
            _(
                "%(by)s bypassed %(level)s (%(office)s) on %(reference)s by %(author)s: it is cleared without a "
                "decision there, and reviewed after it is published. Reason: %(why)s"
            ),
        ),
    ),
    "cleared_by_bypass": (
        Wording(
            _("Cleared by bypass, but on hold"),
            _(
                "%(by)s bypassed what remained of the route of %(reference)s (%(levels)s): it is cleared, but "
                "publishing is on hold (%(hold)s). It is reviewed after it is published. Reason for the bypass: %(why)s"
            ),
        ),
        Wording(
            _("Cleared by bypass, to be published at its slot"),
            _(
                "%(by)s bypassed what remained of the route of %(reference)s (%(levels)s): it is cleared, and its slot "
                "is %(publish_at)s. It is reviewed after it is published. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Cleared by bypass: it can be published now"),
            _(
                "%(by)s bypassed what remained of the route of %(reference)s (%(levels)s): it is cleared, and its "
                "moment passes on %(moment)s. It is reviewed after it is published. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Cleared by bypass: it can be published now"),
            _(
                "%(by)s bypassed what remained of the route of %(reference)s (%(levels)s): it is cleared. "
                "It is reviewed after it is published. Reason: %(why)s"
            ),
        ),
    ),
    "fast_path_suspended": (
        Wording(
            _("Your pre-authorization %(number)s is suspended"),
            _(
                "%(regime)s for %(scope)s: while it is on, your pre-authorization %(number)s is suspended for what it "
                "covers, until %(until)s. Posts take the ordinary route. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Your pre-authorization %(number)s is suspended"),
            _(
                "%(regime)s for %(scope)s: while it is on, your pre-authorization %(number)s is suspended for what it "
                "covers. Posts take the ordinary route. Reason: %(why)s"
            ),
        ),
    ),
    "fast_path_resumed": (
        Wording(
            _("Your pre-authorization %(number)s: the regime is over"),
            _("%(regime)s for %(scope)s is over: it suspends your pre-authorization %(number)s no longer."),
        ),
    ),
    "hold_ending": (
        Wording(
            _("The hold ends soon: %(scope)s"),
            _(
                "The hold for %(scope)s ends on %(until)s: authors whose drafts wait are then asked again. "
                "If it must go on, place another. Reason: %(why)s"
            ),
        ),
    ),
    "regime_ending": (
        Wording(
            _("%(regime)s ends soon: %(scope)s"),
            _(
                "%(regime)s for %(scope)s ends on %(until)s: ordinary time limits and levels then apply again. "
                "If it must go on, declare another. Reason: %(why)s"
            ),
        ),
    ),
    "account_frozen": (
        Wording(
            _("An account may be compromised: %(channel)s"),
            _(
                "%(by)s says that the account %(channel)s of %(office)s may be compromised. It is frozen: nothing is "
                "published to it, and pre-authorizations that name it are suspended. Reason: %(why)s"
            ),
        ),
    ),
    "account_restored": (
        Wording(
            _("An account is restored: %(channel)s"),
            _("%(by)s has restored the account %(channel)s of %(office)s. Reason: %(why)s"),
        ),
    ),
    "account_stops": (
        Wording(
            _("Stopped: the account may be compromised"),
            _(
                "%(reference)s cannot go out on %(channel)s: %(by)s says that the account may be compromised. "
                "You will be told when it is restored. Reason: %(why)s"
            ),
        ),
    ),
    "account_free": (
        Wording(
            _("The account is restored: should it still go out?"),
            _(
                "The account %(channel)s is restored, and %(reference)s is still cleared: publish it if it is still "
                "right, or withdraw it."
            ),
        ),
    ),
    "authorization_frozen": (
        Wording(
            _("Your pre-authorization %(number)s is suspended"),
            _(
                "Your pre-authorization %(number)s is suspended: %(by)s says that the account %(channel)s, which it "
                "names, may be compromised. Reason: %(why)s"
            ),
        ),
    ),
    "authorization_unfrozen": (
        Wording(
            _("Your pre-authorization %(number)s: the account is restored"),
            _(
                "The account %(channel)s is restored: your pre-authorization %(number)s is not suspended on its "
                "account any more."
            ),
        ),
    ),
}

# How a room is told what an author is told.
STOPS_FOR_A_ROOM: dict[str, tuple[Wording, ...]] = {
    "account_stops.room": (
        Wording(
            _("Stopped: the account may be compromised"),
            _(
                "%(reference)s cannot go out on %(channel)s: %(by)s says that the account may be compromised. "
                "Reason: %(why)s"
            ),
        ),
    ),
    "account_free.room": (
        Wording(
            _("The account is restored"),
            _("The account %(channel)s is restored, and %(reference)s, which is cleared, can be published to it."),
        ),
    ),
}
