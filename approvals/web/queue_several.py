"""Several drafts of the queue at once: first exactly what will be done is shown, then what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import clock, fresh
from approvals import access
from approvals.actions.decide_several import Act, Chosen, Outcome, decide_several, require_number
from approvals.models import Draft
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.forms.queue import SeveralForm, chosen_in, several_form
from approvals.web.queue import Waiting, holders_of, row_of
from approvals.web.queue_next import queue_address, queue_of, view_in


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One draft that was chosen and is left out, and why; None for one that the reader may not see."""

    draft: Draft | None
    why: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done to which of the drafts that were chosen."""

    rows: Sequence[Waiting]
    left_out: Sequence[LeftOut]

    @classmethod
    def of(cls, request: HttpRequest, act: Act, chosen: Sequence[Chosen], *, at: datetime) -> "Plan":
        """Look at each as it is now. Two queries for each place the reader decides for, and at most two more."""
        mine, view = queue_of(request, at=at), view_in(request)
        holders = holders_of(mine)
        found = {step.draft_id: step for step in reversed(mine.of_drafts([one.draft_id for one in chosen]))}
        rows = {draft: row_of(step, holders, view, at=at) for draft, step in found.items()}
        reasons = {one: _why_not(request, act, rows.get(one.draft_id), one, at=at) for one in chosen}
        known = _seen(request, [one.draft_id for one in chosen if one.draft_id not in rows], at=at)
        left = [_left_out(one, rows.get(one.draft_id), known, why) for one, why in reasons.items() if why]
        return cls([rows[one.draft_id] for one, why in reasons.items() if not why], left)


@page
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Show what will be done to the drafts that were chosen; nothing is done yet."""
    act = _act(request)
    require_number(chosen_in(request.POST.getlist("chosen")))
    return _confirm(request, several_form(act), act)


@page
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Do it to each, and say of each what became of it; sent twice, it says so of what is done already."""
    act = _act(request)
    require_number(chosen_in(request.POST.getlist("chosen")))
    form = several_form(act, request.POST)
    if not form.is_valid():
        return _confirm(request, form, act, status=400)
    outcomes = decide_several(
        act=act, chosen=chosen_in(request.POST.getlist("chosen")), by=person(request), at=clock.now(),
        door=f"POST {request.path}", comment=form.cleaned_data.get("comment", ""),
        signed_in_at=fresh.signed_in_at(request),
    )  # fmt: skip
    return _told(request, act, outcomes)


def _act(request: HttpRequest) -> Act:
    """Return what is to be done; refuse what no page ever offered."""
    try:
        return Act(request.POST.get("act", ""))
    except ValueError:
        raise Refused("invalid") from None


def _confirm(request: HttpRequest, form: SeveralForm, act: Act, *, status: int = 200) -> HttpResponse:
    at = clock.now()
    plan = Plan.of(request, act, chosen_in(request.POST.getlist("chosen")), at=at)
    count = len(plan.rows)
    context = {
        "plan": plan, "act": act.value, "form": form, "at": at, "title": _what(act, count), "view": view_in(request),
        "back": queue_address(view_in(request)),
    }  # fmt: skip
    return render(request, "approvals/queue_several.html", context, status=status)


def _told(request: HttpRequest, act: Act, outcomes: Sequence[Outcome]) -> HttpResponse:
    done = sum(one.is_done for one in outcomes)
    context = {
        "outcomes": outcomes, "done": done, "refused": sum(one.refused is not None for one in outcomes),
        "title": _what_was(act, done), "back": queue_address(view_in(request)),
    }  # fmt: skip
    return render(request, "approvals/queue_several_done.html", context)


def _why_not(request: HttpRequest, act: Act, row: Waiting | None, one: Chosen, *, at: datetime) -> str:
    """Return why a draft is left out, in a sentence; empty for one that is not."""
    if row is None:
        return _("It awaits your decision no longer.")
    if row.step.draft.current.hash != one.revision:
        return _("Its text is another one than when you chose it. Read it as it is now.")
    if act is Act.CLAIM:
        theirs = row.step.is_claimed(at=at) and row.step.claimed_by_id != person(request).pk
        return _("%(name)s has it now.") % {"name": row.step.claimed_by} if theirs else ""
    if row.step.fresh_sign_in:
        return _("Its level asks for your password. Decide it on its own page.")
    if act is Act.APPROVE and not row.reading.whole:
        return _("A list cannot show all of it. Read and decide it on its own page.")
    return ""


def _seen(request: HttpRequest, drafts: Sequence[UUID], *, at: datetime) -> Mapping[UUID, Draft]:
    """Return those of the drafts that the reader may see. Two queries where there are any."""
    return access.visible(person(request), at=at).in_bulk(drafts) if drafts else {}


def _left_out(one: Chosen, row: Waiting | None, known: Mapping[UUID, Draft], why: str) -> LeftOut:
    if row is not None:
        return LeftOut(row.step.draft, why, row.address)
    draft = known.get(one.draft_id)
    return LeftOut(draft, why, reverse("draft", kwargs={"draft_id": draft.pk}) if draft else "")


def _what(act: Act, count: int) -> str:
    """Return what will be done, as its heading and its button say it."""
    said = {
        Act.APPROVE: ngettext("Approve %(count)s draft", "Approve %(count)s drafts", count),
        Act.REQUEST_CHANGES: ngettext(
            "Request changes to %(count)s draft", "Request changes to %(count)s drafts", count
        ),
        Act.CLAIM: ngettext("I have this: %(count)s draft", "I have this: %(count)s drafts", count),
    }
    return said[act] % {"count": count}


def _what_was(act: Act, count: int) -> str:
    said = {
        Act.APPROVE: ngettext("You approved %(count)s draft", "You approved %(count)s drafts", count),
        Act.REQUEST_CHANGES: ngettext(
            "You requested changes to %(count)s draft", "You requested changes to %(count)s drafts", count
        ),
        Act.CLAIM: ngettext("You have %(count)s draft now", "You have %(count)s drafts now", count),
    }
    return said[act] % {"count": count}
