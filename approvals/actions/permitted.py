"""What may stand beside cleared lines: policy officers permit sites and greetings, and take that back."""

import re
from datetime import datetime

from django.db import transaction

from accounts.models import User
from approvals import audit, checks
from approvals.actions.locking import require_policy_officer
from approvals.models import PermittedAddition
from approvals.refusals import Refused
from channels.addresses import internal
from channels.screening import screen

LONGEST = 80
_SITE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
# A greeting is words and a pause, and no sign that would make more of it: no mention, tag, link or number.
_GREETING = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


@transaction.atomic
def permit(*, kind: str, value: str, by: User, at: datetime) -> PermittedAddition:
    """Permit a site or a greeting beside cleared lines, from now on."""
    require_policy_officer(by, at=at)
    if kind not in PermittedAddition.Kind.values:
        raise Refused("invalid", field="kind")
    kept = _site(value) if kind == PermittedAddition.Kind.SITE else _greeting(value)
    audit.lock_ministry()
    if PermittedAddition.objects.filter(kind=kind, value__iexact=kept).exists():
        raise Refused("permitted_already", field="value")
    addition = PermittedAddition.objects.create(kind=kind, value=kept, added_by=by, added_at=at)
    audit.record_for_ministry("addition_permitted", by=by.pk, at=at, data={"what": kind, "value": kept})
    return addition


@transaction.atomic
def take_back(*, addition_id: int, by: User, at: datetime) -> None:
    """Permit a site or a greeting no longer: drafts that are submitted from now on may not have it."""
    require_policy_officer(by, at=at)
    audit.lock_ministry()
    addition = PermittedAddition.objects.select_for_update().filter(pk=addition_id).first()
    if addition is None:
        raise Refused("not_found")
    data = {"what": addition.kind, "value": addition.value}
    addition.delete()
    audit.record_for_ministry("addition_taken_back", by=by.pk, at=at, data=data)


def _site(value: str) -> str:
    """Return the name of a site, taken out of an address where one was given, or refuse what no public site is."""
    name = checks.storable(value, field="value").strip().lower()
    name = name.removeprefix("https://").removeprefix("http://").partition("/")[0]
    if not _SITE.fullmatch(name) or internal(name) or len(name) > LONGEST:
        raise Refused("not_a_site", field="value")
    return name


def _greeting(value: str) -> str:
    greeting = " ".join(checks.storable(value, field="value").split()).rstrip(",!.")
    if not greeting or len(greeting) > LONGEST or not _GREETING.fullmatch(greeting) or screen(greeting):
        raise Refused("not_a_greeting", field="value", params={"limit": LONGEST})
    return greeting
