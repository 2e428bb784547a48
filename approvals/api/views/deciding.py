"""From a verdict as it was sent to the action it asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from approvals.actions import decide
from approvals.models import Decision, Draft


def decide_as_sent(draft_id: UUID, given: Mapping[str, Any], *, by: User, at: datetime) -> Draft:
    """Make the decision that a checked verdict asks for."""
    revision, comment = given["revision"], given.get("comment", "")
    if given["verdict"] == Decision.Verdict.APPROVE:
        return decide.approve(draft_id=draft_id, by=by, revision=revision, at=at, comment=comment)
    if given["verdict"] == Decision.Verdict.REJECT:
        reason = given.get("reason", "")
        return decide.reject(draft_id=draft_id, by=by, revision=revision, at=at, reason=reason, comment=comment)
    proposal = given.get("proposal", "")
    return decide.request_changes(
        draft_id=draft_id, by=by, revision=revision, at=at, comment=comment, proposal=proposal
    )
