"""Reviews of posts that are out: what awaits mine, the most exposed first; one review, its outcome, its takedown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock, reader
from accounts.models import User
from approvals import review_queue
from approvals.actions import review as acts
from approvals.actions import takedown as taking_down
from approvals.models import Delay, Review
from approvals.refusals import Refused
from approvals.review_queue import After, Standing
from approvals.web.authorization_terms import countries_of, topics_of
from approvals.web.conditions import Vocabulary
from approvals.web.door import page, person, require_visible
from approvals.web.forms.reviews import OutcomeForm
from approvals.web.forms.verbs import RetractForm, VerbForm
from approvals.web.late_levels import LateLevel, shown
from approvals.web.paging import PAGE, Cursor, Page, Ranked, newest_first
from approvals.web.queue import Reading

# The other lists beside what awaits: what was reviewed, and what is still to be taken down.
DONE, TAKEDOWN = "done", "takedown"


@dataclass(frozen=True, slots=True)
class Exposed:
    """Where a page of the queue ends: by how many a post reaches, when its review is due, and its id."""

    place: After

    def __str__(self) -> str:
        return str(Ranked(self.place.exposure, Cursor(self.place.due_at, str(self.place.review_id))))

    @classmethod
    def parse(cls, typed: str) -> "Exposed | None":
        """Return what an address names, or None for what no page ever wrote."""
        end = Ranked.parse(typed)
        return cls(After(end.rank, end.row.time, int(end.row.id))) if end else None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of reviews, and where the next begins (None on the last)."""

    rows: Sequence[Review]
    next: object | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One review as a list shows it: with what went out."""

    review: Review
    reading: Reading


@page
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List what awaits this person's review, what was reviewed, or what is still to be taken down."""
    at, which = clock.now(), request.GET.get("which", "")
    which = which if which in (DONE, TAKEDOWN) else "open"
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in Review.Outcome.values else ""
    listed = _listing(request, which, outcome, at=at)
    context = {
        "listed": listed,
        "rows": [Row(review, _reading(review)) for review in listed.rows],
        "which": which,
        "outcome": outcome,
        "outcomes": Review.Outcome.choices,
        "at": at,
    }
    return render(request, "approvals/reviews.html", context)


@page
@require_safe
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """Show one review: what went out and where, under which terms, and what one may do."""
    return _show(request, _review_for(request, review_id), at=clock.now())


@page
@require_POST
def outcome(request: HttpRequest, review_id: int) -> HttpResponse:
    """Record what the review found."""
    at, found = clock.now(), _review_for(request, review_id)
    form = OutcomeForm(request.POST, auto_id="outcome_%s")
    try:
        if not form.is_valid():
            return _show(request, found, at=at, status=400, outcome=form)
        done = acts.outcome(
            review_id=review_id, by=person(request), at=at, revision=request.POST.get("revision"), **form.cleaned_data
        )
    except Refused as refused:
        return _refused(request, review_id, refused, form, at=at)
    messages.success(request, _said(done))
    return redirect("reviews")


@page
@require_POST
def takedown(request: HttpRequest, review_id: int) -> HttpResponse:
    """Record where and when a post was taken down that its review found must not stay."""
    at, found = clock.now(), _review_for(request, review_id)
    form = RetractForm(request.POST, at=at, auto_id="takedown_%s")
    try:
        if not form.is_valid():
            return _show(request, found, at=at, status=400, takedown=form)
        taking_down.record_takedown(review_id=review_id, by=person(request), at=at, **form.cleaned_data)
    except Refused as refused:
        return _refused(request, review_id, refused, form, at=at)
    messages.success(
        request, gettext("It is on record that %(reference)s was taken down.") % {"reference": found.draft.reference}
    )
    return redirect("review", review_id=review_id)


