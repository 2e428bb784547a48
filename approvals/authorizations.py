"""What somebody may do with a pre-authorization now, and how much of it is used up: asked by whoever shows one."""

from dataclasses import dataclass

from approvals import fast_path
from approvals.granted import Paper, Reader
from approvals.models import AuthorizationVersion, Restriction
from approvals.rules import fast_path as rules

Status = AuthorizationVersion.Status


@dataclass(frozen=True, slots=True)
class Used:
    """How many posts went out under one today, and on this calendar day and the six before; and its quota by now."""

    today: int
    this_week: int
    per_day: int
    per_week: int


def used(paper: Paper) -> Used | None:
    """Return how much of one is used up, its quota halved where it is; None until it is accepted. Two queries."""
    version = paper.in_force
    if version is None:
        return None
    today, week = fast_path.used(paper.authorization, at=paper.at)
    standing = rules.Standing(is_halved=bool(paper.halvings), today=today, this_week=week)
    now = rules.quota(fast_path.terms_of(version), standing)
    return Used(today, week, now.per_day, now.per_week)


def allowed(paper: Paper, reader: Reader) -> list[str]:
    """Return the verbs that this person may use on it now. No query: each asks again when it is used."""
    authorization, version = paper.authorization, paper.under_way
    if authorization.revoked_at is not None or authorization.ended_at is not None:
        return []
    may = _of_an_officer(paper, reader) if reader.is_officer else {}
    is_offered = version is not None and version.until > paper.at and reader.must_accept(paper)
    is_held = is_offered and reader.user.pk == authorization.posting.user_id
    may |= {"accept": is_held, "decline": is_held}
    return [verb for verb, is_allowed in may.items() if is_allowed]


def _of_an_officer(paper: Paper, reader: Reader) -> dict[str, bool]:
    """Return which verbs a policy officer may use, who has no say in their own case but to stop it."""
    authorization, version = paper.authorization, paper.under_way
    posting, is_accepted = authorization.posting, paper.in_force is not None
    is_over = posting.ends_at is not None and posting.ends_at <= paper.at
    is_own, restrictions = reader.has_part(authorization), paper.standing_restrictions
    return {
        "amend": version is None and not is_own and not is_over,
        "countersign": version is not None and version.until > paper.at and reader.must_countersign(paper),
        "call_off": version is not None,
        "suspend": is_accepted and not any(one.cause == Restriction.Cause.OFFICER for one in restrictions),
        "lift": bool(restrictions) and not is_own,
        "revoke": is_accepted,
    }
