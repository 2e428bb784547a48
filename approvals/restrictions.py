"""Why a pre-authorization is kept back, in words: an officer's own, or what the clock found."""

from django.utils.translation import gettext as _

from approvals.models import Restriction


def why(restriction: Restriction) -> str:
    """Return the reason of a restriction, in the language that is active now. No query.

    What the clock found is kept without words: the references of the drafts, or whose posting it was.
    """
    if restriction.cause == Restriction.Cause.TRUST:
        return _("Reviews found against %(drafts)s.") % {"drafts": restriction.reason}
    if restriction.cause == Restriction.Cause.POSTING:
        return _("The posting of %(name)s has ended.") % {"name": restriction.reason}
    return restriction.reason
