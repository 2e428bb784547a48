"""The library of cleared lines: found, read, written, and withdrawn with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock, reader
from accounts.models import Office, Role
from accounts.reading import country_name
from approvals import access, lines
from approvals.actions import lines as acts
from approvals.lifecycle import EDITABLE
from approvals.models import ClearedLine
from approvals.refusals import Refused
from approvals.web.conditions import Vocabulary
from approvals.web.door import page, person
from approvals.web.forms.fields import small_number
from approvals.web.forms.lines import STANDING_NAMES, FindForm, LineForm, WithdrawLineForm
from approvals.web.forms.verbs import VerbForm
from approvals.web.typed import number_in

PAGE = 50
MOST_QUOTING = 100
TONES = {"in_use": "good", "to_come": "info", "in_the_making": "calm", "over": "bad"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in words: where it stands, its texts by language, and whom it is for."""

    line: ClearedLine
    standing: str
    texts: list[tuple[str, str]]
    topics: list[str]
    countries: list[str]

    @property
    def first(self) -> tuple[str, str]:
        """Return the text that its reader reads most easily, with its language."""
        own = [pair for pair in self.texts if pair[0].partition("-")[0] == (get_language() or "")[:2]]
        return (own or self.texts or [("", "")])[0]

    @property
    def name(self) -> str:
        """Return where it stands, in words."""
        return gettext("Withdrawn") if self.line.withdrawn_at else str(STANDING_NAMES[self.standing])

    @property
    def tone(self) -> str:
        """Return the tone that this is drawn in."""
        return TONES[self.standing]


@page
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """List the lines one may read, by name: those that were looked for."""
    at, form, words = clock.now(), FindForm(request.GET), Vocabulary()
    wanted = form.wanted()
    every = lines.readable(person(request), reader.seats(request))
    found = lines.narrowed(every, wanted, at=at).prefetch_related("texts", "channels").order_by("name", "pk")
    rows = list(_behind(found, request.GET.get("after", ""))[: PAGE + 1])
    context = {
        "rows": [shown(line, words, at=at) for line in rows[:PAGE]],
        "listed": {"next": rows[PAGE - 1].pk if len(rows) > PAGE else None, "is_first": "after" not in request.GET},
        "form": form,
        "is_narrowed": any((wanted.words, wanted.topic, wanted.language, wanted.office, wanted.standing)),
        "may_write": bool(_offices(request, at=at)),
        "at": at,
    }
    return render(request, "approvals/lines.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show an empty form for a line, and start the line that was written."""
    offices = _offices(request, at=clock.now())
    if not offices:
        raise Refused("no_author_anywhere")
    return _edited(request, offices, None)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, line_id: int) -> HttpResponse:
    """Show a line that is not cleared yet in its form, and save what was changed."""
    line = _line(request, line_id)
    offices = [office for office in _offices(request, at=clock.now()) if office.pk == line.draft.office_id]
    if not offices:
        raise Refused("not_line_author", params={"office": line.draft.office.name})
    if line.draft.state not in EDITABLE:
        messages.info(request, gettext("A line can be changed before it is submitted, and when changes are requested."))
        return redirect("line", line_id=line.pk)
    return _edited(request, offices, line)


@page
@require_safe
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Show one line: its texts, whom it is for, how it was cleared, and where it is quoted."""
    return show(request, _line(request, line_id))


@page
@require_POST
def withdraw(request: HttpRequest, line_id: int) -> HttpResponse:
    """Withdraw a line, with a reason."""
    found, form = _line(request, line_id), WithdrawLineForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("invalid")
        acts.withdraw_line(
            line_id=line_id, reason=form.cleaned_data["reason"], by=person(request), at=clock.now()
        )  # fmt: skip
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        if refused.code != "invalid":
            form.take(refused)
        return show(request, _line(request, line_id), form=form, status=refused.status)
    messages.success(
        request, gettext("“%(name)s” is withdrawn. Whoever quotes it has been told.") % {"name": found.name}
    )
    return redirect("line", line_id=line_id)


def show(
    request: HttpRequest, found: ClearedLine, *, form: VerbForm | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    """Show a line's page; after a refusal with the form as it was typed."""
    at, seats = clock.now(), reader.seats(request)
    drafts = list(lines.quoting_drafts(found, person(request), seats)[:MOST_QUOTING])
    published = acts.published_with(found)[:MOST_QUOTING]
    is_author = (found.draft.office_id, Role.AUTHOR) in {seat.place for seat in seats}
    said = shown(found, Vocabulary(), at=at)
    seen = {draft.pk for draft in drafts}
    context = {
        "shown": said,
        "line": found,
        "at": at,
        "drafts": drafts,
        "published": [(publication, publication.draft_id in seen) for publication in published],
        "sees_draft": access.visible_from(person(request), seats).filter(pk=found.draft_id).exists(),
        "may_change": is_author and found.draft.state in EDITABLE,
        "may_withdraw": said.standing in (lines.IN_USE, lines.TO_COME)
        and (is_author or any(seat.role == Role.POLICY for seat in seats)),
        "form": form or WithdrawLineForm(),
    }
    return render(request, "approvals/line.html", context, status=status)


