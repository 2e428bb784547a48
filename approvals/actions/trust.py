"""Trust on evidence: outcomes of reviews, counted by the clock, may halve a quota or suspend all."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from approvals.actions.authorization_terms import LONGEST
from approvals.models import AuthorizationVersion, PreAuthorization, Restriction, Review
from approvals.rules.trust import Adverse, Rules, Weighed, weigh

ADVERSE = (Review.Outcome.CORRECT, Review.Outcome.RETRACT)
Kind, Cause = Restriction.Kind, Restriction.Cause
LONGEST_REASON = 500


@dataclass
class Evidence:
    """What is known of one authorization: its adverse outcomes of a year, those not counted yet, its restrictions."""

    adverse: list[Review] = field(default_factory=list)
    unweighed: list[Review] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)

    def standing(self, kind: str, cause: str, *, at: datetime) -> Restriction | None:
        """Return the restriction of this kind and cause that stands at `at`."""
        return next(
            (
                one
                for one in self.restrictions
                if (one.kind, one.cause) == (kind, cause)
                and one.lifted_at is None
                and (one.until is None or at < one.until)
            ),
            None,
        )

    @property
    def excused(self) -> set[int]:
        """Return the reviews whose outcomes were counted, and forgiven on appeal."""
        lifted = (one for one in self.restrictions if one.cause == Cause.TRUST and one.lifted_at is not None)
        return {review for one in lifted for review in one.reviews}


def weigh_soon(authorization: PreAuthorization, at: datetime) -> None:
    """Let the next sweep count the outcomes of an authorization's reviews. One query, in the caller's transaction.

    The caller has locked the review's draft: the authorization's row comes after it.
    """
    PreAuthorization.objects.filter(pk=authorization.pk).update(next_alarm_at=at)


def evidence_of(authorizations: Collection[PreAuthorization], *, at: datetime) -> Mapping[int, Evidence]:
    """Return what is known of each of these authorizations, by id. Two queries."""
    found: dict[int, Evidence] = defaultdict(Evidence)
    counts = Q(weighed_at__isnull=True) | Q(outcome__in=ADVERSE, decided_at__gt=at - LONGEST)
    reviews = Review.objects.filter(counts, authorization_version__authorization__in=authorizations)
    for review in reviews.exclude(outcome="").select_related("authorization_version", "draft").order_by("pk"):
        if review.authorization_version is not None:
            evidence = found[review.authorization_version.authorization_id]
            evidence.adverse += [review] * (review.outcome in ADVERSE)
            evidence.unweighed += [review] * (review.weighed_at is None)
    for restriction in Restriction.objects.filter(authorization__in=authorizations).order_by("pk"):
        found[restriction.authorization_id].restrictions.append(restriction)
    return found


def restricted(
    authorization: PreAuthorization, version: AuthorizationVersion, evidence: Evidence, *, at: datetime
) -> Restriction | None:
    """Return the restriction that the rules of trust put on an authorization now, new or grown; None for none.

    Asked only when an adverse outcome was not counted yet: what was counted has had its effect. No query.
    """
    if not any(review.outcome in ADVERSE for review in evidence.unweighed):
        return None
    rules = Rules(version.halve_after, version.suspend_after, version.trust_days)
    weighed = weigh(_outcomes(evidence.adverse), rules, excused=evidence.excused, at=at)
    kind = Kind.SUSPENDED if weighed.is_suspended else Kind.HALVED
    # While it is suspended, what comes to light is laid before whoever resumes it.
    standing = evidence.standing(Kind.SUSPENDED, Cause.TRUST, at=at) or evidence.standing(kind, Cause.TRUST, at=at)
    if standing is None and not weighed.is_suspended and weighed.halved_until is None:
        return None
    restriction = standing or Restriction(kind=kind, cause=Cause.TRUST, at=at)
    restriction.authorization = authorization
    return _naming(restriction, weighed, evidence.adverse)


def _naming(restriction: Restriction, weighed: Weighed, adverse: Sequence[Review]) -> Restriction:
    """Let a restriction name the reviews that led to it, and their drafts, and last as long as these count."""
    named = {*restriction.reviews, *weighed.counted}
    references = [review.draft.reference for review in adverse if review.pk in named]
    restriction.reviews = sorted(named)
    restriction.reason = ", ".join(dict.fromkeys(references))[:LONGEST_REASON]
    if restriction.kind == Kind.HALVED:
        restriction.until = weighed.halved_until
    return restriction


def _outcomes(adverse: Sequence[Review]) -> list[Adverse]:
    return [Adverse(review.pk, review.decided_at) for review in adverse if review.decided_at is not None]
