"""What is refused of bypasses, and of accounts that may be compromised."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # Bypass
    "not_bypasser": Sentence(
        403,
        _(
            "Only a policy officer may bypass what remains of a route, or, in a crisis, the duty officer of an office "
            "that is asked or of a headquarters."
        ),
    ),
    # An account that may be compromised
    "not_guardian": Sentence(
        403,
        _(
            "Only authors and the head of the office that owns the account, duty officers, policy officers and "
            "administrators may say that it may be compromised. Call one of them at once."
        ),
    ),
    "frozen_already": Sentence(
        409, _("%(name)s froze %(channel)s already, on %(since)s. Nothing is published to it until that is lifted.")
    ),
    "stopped_by_register": Sentence(
        409, _("%(channel)s is stopped in the register of channels already: nothing is published to it.")
    ),
    "freeze_is_over": Sentence(409, _("This account was restored already.")),
    "not_frozen": Sentence(409, _("Nobody has said that this account may be compromised: there is nothing to lift.")),
}
