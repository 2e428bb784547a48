"""Change a part of a draft, and leave the rest as it is."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals.actions.locking import lock_draft
from approvals.actions.write import Writing, revise
from approvals.models import Draft, Kind
from approvals.refusals import Refused


@transaction.atomic
def amend(*, draft_id: UUID, by: User, change: Callable[[Writing], Writing], if_match: str, at: datetime) -> Draft:
    """Save what `change` makes of the draft as it is under the lock, so that no two changes undo each other.

    Topics, urgency and times are no part of the hash that `if_match` names: two people may change them at once.
    """
    draft = lock_draft(draft_id)
    if draft.kind == Kind.LINE:
        raise Refused("line_has_its_form")
    return revise(draft_id=draft_id, by=by, writing=change(Writing.of(draft)), if_match=if_match, at=at)
