"""Several policy officers write at once: which version each one's writing becomes, so that none is overwritten."""

from approvals.models import Policy, PolicyVersion
from approvals.refusals import Refused

# Begin a version of its own, whatever others are writing.
ANEW = "new"


def mark_of(version: PolicyVersion) -> str:
    """Return what names a version being written as it is now: who goes on with it says what they began from."""
    return f"{version.number}@{version.created_at.isoformat()}"


def mark_anew(policy: Policy) -> str:
    """Return what names the beginning of a new version: after which number it was begun."""
    last = _last(policy)
    return f"{ANEW}@{last.number if last else 0}"


def version_to_write(policy: Policy, *, by: int, seen: str) -> PolicyVersion:
    """Return the version that a writing becomes, decided under the policy's lock.

    `seen` is the mark of what its writer began from. Whoever goes on with a version of their own replaces it; what
    another officer is writing is never replaced: theirs stays, and this one is the next. Refused when what was seen is
    no longer so, for then somebody else has saved meanwhile. Without a mark, one's own version being written is meant.
    """
    if not seen:
        return _own_or_next(policy, by)
    number, _, rest = seen.partition("@")
    last = _last(policy)
    if number == ANEW:
        if rest and last is not None and rest != str(last.number):
            raise changed(last)
        return _next(policy)
    began = _numbered(policy, number)
    if began is None or began.status != PolicyVersion.Status.DRAFT or mark_of(began) != seen:
        raise changed(began or last)
    return _continued(policy, began) if began.created_by_id == by else _next(policy)


def changed(version: PolicyVersion | None) -> Refused:
    """Return the refusal that says who saved or proposed which version meanwhile, and when."""
    if version is None:
        return Refused("invalid", field="seen")
    proposed = version.proposed_at is not None and version.proposed_by is not None
    by, at = (version.proposed_by, version.proposed_at) if proposed else (version.created_by, version.created_at)
    params = {"number": version.number, "by": str(by), "at": at.isoformat() if at else ""}
    return Refused("version_changed", field="seen", params=params)


def _own_or_next(policy: Policy, by: int) -> PolicyVersion:
    being_written = list(policy.versions.filter(status=PolicyVersion.Status.DRAFT).select_related("created_by"))
    mine = [version for version in being_written if version.created_by_id == by]
    if being_written and not mine:
        raise changed(being_written[0])
    return _continued(policy, mine[0]) if mine else _next(policy)


def _continued(policy: Policy, version: PolicyVersion) -> PolicyVersion:
    """Return a version that its writer goes on with: under the next number where a newer one has come into force."""
    if newer_in_force(version) is not None:
        version.number = _next(policy).number
    return version


def newer_in_force(version: PolicyVersion) -> PolicyVersion | None:
    """Return the version in force of the same policy where it is newer than this one, else None. One query."""
    in_force = PolicyVersion.objects.filter(policy=version.policy_id, status=PolicyVersion.Status.IN_FORCE)
    return in_force.filter(number__gt=version.number).first()


def require_newest(version: PolicyVersion) -> None:
    """Refuse to propose, or to put in force, a version that is older than the one in force."""
    newer = newer_in_force(version)
    if newer is not None:
        raise Refused("older_version", params={"number": newer.number})


def _next(policy: Policy) -> PolicyVersion:
    last = _last(policy)
    return PolicyVersion(policy=policy, number=last.number + 1 if last else 1)


def _last(policy: Policy) -> PolicyVersion | None:
    return policy.versions.select_related("created_by", "proposed_by").order_by("-number").first()


def _numbered(policy: Policy, number: str) -> PolicyVersion | None:
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    return policy.versions.select_related("created_by", "proposed_by").filter(number=int(number)).first()
