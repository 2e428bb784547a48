"""Versions compared, and the drafts in flight under one: what a move would mean for them, and the move itself."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Office
from approvals import facts, moving
from approvals.actions.locking import require_policy_officer
from approvals.actions.move import Outcome, move_all
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.versions import (
    AgainstSerializer,
    ChangesSerializer,
    LastSerializer,
    MovedSeveralSerializer,
    MoveSerializer,
    ProspectSerializer,
    TriedOnDraftsSerializer,
)
from approvals.api.views.base import Door, ListingSerializer
from approvals.api.views.policies import TAG, version_of, versions
from approvals.refusals import Refused
from approvals.rules import version_difference
from approvals.trial_on_drafts import try_on_last

USUAL_LAST = 100
NOT_HERE = Refused("not_found")


class ChangesView(Door):
    """What a version changes."""

    @describes(
        "compare_versions",
        "What the version changes in the one before it, or in another",
        gives=ChangesSerializer,
        parameters=[AgainstSerializer],
        tag=TAG,
    )
    def get(self, request: Request, policy_id: int, number: int) -> Response:
        """Compare two versions."""
        shown = version_of(policy_id, number)
        asked = self.asked(AgainstSerializer).get("from")
        before = versions(policy_id).filter(number__lt=number).order_by("-number").first()
        against = version_of(policy_id, asked) if asked is not None else before
        old = facts.policy_rule(against) if against is not None else None
        changes = version_difference.between(old, facts.policy_rule(shown))
        return self.give(ChangesSerializer, {"against": against.number if against else None, "changes": changes})


class InFlightView(Door):
    """The drafts in flight under one version."""

    @describes(
        "list_in_flight",
        "The drafts in flight under a version, and what a move to the one in force would mean for each",
        gives=page_of(ProspectSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
        problems=(403,),
    )
    def get(self, request: Request, policy_id: int, number: int) -> Response:
        """List them."""
        require_policy_officer(self.user, at=self.at)
        version_of(policy_id, number)
        asked = self.asked()
        found = moving.in_flight(policy_id, number)
        order = Order("in_flight", ("submitted_at", "pk"))
        page = order.page(found, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        prospects = moving.prospects(page.rows, policy_id=policy_id, at=self.at)
        offices = Office.objects.in_bulk({planned.office_id for one in prospects for planned in one.after})
        addresses = page.addresses(request)
        rows = ProspectSerializer(prospects, many=True, context={"at": self.at, "offices": offices}).data
        return Response({**addresses, "results": rows})


class TryOnDraftsView(Door):
    """A trial on real drafts."""

    @describes(
        "try_version_on_drafts",
        "Which of the last drafts would take another route with this version in force, and how",
        gives=TriedOnDraftsSerializer,
        parameters=[LastSerializer],
        tag=TAG,
        problems=(403,),
    )
    def get(self, request: Request, policy_id: int, number: int) -> Response:
        """Try a version on the last drafts."""
        require_policy_officer(self.user, at=self.at)
        version = version_of(policy_id, number)
        tried = try_on_last(version, last=self.asked(LastSerializer).get("last", USUAL_LAST), at=self.at)
        changed = [one for one in tried if one.difference.is_changed]
        differences = [one.difference for one in changed]
        steps = [step for one in differences for step in (*one.added, *one.removed, *one.otherwise)]
        offices = Office.objects.in_bulk({step.office_id for step in steps})
        told = {"looked_at": len(tried), "changed": len(changed), "results": changed}
        return self.give(TriedOnDraftsSerializer, told, offices=offices)


class MoveView(Door):
    """Moving drafts."""

    @describes(
        "move_drafts",
        "Move drafts in flight under this version to the one in force, each answered on its own",
        takes=MoveSerializer,
        gives=MovedSeveralSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, policy_id: int, number: int) -> Response:
        """Move each draft, or say why not; one that is refused holds up no other."""
        given = self.sent(MoveSerializer)
        require_policy_officer(self.user, at=self.at)
        version_of(policy_id, number)
        named: list[UUID] | None = given.get("drafts")
        outcomes, left = move_all(
            policy_id=policy_id, number=number, draft_ids=named, by=self.user, reason=given["reason"], at=self.at
        )
        results = [_told(outcome) for outcome in outcomes]
        missing = set(named or ()) - {outcome.draft.pk for outcome in outcomes}
        results += [_answer(draft_id, "", None, NOT_HERE) for draft_id in sorted(missing)]
        return self.give(MovedSeveralSerializer, {"results": results, "left": left})


def _told(outcome: Outcome) -> dict[str, Any]:
    draft = outcome.draft
    return _answer(draft.pk, draft.reference, draft.state, outcome.refused)


def _answer(draft_id: UUID, reference: str, state: str | None, refused: Refused | None) -> dict[str, Any]:
    told = {"draft": draft_id, "reference": reference, "state": state}
    if refused is None:
        return told | {"status": 200, "code": "", "detail": ""}
    return told | {"status": refused.status, "code": refused.code, "detail": refused.sentence}
