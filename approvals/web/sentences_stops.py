"""What the record says of a route whose remaining levels were bypassed."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.web.telling import Telling

STOPS_TOLD: Mapping[str, Telling] = {
    "bypassed": Telling(_("%(by)s bypassed what remained of the route: %(levels)s. Reason: %(why)s"), "bypass"),
    "bypassed.acting": Telling(
        _("%(by)s, acting for %(acting_for)s, bypassed what remained of the route: %(levels)s. Reason: %(why)s"),
        "bypass",
    ),
    "bypassed.duty": Telling(
        _("%(by)s, duty officer, bypassed what remained of the route: %(levels)s. Reason: %(why)s"), "bypass"
    ),
    "duty_called": Telling(_("The duty officer whose shift began was called to %(level)s."), "warn"),
    "cleared.bypassed": Telling(_("It is cleared by bypass: not every level has decided. A review is owed."), "bypass"),
}
