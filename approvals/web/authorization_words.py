"""Where a pre-authorization stands, in one sentence, and what is still to come of it."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import reading
from approvals.granted import Paper, Standing
from approvals.models import AuthorizationVersion, Restriction

Words = str | Promise

STANDING: Mapping[str, Words] = {
    Standing.AWAITS_OFFICER: _("%(proposer)s proposed it. It awaits a second policy officer, who countersigns it."),
    Standing.AWAITS_HOLDER: _("It is countersigned, and awaits %(holder)s, who accepts it or declines it."),
    Standing.TO_COME: _("It is accepted, and comes into force on %(from)s, until %(until)s."),
    Standing.IN_FORCE: _("It is in force until %(until)s."),
    Standing.SUSPENDED: _("It is suspended since %(since)s, and nothing goes out under it. The reason: %(why)s"),
    Standing.ENDED: _("It came to its end on %(until)s."),
    Standing.REVOKED: _("%(revoker)s revoked it on %(revoked)s. The reason: %(why)s"),
    Standing.NOT_GIVEN: _("It never came into force: its version was declined or called off."),
}
TONES: Mapping[str, str] = {
    Standing.AWAITS_OFFICER: "violet",
    Standing.AWAITS_HOLDER: "violet",
    Standing.TO_COME: "info",
    Standing.IN_FORCE: "good",
    Standing.SUSPENDED: "bad",
    Standing.REVOKED: "bad",
}
CAUSES: Mapping[str, Words] = {
    Restriction.Cause.OFFICER: _("by a policy officer"),
    Restriction.Cause.TRUST: _("by the outcomes of reviews"),
    Restriction.Cause.SECURITY: _("because an account may be compromised"),
    Restriction.Cause.POSTING: _("because the holder’s posting ended"),
}


def sentence(paper: Paper) -> str:
    """Return where it stands, in one sentence, its times in the zone that is active."""
    return str(STANDING[paper.state]) % _VALUES[paper.state](paper)


def also(paper: Paper) -> list[str]:
    """Return what else is to be known at once: a version under way beside the one in force, a halved quota, the end."""
    said = []
    if paper.halvings and not paper.is_over:
        said.append(
            gettext("Its quota is halved until %(until)s.") % {"until": reading.moment(until)}
            if (until := paper.halvings[0].until)
            else gettext("Its quota is halved until a policy officer lifts that.")
        )
    if paper.in_force is not None and paper.under_way is not None and paper.state not in _AWAITING:
        said.append(str(_BESIDE[paper.under_way.status]) % {"number": paper.under_way.number})
    if paper.ends_soon and paper.under_way is None:
        said.append(gettext("It ends soon. What is to go on is renewed by a new version."))
    return said


def tone(paper: Paper) -> str:
    """Return the tone in which the state is shown."""
    if paper.state == Standing.IN_FORCE and (paper.ends_soon or paper.halvings):
        return "warn"
    return TONES.get(paper.state, "calm")


def cause(restriction: Restriction) -> str:
    """Return how a restriction came about, as the end of a sentence."""
    return str(CAUSES[restriction.cause])


def reason(cause: str, stated: str) -> str:
    """Return why a restriction stands: what its officer said, or what the clock found, as a sentence."""
    if cause == Restriction.Cause.TRUST:
        return gettext("Reviews found these wanting: %(drafts)s.") % {"drafts": stated}
    if cause == Restriction.Cause.POSTING:
        return gettext("The posting of %(name)s has ended.") % {"name": stated}
    return stated


def _until(paper: Paper) -> dict[str, str]:
    end = paper.authorization.ended_at or paper.shown.until
    return {"from": reading.moment(paper.shown.starts_at), "until": reading.moment(end)}


def _suspended(paper: Paper) -> dict[str, str]:
    first = paper.suspensions[-1]
    return {"since": reading.moment(first.at), "why": reason(first.cause, first.reason)}


def _revoked(paper: Paper) -> dict[str, str]:
    revoked = paper.authorization
    at = reading.moment(revoked.revoked_at) if revoked.revoked_at else ""
    return {"revoker": str(revoked.revoked_by), "revoked": at, "why": revoked.revoke_reason}


_VALUES: Mapping[str, Callable[[Paper], dict[str, str]]] = {
    Standing.AWAITS_OFFICER: lambda paper: {"proposer": str((paper.under_way or paper.shown).proposed_by)},
    Standing.AWAITS_HOLDER: lambda paper: {"holder": paper.authorization.posting.user.name},
    Standing.TO_COME: _until,
    Standing.IN_FORCE: _until,
    Standing.SUSPENDED: _suspended,
    Standing.ENDED: _until,
    Standing.REVOKED: _revoked,
    Standing.NOT_GIVEN: lambda paper: {},
}
_AWAITING = (Standing.AWAITS_OFFICER, Standing.AWAITS_HOLDER)
_BESIDE: Mapping[str, Words] = {
    AuthorizationVersion.Status.PROPOSED: _("Version %(number)s is proposed, and awaits a second policy officer."),
    AuthorizationVersion.Status.COUNTERSIGNED: _("Version %(number)s is countersigned, and awaits its holder."),
}
