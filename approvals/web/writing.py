"""Write a draft, change it, and see at every pause what it will take."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock, reader
from approvals import access
from approvals.actions.fast_track import fast_track
from approvals.actions.submit import submit
from approvals.actions.write import Writing
from approvals.fast_path import Glance
from approvals.lifecycle import EDITABLE, State
from approvals.models import Audience, Draft, Kind, Revision, Urgency
from approvals.preview import Preview, Written, channels_to_write_for, preview
from approvals.refusals import Refused
from approvals.rules import difference
from approvals.rules.content import Content
from approvals.web import at_once, image_steps, write_steps
from approvals.web.beginning import NOWHERE, Beginning, mark_of, templates_for
from approvals.web.door import draft_for, page, person
from approvals.web.forms.writing import WriteForm
from approvals.web.inserting import offered
from approvals.web.keeping import Keeping
from approvals.web.unsaved import unsaved_words
from approvals.web.write_page import WritePage
from channels.models import Channel

SUBMITTED = _("%(reference)s is submitted.")
CLEARED_AT_ONCE = _("%(reference)s is cleared: by the policy nobody has to be asked.")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show an empty form, and save what was written as a new draft."""
    return _Desk(request).answer()


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft in the form, and save what was changed as a new revision."""
    draft = draft_for(request, draft_id)
    if draft.office_id not in access.writable_offices(person(request), at=clock.now(), seats=reader.seats(request)):
        raise Refused("not_author")
    if draft.kind == Kind.LINE:
        return redirect("line_edit", line_id=draft.line.pk)
    if draft.state not in EDITABLE:
        messages.info(
            request, gettext("A draft can be changed before it is submitted, and when changes are requested.")
        )
        return redirect("draft", draft_id=draft.pk)
    return _Desk(request, draft).answer()


@page
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Say what the text would meet as it stands in the form; saves nothing."""
    named = request.POST.get("draft", "")
    try:
        draft = draft_for(request, UUID(named)) if named else None
    except ValueError:
        draft = None
    desk = _Desk(request, draft)
    desk.form.is_valid()
    # Only where the list of templates is seen.
    templates = desk.templates() if desk.form["kind"].value() == Kind.REPLY else {}
    return render(request, "approvals/_check.html", desk.context() | templates | {"is_update": True})


