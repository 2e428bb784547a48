"""The form of a bypass: why what remains of a route is skipped."""

from django.utils.translation import gettext_lazy as _

from approvals.web.forms.holds import reason_field
from approvals.web.forms.verbs import VerbForm


class BypassForm(VerbForm):
    """Why nobody waits for the levels that are left."""

    reason = reason_field(
        _("Why it cannot wait"), _("Every level that is skipped reads it, the author too, and it stays on record.")
    )
