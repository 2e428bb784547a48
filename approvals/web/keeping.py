"""The write page and what is kept of it: a door that keeps words while they are typed, and what a form takes up."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import clock, reading
from approvals import unsaved
from approvals.actions import unsaved as acts
from approvals.actions.unsaved import Ended, Sitting
from approvals.models import Draft, UnsavedWords
from approvals.refusals import Refused
from approvals.web.door import person
from approvals.web.forms.writing import WriteForm
from approvals.web.sittings import Carried, Sent, form_data, owner, seals


@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """Keep what stands in a form that is being written in, and say when that was."""
    at, user = clock.now(), person(request)
    sent = Sent.of(request.POST, at=at)
    try:
        carried = own(sent.carried, request)
        if carried is None:
            raise Refused("sitting_unknown")
        words = sent.keep(carried.sitting, by=user, at=at)
    except Refused as refused:
        return JsonResponse(_said(refused, sent.carried), status=refused.status)
    said = gettext("Kept at %(time)s") % {"time": reading.time_of_day(at)}
    return JsonResponse({"said": said, "key": str(words.key), "sequence": words.sequence})


def own(carried: Carried | None, request: HttpRequest) -> Carried | None:
    """Return the sitting that a page carries; refuse when the page was given to somebody else."""
    if carried is not None and carried.person_id != person(request).pk:
        raise Refused("another_writer")
    return carried


@dataclass
class Keeping:
    """What one request to write knows of unsaved words: the sitting it comes from, and the words that it takes up."""

    request: HttpRequest
    draft: Draft | None
    at: datetime

    def __post_init__(self) -> None:
        self.user = person(self.request)
        self.draft_id = self.draft.pk if self.draft else None
        self.sent = Sent.of(self.request.POST, at=self.at) if self.request.method == "POST" else None
        carried = own(self.sent.carried, self.request) if self.sent else None
        # A page without a sitting, such as a program's, keeps nothing and ends nothing.
        self.sitting = carried.sitting if carried and carried.sitting.draft_id == self.draft_id else None
        self.taken = self._taken()
        before = self.sitting.key if self.sitting else self.taken.key if self.taken else None
        self.next = Sitting(uuid4(), self.draft_id, before)

    @property
    def data(self) -> QueryDict | None:
        """Return what the form is filled with: words that are taken up, or nothing."""
        return form_data(self.taken) if self.taken else None

    @property
    def is_outdated(self) -> bool:
        """Say whether somebody has saved a newer revision since the words that are taken up were begun."""
        base = self.taken.fields.get("base", [""])[0] if self.taken else ""
        return self.draft is not None and bool(base) and base != self.draft.current.hash

    def keep(self, data: QueryDict) -> None:
        """Keep what a form holds that is shown again, so that it is not lost where no script keeps it."""
        if self.sitting is None:
            return
        sent = Sent.of(data, at=self.at)
        # What a step of the form has added came after what the page had sent; what has been saved already was saved
        # without what was typed since.
        sent = replace(sent, sequence=sent.sequence + 1)
        sent.keep_somewhere(self.sitting, Sitting(self.next.key, self.draft_id), by=self.user, at=self.at)

    def save(self, form: WriteForm) -> Draft:
        """Save what the form holds; what was kept of this sitting is forgotten with it."""
        ended = Ended(self.sitting, self.sent.sequence) if self.sitting and self.sent else None
        if self.draft is None:
            return acts.create_from(ended, by=self.user, writing=form.writing(), at=self.at)
        base = form.cleaned_data["base"]
        return acts.amend_from(
            ended, by=self.user, draft_id=self.draft.pk, change=form.change, if_match=base, at=self.at
        )  # fmt: skip

    def page(self) -> dict[str, Any]:
        """Return what the page needs to keep what is written in it."""
        form = str(self.draft_id or "new")
        return {
            "token": Carried(self.user.pk, self.next).token(), "form": form, "owner": owner(self.user),
            "seals": seals(self.user, form),
        }  # fmt: skip

    def _taken(self) -> UnsavedWords | None:
        named = self.request.GET.get("words", "") if self.request.method != "POST" else ""
        try:
            return unsaved.one(self.user, self.draft_id, UUID(named)) if named else None
        except ValueError:
            return None


def _said(refused: Refused, carried: Carried | None) -> dict[str, Any]:
    said: dict[str, Any] = {"code": refused.code, "sentence": refused.sentence}
    if refused.code == "sitting_over" and carried is not None:
        # Whoever has typed more since goes on under another sitting.
        onward = Carried(carried.person_id, Sitting(uuid4(), carried.sitting.draft_id))
        said |= {"sequence": refused.params["sequence"], "sitting": onward.token()}
    return said