def shown(found: ClearedLine, words: Vocabulary, *, at: datetime) -> Shown:
    """Return a line in words."""
    names = words.names("topic") if found.topics else {}
    return Shown(
        found, lines.standing_of(found, at=at), lines.texts_of(found),
        [names.get(slug, slug) for slug in found.topics], [country_name(code) for code in found.countries],
    )  # fmt: skip


def _edited(request: HttpRequest, offices: list[Office], line: ClearedLine | None) -> HttpResponse:
    at, do = clock.now(), request.POST.get("do", "")
    data = _with_texts(request.POST, do) if request.method == "POST" else None
    form = LineForm(data, at=at, offices=offices, line=line)
    status = 200
    if do.partition("-")[0] in ("add_text", "remove_text"):
        form.is_valid()
        form.forget_errors()
    elif form.is_bound and form.is_valid():
        try:
            saved = _save(request, form, offices, line, at=at)
        except Refused as refused:
            form.take(refused)
            status = refused.status
        else:
            messages.success(
                request, gettext("“%(name)s” is saved. Submit it when it is ready.") % {"name": saved.name}
            )
            return redirect("draft", draft_id=saved.draft_id)
    elif form.is_bound:
        status = 400
    return render(request, "approvals/line_edit.html", {"form": form, "line": line}, status=status)


def _save(
    request: HttpRequest, form: LineForm, offices: list[Office], line: ClearedLine | None, *, at: datetime
) -> ClearedLine:
    by: Any = person(request)
    if line is not None:
        base = form.cleaned_data["base"]
        return acts.revise_line(line_id=line.pk, wording=form.wording(), by=by, if_match=base, at=at)
    office = next(office for office in offices if office.pk == form.cleaned_data["office"])
    return acts.write_line(wording=form.wording(), by=by, at=at, office=office)


def _line(request: HttpRequest, line_id: int) -> ClearedLine:
    found = lines.readable(person(request), reader.seats(request)).prefetch_related("texts", "channels")
    line = found.filter(pk=line_id).first()
    if line is None:
        raise Refused("not_found")
    return line


def _offices(request: HttpRequest, *, at: datetime) -> list[Office]:
    """Return the offices whose lines this person may write."""
    offices = access.writable_offices(person(request), at=at, seats=reader.seats(request))
    return list(Office.objects.filter(pk__in=offices).order_by("name"))


def _behind(found: QuerySet[ClearedLine], after: str) -> QuerySet[ClearedLine]:
    """Return the lines behind the one that a page ended with; all, for what no page ever wrote."""
    last = ClearedLine.objects.filter(pk=number_in(after) or 0).first()
    return found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk)) if last is not None else found


def _with_texts(typed: QueryDict, do: str) -> QueryDict:
    """Return what was typed, with one text more or less where the author asked for that."""
    count = min(small_number(typed.get("texts", "")) or 1, acts.MOST_TEXTS)
    verb, _, named = do.partition("-")
    data = typed.copy()
    if verb == "add_text" and count < acts.MOST_TEXTS:
        data["texts"] = str(count + 1)
        return data
    place = small_number(named)
    if verb == "remove_text" and place is not None and place < count and count > 1:
        for row in range(place, count - 1):
            for name in ("language", "text"):
                data[f"text-{row}-{name}"] = typed.get(f"text-{row + 1}-{name}", "")
        data["texts"] = str(count - 1)
    return data