@dataclass
class _Desk:
    """One request to write: the form, and where it leads."""

    request: HttpRequest
    draft: Draft | None = None
    at: datetime = field(default_factory=clock.now)

    def __post_init__(self) -> None:
        self.user = person(self.request)
        self.channels = _choosable(self.request, self.draft, at=self.at)
        self.do = self.request.POST.get("do", "")
        self.keeping = Keeping(self.request, self.draft, at=self.at)
        taken = self.keeping.data
        self.begun = NOWHERE if self.draft is not None else Beginning.of(self.request, taken, at=self.at)
        self.images_refused: Refused | None = None
        self.data = self._with_steps() if self.request.method == "POST" else taken
        self.form = self._form(self.data)
        self.form.images.refused = self.images_refused
        if taken is not None:
            self.form.is_valid()
            self.form.forget_errors()

    def answer(self) -> HttpResponse:
        """Show the form, or save what it holds."""
        if self.request.method != "POST":
            return self.show(is_stale=self.keeping.is_outdated)
        is_valid = self.form.is_valid()
        if write_steps.is_step(self.do) or image_steps.is_asked(self.request, self.do):
            self.form.forget_errors()
            # What htmx asked for is put in its place whatever the answer; it puts no answer of 400 and above there.
            is_partial = "HX-Request" in self.request.headers
            return self.show(status=self.images_refused.status if self.images_refused and not is_partial else 200)
        if self.do == "check":
            return self.show()
        if not is_valid:
            return self.show(status=400)
        try:
            saved = self.keeping.save(self.form)
        except Refused as refused:
            self.form.take(refused)
            return self.show(status=refused.status, is_stale=refused.code == "if_match_stale")
        onward = {"submit": self._submit, "fast_track": self._publish_now}.get(self.do, self._saved)
        return onward(saved)

    def show(self, *, status: int = 200, is_stale: bool = False) -> HttpResponse:
        """Show the page with the form as it stands."""
        if self.data is not None and self.request.method == "POST":
            self.keeping.keep(self.data)
        context = self.context() | self.templates() | unsaved_words(self.keeping, self.channels)
        if is_stale:
            conflict = self._conflict()
            context |= {"conflict": conflict, "base": conflict["revision"].hash}
        return render(self.request, "approvals/write.html", context, status=status)

    def context(self) -> dict[str, Any]:
        """Return what the form's page and its live part show."""
        confirmed = self.request.POST.getlist("confirm")
        said, glance = self._said(), self._glance()
        page = WritePage(self.form, said, self._preview(), glance, self.channels, self.draft, self.at, confirmed)
        return page.context() | {
            "form": self.form,
            "draft": self.draft,
            "at": self.at,
            "base": self.form["base"].value() or "",
            "glance": at_once.before_a_word(glance) if page.is_blank else glance,
            "may_now": glance is not None and glance.is_within,
            "confirmed": confirmed,
            "may_write": bool(self.channels),
            "begun": self.begun,
            "image_rows": self.form.images.rows(said.content, self.channels, on=self.at.date()),
            "lines": offered(self.form, self.channels, self.do, at=self.at),
        }

    def templates(self) -> dict[str, Any]:
        """Return the templates for a reply as it stands in the form. One query."""
        templates = templates_for(self.form)
        mark = mark_of(templates)
        changed = self.request.POST.get("templates") != mark
        return {"templates": templates, "templates_mark": mark, "templates_changed": changed}

    def _form(self, data: QueryDict | None) -> WriteForm:
        begun = self.begun.initial(self.channels)
        return WriteForm(data, channels=self.channels, at=self.at, draft=self.draft, begun=begun)

    def _with_steps(self) -> QueryDict:
        """Return what was typed, with what a step of the form does to it: a row, a time, a line, a template."""
        if not image_steps.is_asked(self.request, self.do):
            return write_steps.after(self.request.POST, self.do, self.user, at=self.at)
        data, self.images_refused = image_steps.after(self.request, self.do, self.user, at=self.at)
        return data

    def _typed(self, name: str) -> Any:
        return self.form.cleaned_data.get(name) if self.form.is_bound else self.form.initial.get(name)

    def _preview(self) -> Preview:
        if not self.form.is_bound and self.draft is None:
            return Preview()
        said = self._said()
        target = said.publish_at or said.moment or said.answer_by
        written = Written(said.content, said.topics, said.urgency, said.audience, target)
        try:
            return preview(written, by=self.user, at=self.at, draft=self.draft, seats=reader.seats(self.request))
        except Refused as refused:
            return Preview(refused=refused)

    def _said(self) -> Writing:
        """Return what stands in the form, as far as it can be read."""
        return Writing(
            self._content(), self._typed("topics") or (), self._typed("urgency") or Urgency.ROUTINE,
            self._typed("moment"), self._typed("publish_at"), self._typed("audience") or Audience.HOST,
            self._typed("answer_by"),
        )  # fmt: skip

    def _content(self) -> Content:
        if self.form.is_bound:
            return self.form.content()
        if self.draft is not None:
            return self.draft.current.body
        initial = self.form.initial
        return Content(tuple(initial["channels"]), initial["language"], "", kind=initial["kind"])

    def _glance(self) -> Glance | None:
        """Return whether this is within the writer's pre-authorization; None where there is none."""
        said = self._said()
        return at_once.of_writing(
            said, draft=self.draft, channels=self.channels, seats=reader.seats(self.request), at=self.at
        )

    def _saved(self, saved: Draft) -> HttpResponse:
        values = {"reference": saved.reference, "number": saved.current.number}
        messages.success(self.request, gettext("%(reference)s is saved as revision %(number)s.") % values)
        return redirect("draft", draft_id=saved.pk)

    def _submit(self, saved: Draft) -> HttpResponse:
        """Submit what has just been saved; when that is refused, the draft is safe, and its form says why."""
        confirmed, shown = self.request.POST.getlist("confirm"), saved.current.hash
        try:
            draft = submit(draft_id=saved.pk, by=self.user, at=self.at, confirmed=confirmed, revision=shown)
        except Refused as refused:
            values = {"reference": saved.reference, "why": refused.sentence}
            messages.warning(self.request, gettext("%(reference)s is saved, but not submitted: %(why)s") % values)
            return redirect("draft_edit", draft_id=saved.pk)
        said = CLEARED_AT_ONCE if draft.state == State.CLEARED else SUBMITTED
        messages.success(self.request, str(said) % {"reference": saved.reference})
        return redirect("draft", draft_id=saved.pk)

    def _publish_now(self, saved: Draft) -> HttpResponse:
        """Publish at once what has just been saved; when that is refused, the draft is safe, and its form says why."""
        confirmed, shown = self.request.POST.getlist("confirm"), saved.current.hash
        try:
            fast_track(draft_id=saved.pk, by=self.user, at=self.at, confirmed=confirmed, revision=shown)
        except Refused as refused:
            values = {"reference": saved.reference, "why": refused.sentence}
            messages.warning(self.request, gettext("%(reference)s is saved, but not let out: %(why)s") % values)
            return redirect("draft_edit", draft_id=saved.pk)
        messages.success(self.request, str(at_once.LET_OUT) % {"reference": saved.reference})
        return redirect("draft", draft_id=saved.pk)

    def _conflict(self) -> dict[str, Any]:
        """Return the newer revision beside what was typed; saving again, now knowingly, puts the typed text on top."""
        theirs = Revision.objects.select_related("written_by").filter(draft=self.draft).latest("number")
        return {"revision": theirs, "difference": difference.between(theirs.body, self.form.content())}


def _choosable(request: HttpRequest, draft: Draft | None, *, at: datetime) -> list[Channel]:
    """Return the active channels this person may write for, and those the draft has already."""
    mine = channels_to_write_for(person(request), at=at, seats=reader.seats(request))
    chosen = set(draft.current.body.channel_ids) if draft else set()
    return [channel for channel in mine if channel.state == Channel.State.ACTIVE or channel.pk in chosen]
