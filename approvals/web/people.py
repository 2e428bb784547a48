"""The register of people, a page for each, and the register as a file: open to every member of the ministry.

What offices show of people is shown here, names and postings; usernames and addresses to whoever keeps the register.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import clock, queries, reader
from accounts.models import Absence, User
from approvals import granted, people
from approvals.granted import Reader
from approvals.keepers import Keeper, keeper, require_keeper
from approvals.people_file.writing import register_rows
from approvals.refusals import Refused
from approvals.web import authorization_words
from approvals.web.door import page, person
from approvals.web.forms.register import PeopleFilter
from approvals.web.spreadsheet import csv_file
from channels.models import Channel

PAGE = 50


@page
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List people with what they hold now, narrowed by the address."""
    at, mine = clock.now(), keeper_of(request)
    form = PeopleFilter(request.GET, keeps=mine.of_ministry)
    asked = form.narrowing
    shown = Paginator(people.found(asked, keeps=mine.of_ministry, at=at), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "asked": asked, "page": shown, "rows": people.listed(list(shown), at=at), "keeper": mine,
        "at": at,
    }  # fmt: skip
    return render(request, "approvals/people.html", context)


@page
@require_safe
def one(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show a person: postings now, to come and past, whom they act for, when they are away, their channels."""
    mine = keeper_of(request)
    shown = get_object_or_404(User, pk=user_id)
    if not shown.is_active and not mine.of_ministry and not shown.postings.exists():
        raise Refused("not_found")
    return render(request, "approvals/person.html", person_context(request, shown, mine))


@page
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Give the register as a file that can be imported again."""
    at = clock.now()
    require_keeper(person(request), at=at)
    return csv_file(register_rows(at=at), name=f"people-{at:%Y-%m-%d}.csv")


def keeper_of(request: HttpRequest) -> Keeper:
    """Return what the reader may change in the register. At most one query beside that for their seats."""
    return keeper(person(request), at=clock.now(), seats=reader.seats(request))


def person_context(request: HttpRequest, shown: User, mine: Keeper) -> dict[str, object]:
    """Return what the page of a person shows to this reader."""
    at, me = clock.now(), Reader(person(request), reader.seats(request))
    postings = people.postings_of(shown, at=at)
    offices = {posting.office_id for posting in postings.now}
    papers = granted.alive(granted.visible(me).filter(posting__user=shown), me, at=at)
    return {
        "shown": shown,
        "postings": postings,
        "deputizing": queries.deputizing(shown.pk, at=at),
        "absences": Absence.objects.filter(user=shown, ends_at__gt=at).order_by("starts_at", "pk"),
        "channels": Channel.objects.filter(office__in=offices).exclude(state=Channel.State.CLOSED)
        .select_related("office").order_by("office__name", "platform", "handle"),
        "papers": [(paper, authorization_words.sentence(paper)) for paper in papers],
        "keeper": mine,
        "endable": {
            posting.pk for posting in (*postings.now, *postings.to_come)
            if not posting.is_acting and mine.may_post(posting.office_id, posting.role)
        },
        "is_own": shown.pk == mine.user_id,
        "at": at,
    }  # fmt: skip
