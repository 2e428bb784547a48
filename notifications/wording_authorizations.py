"""What the messages about pre-authorizations say: from the proposal to the end, and what restricts one meanwhile."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

AUTHORIZATIONS_TOLD: dict[str, tuple[Wording, ...]] = {
    "authorization_proposed": (
        Wording(
            _("Pre-authorization %(number)s is proposed"),
            _(
                "%(by)s proposes the pre-authorization %(number)s for %(person)s (%(office)s). "
                "A second policy officer can countersign it. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Pre-authorization %(number)s is proposed"),
            _(
                "%(by)s proposes the pre-authorization %(number)s for %(person)s (%(office)s). "
                "A second policy officer can countersign it."
            ),
        ),
    ),
    "authorization_amended": (
        Wording(
            _("Pre-authorization %(number)s: new terms are proposed"),
            _(
                "%(by)s proposes new terms for the pre-authorization %(number)s of %(person)s (%(office)s). "
                "A second policy officer can countersign them. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Pre-authorization %(number)s: new terms are proposed"),
            _(
                "%(by)s proposes new terms for the pre-authorization %(number)s of %(person)s (%(office)s). "
                "A second policy officer can countersign them."
            ),
        ),
    ),
    "authorization_offered": (
        Wording(
            _("Pre-authorization %(number)s awaits its holder"),
            _(
                "The pre-authorization %(number)s (%(office)s) is countersigned and awaits %(person)s, who can accept "
                "or decline it. It would hold until %(until)s."
            ),
        ),
    ),
    "authorization_countersigned": (
        Wording(
            _("Pre-authorization %(number)s is countersigned"),
            _(
                "%(by)s has countersigned the pre-authorization %(number)s (%(office)s). "
                "It holds once %(person)s accepts it."
            ),
        ),
    ),
    "authorization_accepted": (
        Wording(
            _("Pre-authorization %(number)s is accepted"),
            _(
                "%(person)s has accepted the pre-authorization %(number)s (%(office)s). "
                "It holds from %(since)s until %(until)s."
            ),
        ),
    ),
    "authorization_declined": (
        Wording(
            _("Pre-authorization %(number)s is declined"),
            _("%(person)s has declined the pre-authorization %(number)s (%(office)s). Reason: %(why)s"),
        ),
    ),
    "authorization_called_off": (
        Wording(
            _("Pre-authorization %(number)s: a proposal is called off"),
            _(
                "%(by)s has called off what was proposed as the pre-authorization %(number)s of %(person)s "
                "(%(office)s). Reason: %(why)s"
            ),
        ),
    ),
    "authorization_lapsed": (
        Wording(
            _("Pre-authorization %(number)s was not accepted in time"),
            _(
                "The pre-authorization %(number)s for %(person)s (%(office)s) was not accepted before its end came, "
                "so it never held."
            ),
        ),
    ),
    "authorization_suspended": (
        Wording(
            _("Pre-authorization %(number)s is suspended"),
            _(
                "%(by)s has suspended the pre-authorization %(number)s of %(person)s (%(office)s): nothing goes out "
                "under it until it is resumed. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Pre-authorization %(number)s is suspended"),
            _(
                "The pre-authorization %(number)s of %(person)s (%(office)s) is suspended, as its rules of trust say: "
                "reviews found against %(led)s. Nothing goes out under it until a policy officer resumes it."
            ),
        ),
        Wording(
            _("Pre-authorization %(number)s is suspended"),
            _(
                "The pre-authorization %(number)s (%(office)s) is suspended: the posting of %(person)s has ended, and "
                "it does not pass to anybody else."
            ),
        ),
    ),
    "authorization_resumed": (
        Wording(
            _("Pre-authorization %(number)s is resumed"),
            _(
                "%(by)s has lifted a suspension of the pre-authorization %(number)s of %(person)s (%(office)s). "
                "Reason: %(why)s"
            ),
        ),
    ),
    "quota_halved": (
        Wording(
            _("Pre-authorization %(number)s: its quota is halved"),
            _(
                "The quota of the pre-authorization %(number)s of %(person)s (%(office)s) is halved until %(until)s, "
                "as its rules of trust say: reviews found against %(led)s."
            ),
        ),
    ),
    "quota_restored": (
        Wording(
            _("Pre-authorization %(number)s: its whole quota again"),
            _(
                "%(by)s has given the pre-authorization %(number)s of %(person)s (%(office)s) its whole quota again. "
                "Reason: %(why)s"
            ),
        ),
    ),
    "authorization_revoked": (
        Wording(
            _("Pre-authorization %(number)s is revoked"),
            _(
                "%(by)s has revoked the pre-authorization %(number)s of %(person)s (%(office)s): nothing goes out "
                "under it any more. Reason: %(why)s"
            ),
        ),
    ),
    "authorization_ending_soon": (
        Wording(
            _("Pre-authorization %(number)s ends soon"),
            _(
                "The pre-authorization %(number)s of %(person)s (%(office)s) ends on %(until)s. If it is to go on, "
                "its renewal has to be proposed, countersigned and accepted before then."
            ),
        ),
    ),
    "authorization_ended": (
        Wording(
            _("Pre-authorization %(number)s has ended"),
            _(
                "The pre-authorization %(number)s of %(person)s (%(office)s) has come to its end. "
                "Posts go the ordinary route again."
            ),
        ),
    ),
}
