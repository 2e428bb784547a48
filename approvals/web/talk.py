"""What a draft's page says of its conversation: what it answers, where it belongs, and how it is answered."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Role
from accounts.reader import holds
from approvals.actions.answering import kept_with
from approvals.lifecycle import State
from approvals.models import Draft


def talk(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """Return what a draft answers, and whether the reader may answer a reply to it. At most one query."""
    is_out = draft.state in (State.PUBLISHED, State.RETRACTED)
    return {
        "answered": kept_with(draft),
        # Where the plan is made for the answer alone, it is told so.
        "answers_only": draft.answer_by is not None and not (draft.publish_at or draft.moment),
        "may_answer": is_out and holds(request, Role.AUTHOR),
    }
