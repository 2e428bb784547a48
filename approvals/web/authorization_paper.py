"""The instrument itself: one page in English and in French, as its holder reads it before accepting, and prints it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock, reader, reading
from accounts.models import User
from accounts.zones import zone_named
from approvals import granted
from approvals.granted import Paper, Reader
from approvals.models import AuthorizationVersion
from approvals.refusals import Refused
from approvals.web.authorization_terms import Clause, clauses
from approvals.web.conditions import Vocabulary
from approvals.web.door import page, person
from approvals.web.forms.fields import small_number

Words = str | Promise
Status = AuthorizationVersion.Status

LANGUAGES = ("en", "fr")
STANDS: Mapping[str, Words] = {
    Status.PROPOSED: _("Proposed. It is not in force before it is countersigned and its holder accepts it."),
    Status.COUNTERSIGNED: _("Countersigned. It is not in force before its holder accepts it."),
    Status.IN_FORCE: _("Accepted by its holder."),
    Status.SUPERSEDED: _("Superseded by a later version."),
    Status.DECLINED: _("Declined by its holder: it never came into force."),
    Status.CALLED_OFF: _("Called off: it never came into force."),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who put their name to it, and when; `name` is empty where that has not come yet."""

    what: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Side:
    """The whole instrument in one language."""

    language: str
    title: str
    stands: str
    clauses: list[Clause]
    signatures: list[Signature]


@page
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Show one version of a pre-authorization as the instrument: both languages, whatever the reader's own."""
    me = Reader(person(request), reader.seats(request))
    found = granted.find(me, number, at=clock.now())
    version = asked_version(found, request.GET.get("version", ""))
    context = {"paper": found, "version": version, "sides": sides(found, version), "must_accept": me.must_accept(found)}
    return render(request, "approvals/authorization_paper.html", context)


def asked_version(found: Paper, typed: str) -> AuthorizationVersion:
    """Return the version that an address names; without one what is under way, else what is in force."""
    if not typed:
        return found.under_way or found.shown
    wanted = small_number(typed)
    version = next((one for one in found.versions if one.number == wanted), None)
    if version is None:
        raise Refused("not_found")
    return version


def sides(found: Paper, version: AuthorizationVersion) -> list[Side]:
    """Return the instrument in English and in French, its times in the zone of the posting's office.

    One query for each language where topics are barred.
    """
    zone = zone_named(found.authorization.posting.office.time_zone)
    return [_side(found, version, language, zone) for language in LANGUAGES]


def _side(found: Paper, version: AuthorizationVersion, language: str, zone: tzinfo) -> Side:
    with translation.override(language), timezone.override(zone):
        return Side(
            language=language,
            title=pgettext("the instrument", "Pre-authorization to publish"),
            stands=_stands(found, version),
            clauses=clauses(found.authorization, version, Vocabulary()),
            signatures=[
                _signature(gettext("Granted by"), version.proposed_by, version.proposed_at),
                _signature(gettext("Countersigned by"), version.countersigned_by, version.countersigned_at),
                _signature(gettext("Accepted by"), version.accepted_by, version.accepted_at),
            ],
        )


def _stands(found: Paper, version: AuthorizationVersion) -> str:
    authorization = found.authorization
    if authorization.revoked_at is not None and version.status == Status.IN_FORCE:
        return gettext("Revoked on %(time)s.") % {"time": reading.moment_and_zone(authorization.revoked_at)}
    return str(STANDS[Status(version.status)])


def _signature(what: str, who: User | None, at: datetime | None) -> Signature:
    return Signature(what, who.name if who else "", reading.moment_and_zone(at) if at else "")
