"""The forms that freeze an account and give it back."""

from django.utils.translation import gettext_lazy as _

from approvals.web.forms.holds import reason_field
from approvals.web.forms.verbs import VerbForm


class CompromisedForm(VerbForm):
    """Why an account may be compromised; whoever is in a hurry leaves the words that stand there."""

    reason = reason_field(_("What makes you think so"), _("Whoever is called reads it. You may leave it as it is."))


class RestoreForm(VerbForm):
    """Why an account is given back."""

    reason = reason_field(_("Why it is safe again"), _("What was done: who has the password now, what was taken down."))
