"""The verbs of comments on a draft's page: settled, and opened again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import clock
from approvals.actions import commenting
from approvals.models import Comment
from approvals.refusals import Refused
from approvals.web.door import View, draft_for, page, person


def _verb(act: Callable[..., Comment], done: Any, promise: str) -> View:
    """Return the view of one of these verbs: it leads back to the comment, and says what was done."""

    def answer(request: HttpRequest, draft_id: UUID, comment_id: int) -> HttpResponse:
        found = draft_for(request, draft_id)
        try:
            act(draft_id=found.pk, comment_id=comment_id, by=person(request), at=clock.now())
        except Refused as refused:
            if refused.status != 409:
                raise
            # Somebody else has done it meanwhile: what is wanted holds.
            messages.info(request, refused.sentence)
        else:
            messages.success(request, done)
        return redirect(reverse("draft", kwargs={"draft_id": found.pk}) + f"#said-{comment_id}")

    answer.__doc__ = promise
    return page(require_POST(answer))


settle = _verb(commenting.settle, _("The comment is settled."), "Settle a comment with its answers.")
reopen = _verb(commenting.reopen, _("The comment is open again."), "Open a settled comment again.")
