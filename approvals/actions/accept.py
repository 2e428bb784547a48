"""An author takes the wording that an approver proposed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals.actions.locking import author_seat, lock_draft, require_state
from approvals.actions.submit import submit
from approvals.actions.write import Writing, revise
from approvals.models import Draft
from approvals.refusals import Refused


@transaction.atomic
def accept(
    *, draft_id: UUID, proposal_id: int, by: User, if_match: str, at: datetime, confirmed: Collection[str] = ()
) -> Draft:
    """Make the proposed wording the text, unaltered, and submit the draft: the approval of its proposer counts at once.

    `proposal_id` is the decision that bears the proposal; `if_match` the hash of the revision the author read.
    """
    draft = lock_draft(draft_id)
    author_seat(draft, by, at=at)
    require_state(draft, "submit")
    proposal = draft.decisions.filter(pk=proposal_id).exclude(proposal="").first()
    if proposal is None:
        raise Refused("no_proposal")
    current = draft.current
    content = replace(current.body, text=proposal.proposal)
    if content.digest() != proposal.proposal_hash:
        raise Refused("proposal_outdated")
    writing = replace(Writing.of(draft), content=content)
    revise(draft_id=draft_id, by=by, writing=writing, if_match=if_match, at=at)
    return submit(draft_id=draft_id, by=by, at=at, confirmed=confirmed)
