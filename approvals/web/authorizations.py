"""The register of pre-authorizations: what awaits the reader first; narrowed by state and office in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Office
from approvals import granted
from approvals.granted import Paper, Reader, Standing
from approvals.web import authorization_words
from approvals.web.door import page, person
from approvals.web.forms.narrowing import ChoicesForm, Options, Words, named
from approvals.web.paging import PAGE, Cursor, newest_first

ENDING = "ending"
# What one may ask for: where it stands, or what comes to its end.
STATES = [
    (Standing.AWAITS_OFFICER.value, Standing.AWAITS_OFFICER.label),
    (Standing.AWAITS_HOLDER.value, Standing.AWAITS_HOLDER.label),
    (Standing.IN_FORCE.value, Standing.IN_FORCE.label),
    (Standing.SUSPENDED.value, Standing.SUSPENDED.label),
    (ENDING, _("Ends within 30 days")),
    ("over", _("Over")),
]


@dataclass(frozen=True, slots=True)
class Listed:
    """One pre-authorization of the list: where it stands in words, and whether it awaits the reader."""

    paper: Paper
    sentence: str
    also: Sequence[str]
    tone: str
    is_awaited: bool


@page
@require_safe
def authorizations(request: HttpRequest) -> HttpResponse:
    """List the pre-authorizations that the reader may see, those that await them first."""
    at = clock.now()
    me = Reader(person(request), reader.seats(request))
    seen = granted.visible(me)
    form = _form(
        request, list(Office.objects.filter(postings__pre_authorizations__in=seen).distinct().order_by("name"))
    )
    state, office = form.chosen("state"), form.chosen("office")
    found = seen.filter(posting__office__code=office) if office else seen
    alive = [] if state == "over" else granted.alive(found, me, at=at)
    listed = newest_first(
        granted.read_along(granted.over(found, at=at)) if state in ("", "over") else seen.none(),
        time="created_at", after=Cursor.parse(request.GET.get("after", "")),
    )  # fmt: skip
    asked = [paper for paper in alive if not state or _is(paper, state)]
    others = Paginator([paper for paper in asked if not me.is_awaited(paper)], PAGE).get_page(request.GET.get("page"))
    context = {
        "awaited": [_listed(paper, me) for paper in asked if me.is_awaited(paper)] if others.number == 1 else [],
        "alive": [_listed(paper, me) for paper in others], "page": others,
        # What is over comes behind the last page of what is not.
        "over": [] if others.has_next() else [_listed(Paper(row, at), me) for row in listed.rows],
        "listed": listed, "form": form,
        "is_officer": me.is_officer, "at": at,
    }  # fmt: skip
    return render(request, "approvals/authorizations.html", context)


def _form(request: HttpRequest, offices: list[Office]) -> ChoicesForm:
    choices: dict[str, tuple[Words, Words, Options]] = {"state": (_("State"), _("Every state"), STATES)}
    if len(offices) > 1:
        choices["office"] = (_("Office"), _("Every office"), named(offices))
    return ChoicesForm(request.GET, choices=choices)


def _is(paper: Paper, state: str) -> bool:
    """Say whether a pre-authorization is one that was asked for; a version under way beside one in force counts."""
    if state == ENDING:
        return paper.ends_soon
    awaits = paper.under_way is not None and paper.under_way.status == _AWAITED_AS.get(state)
    return awaits or paper.state == state


def _listed(paper: Paper, me: Reader) -> Listed:
    return Listed(
        paper=paper,
        sentence=authorization_words.sentence(paper),
        also=authorization_words.also(paper),
        tone=authorization_words.tone(paper),
        is_awaited=me.is_awaited(paper),
    )


_AWAITED_AS: Mapping[str, str] = {Standing.AWAITS_OFFICER: "proposed", Standing.AWAITS_HOLDER: "countersigned"}
