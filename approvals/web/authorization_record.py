"""What became of a pre-authorization, from the ministry's own chain, in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals import audit
from approvals.models import Event, PreAuthorization
from approvals.web.authorization_words import reason
from approvals.web.sentences import UNKNOWN, Told
from approvals.web.telling import Telling

Words = str | Promise

TELLINGS: Mapping[str, Telling] = {
    "authorization_proposed": Telling(_("%(by)s proposed it, as version %(version)s."), "info"),
    "authorization_amended": Telling(_("%(by)s proposed version %(version)s."), "info"),
    "authorization_countersigned": Telling(_("%(by)s countersigned version %(version)s."), "violet"),
    "authorization_accepted": Telling(_("%(by)s accepted version %(version)s."), "good"),
    "authorization_declined": Telling(_("%(by)s declined version %(version)s. The reason: %(reason)s"), "bad"),
    "authorization_called_off": Telling(_("%(by)s called off version %(version)s. The reason: %(reason)s")),
    "authorization_suspended": Telling(_("%(by)s suspended it. The reason: %(reason)s"), "bad"),
    "authorization_resumed": Telling(_("%(by)s lifted the suspension. The reason: %(reason)s"), "good"),
    "quota_halved": Telling(_("%(by)s halved its quota. The reason: %(reason)s"), "warn"),
    "quota_restored": Telling(_("%(by)s restored its quota. The reason: %(reason)s"), "good"),
    "authorization_revoked": Telling(_("%(by)s revoked it. The reason: %(reason)s"), "bad"),
    "outcomes_counted": Telling(_("More adverse outcomes were counted. %(reason)s"), "warn"),
    "authorization_ending_soon": Telling(_("It was told of that version %(version)s ends soon."), "warn"),
    "authorization_ended": Telling(_("It came to its end.")),
    "authorization_lapsed": Telling(_("Nobody accepted version %(lapsed)s before its end: it never came into force.")),
}


def told(authorization: PreAuthorization) -> list[Told]:
    """Return what is on record about it, the newest first. One query."""
    events = Event.objects.filter(ledger__name=audit.MINISTRY, data__authorization=authorization.pk)
    return [_tell(event) for event in events.select_related("by").order_by("-sequence")]


def _tell(event: Event) -> Told:
    telling = TELLINGS.get(event.kind, UNKNOWN)
    try:
        sentence = str(telling.words) % _values(event)
    except KeyError:
        telling = UNKNOWN
        sentence = str(telling.words) % {"kind": event.kind}
    return Told(sentence, event.at, telling.tone)


def _values(event: Event) -> dict[str, Any]:
    values = {**event.data, "kind": event.kind, "by": str(event.by) if event.by else gettext("The clock")}
    if "reason" in values and "cause" in values:
        values["reason"] = reason(values["cause"], values["reason"])
    return values