def _listing(request: HttpRequest, which: str, outcome: str, *, at: datetime) -> Listing:
    user, after = person(request), request.GET.get("after", "")
    if which == "open":
        place = Exposed.parse(after)
        behind, seats = place.place if place else None, reader.seats(request)
        found = review_queue.awaiting(user, at=at, limit=PAGE + 1, after=behind, seats=seats)
        last = found[PAGE - 1] if len(found) > PAGE else None
        return Listing(found[:PAGE], Exposed(After(*review_queue.place_of(last))) if last else None, place is None)
    done = review_queue.reviewed(user, at=at, outcome=outcome)
    rows = done if which == DONE else review_queue.takedowns(user, at=at)
    listed: Page[Review] = newest_first(rows, time="decided_at", after=Cursor.parse(after))
    return Listing(listed.rows, listed.next, listed.is_first)


def _review_for(request: HttpRequest, review_id: int) -> Review:
    """Return the review if this person may see its draft; otherwise refuse with 404, and put the attempt on record."""
    found = review_queue.shown(Review.objects.filter(pk=review_id)).first()
    if found is None:
        raise Refused("not_found")
    require_visible(request, found.draft)
    return found


def _show(
    request: HttpRequest, found: Review, *, at: datetime, status: int = 200, refused: Refused | None = None,
    outcome: VerbForm | None = None, takedown: VerbForm | None = None,
) -> HttpResponse:  # fmt: skip
    user = person(request)
    standing = review_queue.standing(found, user, at=at, seats=reader.seats(request))
    context = {
        "review": found,
        "draft": found.draft,
        "at": at,
        "reading": _reading(found),
        "barred": _barred(found),
        "standing": standing,
        "acting_for": _acting_for(standing),
        "outcome_form": outcome or OutcomeForm(auto_id="outcome_%s"),
        "takedown_form": takedown or RetractForm(at=at, auto_id="takedown_%s"),
        "late": _late(request, found, at=at),
        "refused": refused,
    }
    return render(request, "approvals/review.html", context, status=status)


def _refused(
    request: HttpRequest, review_id: int, refused: Refused, form: VerbForm, *, at: datetime
) -> HttpResponse:  # fmt: skip
    """Show the review as it is now, with what was refused and what had been typed."""
    if refused.status == 404:
        raise refused
    form.take(refused)
    typed = {"outcome": form} if isinstance(form, OutcomeForm) else {"takedown": form}
    found = _review_for(request, review_id)
    return _show(request, found, at=at, status=refused.status, refused=refused, **typed)


def _reading(review: Review) -> Reading:
    return Reading.of_content(review.revision.body, review.draft.channels.all())


def _barred(review: Review) -> dict[str, str]:
    """Return the topics and the countries that the terms bar, by their names. One query where a topic is barred."""
    terms = review.authorization_version
    if terms is None:
        return {}
    topics = topics_of(terms.barred_topics, Vocabulary()) if terms.barred_topics else ""
    return {"topics": topics, "countries": countries_of(terms.barred_countries) if terms.barred_countries else ""}


def _acting_for(standing: Standing) -> User | None:
    return User.objects.filter(pk=standing.acting_for).first() if standing.acting_for else None


def _late(request: HttpRequest, review: Review, *, at: datetime) -> LateLevel | None:
    """Return how late the review is, or was, and the form for who may say why. No query for one in time."""
    if review.overdue_at is None:
        return None
    late = Delay.objects.filter(review=review).select_related("draft", "review", "office", "explained_by")
    return next(iter(shown(list(late), person(request), at=at, seats=reader.seats(request))), None)


def _said(done: Review) -> str:
    said = {
        Review.Outcome.STANDS: gettext("Reviewed: %(reference)s stands."),
        Review.Outcome.CORRECT: gettext("Reviewed: %(reference)s is to be corrected, in %(correction)s."),
        Review.Outcome.RETRACT: gettext("Reviewed: the mission is asked to take %(reference)s down."),
    }[Review.Outcome(done.outcome)]
    correction = done.correction.reference if done.correction is not None else ""
    return said % {"reference": done.draft.reference, "correction": correction}
