"""From a verdict as it was sent to the action it asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from accounts import fresh
from accounts.models import User
from approvals.actions import decide
from approvals.models import Decision, Draft


def decide_as_sent(draft_id: UUID, given: Mapping[str, Any], *, request: Request, by: User, at: datetime) -> Draft:
    """Make the decision that a checked verdict asks for."""
    sent: dict[str, Any] = {
        "draft_id": draft_id, "by": by, "at": at, "revision": given["revision"], "comment": given.get("comment", ""),
        # A token says nothing of when its holder gave a password.
        "signed_in_at": fresh.signed_in_at(request) if request.auth is None else None,
    }  # fmt: skip
    if given["verdict"] == Decision.Verdict.APPROVE:
        return decide.approve(**sent)
    if given["verdict"] == Decision.Verdict.REJECT:
        return decide.reject(**sent, reason=given.get("reason", ""))
    return decide.request_changes(**sent, proposal=given.get("proposal", ""))
