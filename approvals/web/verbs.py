"""The verbs of a draft: each is a POST that names the revision that was read, makes one call, and says the outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts import clock, fresh
from accounts.models import User
from approvals.actions import accept as accepting
from approvals.actions import commenting, concur, decide, withdraw
from approvals.actions import fast_track as fast_tracking
from approvals.actions import publish as publishing
from approvals.actions import submit as submitting
from approvals.models import Draft, Step
from approvals.refusals import Refused
from approvals.web.at_once import LET_OUT
from approvals.web.door import View, draft_for, page, person
from approvals.web.draft import show
from approvals.web.forms import verbs as forms
from approvals.web.forms.verbs import VerbForm
from approvals.web.looking import keep_place
from approvals.web.onward import onward

Typed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One verb asked of one draft: by whom, when, on which revision, with what was typed."""

    draft_id: UUID
    by: User
    at: datetime
    revision: str | None
    typed: Typed
    signed_in_at: datetime | None = None

    @property
    def who(self) -> dict[str, Any]:
        """Return what every action asks for."""
        return {"draft_id": self.draft_id, "by": self.by, "at": self.at}

    @property
    def decider(self) -> dict[str, Any]:
        """Return what every decision asks for, the revision that was read among it."""
        return {**self.who, "revision": self.revision, "signed_in_at": self.signed_in_at}


@dataclass(frozen=True, slots=True)
class Verb:
    """How one verb is taken from a page: its form, its one call, and the message when it is done."""

    name: str
    form: Callable[..., VerbForm]
    call: Callable[[Asked], object]
    done: str | Promise
    is_decision: bool = False
    prefix: str = ""

    def view(self) -> View:
        """Return the view of this verb."""

        def answer(request: HttpRequest, draft_id: UUID) -> HttpResponse:
            return self.answer(request, draft_for(request, draft_id))

        answer.__doc__ = f"Take the verb {self.name} from a draft's page."
        return page(require_POST(answer))

    def answer(self, request: HttpRequest, found: Draft) -> HttpResponse:
        """Make the call, or show the page again with the refusal where it belongs."""
        at = clock.now()
        form = self._form(request, at)
        if not form.is_valid():
            return self._refuse(request, found, form, _wrong(form), at)
        asked = Asked(
            found.pk, person(request), at, request.POST.get("revision"), form.cleaned_data, fresh.signed_in_at(request)
        )
        try:
            if asked.revision and not self.is_decision and asked.revision != found.current.hash:
                raise Refused("stale_revision", field="revision", params={"current": found.current.number})
            self.call(asked)
        except Refused as refused:
            form.take(refused)
            return self._refuse(request, found, form, refused, at)
        keep_place(request, found, at=at)
        messages.success(request, str(self.done) % {"reference": found.reference})
        leads_on = self.is_decision or request.POST.get("next") == "queue"
        return onward(request, at=at) if leads_on else redirect(self._back(found, form))

    def _back(self, found: Draft, form: VerbForm) -> str:
        """Return the address to go on at: the draft's page, after an answer at the comment that was answered."""
        address = reverse("draft", kwargs={"draft_id": found.pk})
        answered = form.cleaned_data.get("answers")
        return f"{address}#said-{answered}" if answered else address

    def _form(self, request: HttpRequest, at: datetime) -> VerbForm:
        more: dict[str, Any] = {"at": at} if self.form in (forms.PublishForm, forms.RetractForm) else {}
        return self.form(request.POST, auto_id=f"{self.prefix or self.name}_%s", **more)

    def _refuse(
        self, request: HttpRequest, found: Draft, form: VerbForm, refused: Refused, at: datetime
    ) -> HttpResponse:
        if request.POST.get("next") == "queue":
            # From the queue there is no form to show it in: the draft's page says it, with the text as it is now.
            messages.warning(request, refused.sentence)
            address = reverse("draft", kwargs={"draft_id": found.pk})
            return HttpResponseClientRedirect(address) if "HX-Request" in request.headers else redirect(address)
        now = draft_for(request, found.pk)
        return show(request, now, at=at, status=refused.status, refused=refused, typed={self.name: form})


def _wrong(form: VerbForm) -> Refused:
    """Return what is wrong with a form, the first of it said where the button is."""
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    return Refused("invalid", sentence=sentences[0] if len(sentences) == 1 else "")


def _accept(asked: Asked) -> None:
    accepting.accept(
        **asked.who,
        proposal_id=asked.typed["proposal"] or 0,
        if_match=asked.revision or "",
        confirmed=asked.typed["confirm"],
    )


def _request_changes(asked: Asked) -> None:
    draft = Draft.objects.select_related("revision").get(pk=asked.draft_id)
    wording = asked.typed["proposal"].replace("\r\n", "\n")
    proposal = "" if wording == draft.current.body.text else wording
    decide.request_changes(**asked.decider, comment=asked.typed["comment"], proposal=proposal)


def _ask(asked: Asked) -> None:
    typed = asked.typed
    request = concur.Request(typed["office"], typed["question"], typed["reason"], typed["limit"])
    call = concur.ask_to_concur if typed["how"] == Step.Mode.APPROVE else concur.ask_to_comment
    call(**asked.who, revision=asked.revision, request=request)


def _comment(asked: Asked) -> None:
    said = asked.typed
    commenting.comment(**asked.who, text=said["text"], on=said["on"], answers=said["answers"])


def _publish(asked: Asked) -> None:
    typed = asked.typed
    publishing.publish(
        **asked.who, revision=asked.revision or "", channel_id=typed["channel"], language=typed["language"],
        url=typed["url"], published_at=typed["published_at"],
    )  # fmt: skip


submit = Verb(
    "submit", forms.ConfirmForm,
    lambda asked: submitting.submit(**asked.who, confirmed=asked.typed["confirm"], revision=asked.revision or ""),
    _("%(reference)s is submitted."),
).view()  # fmt: skip
fast_track = Verb(
    "fast_track", forms.ConfirmForm,
    lambda asked: fast_tracking.fast_track(
        **asked.who, confirmed=asked.typed["confirm"], revision=asked.revision or ""
    ),
    LET_OUT,
).view()  # fmt: skip
accept = Verb(
    "accept", forms.ConfirmForm, _accept, _("%(reference)s has the proposed wording now, and is submitted.")
).view()
approve = Verb(
    "approve", forms.ApproveForm,
    lambda asked: decide.approve(**asked.decider, comment=asked.typed["comment"]),
    _("You approved %(reference)s."), is_decision=True,
).view()  # fmt: skip
request_changes = Verb(
    "request_changes", forms.ChangesForm, _request_changes, _("You requested changes to %(reference)s."),
    is_decision=True, prefix="changes",
).view()  # fmt: skip
reject = Verb(
    "reject", forms.RejectForm,
    lambda asked: decide.reject(
        **asked.decider, reason=asked.typed["reason"], comment=asked.typed["comment"]
    ),
    _("You rejected %(reference)s."), is_decision=True,
).view()  # fmt: skip
withdraw_ = Verb(
    "withdraw", forms.PlainForm, lambda asked: withdraw.withdraw(**asked.who), _("%(reference)s is withdrawn.")
).view()
reopen = Verb(
    "reopen", forms.PlainForm, lambda asked: withdraw.reopen(**asked.who), _("%(reference)s is a draft again.")
).view()
ask = Verb("ask", forms.AskForm, _ask, _("The office you named is asked about %(reference)s.")).view()
comment = Verb(
    "comment", forms.CommentForm, _comment,
    _("Your comment on %(reference)s is on record."),
).view()  # fmt: skip
publish = Verb("publish", forms.PublishForm, _publish, _("It is on record where %(reference)s was published.")).view()
retract = Verb(
    "retract", forms.RetractForm,
    lambda asked: publishing.retract(
        **asked.who, where=asked.typed["where"], taken_down_at=asked.typed["taken_down_at"]
    ),
    _("It is on record that %(reference)s was taken down."),
).view()  # fmt: skip
