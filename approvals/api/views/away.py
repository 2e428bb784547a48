"""Who is away, and who acts meanwhile."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Absence, Deputy, Posting
from approvals.actions import away
from approvals.actions.away import offices_arranged
from approvals.actions.deputies import Cover
from approvals.api.idempotency import once
from approvals.api.pagination import Order
from approvals.api.schema import describes
from approvals.api.serializers.base import Nothing, page_of
from approvals.api.serializers.people_away import AbsenceSerializer, NewAbsenceSerializer, NewTimesSerializer
from approvals.api.views.base import Door, ListingSerializer
from approvals.refusals import Refused

TAG = "People"
NEWEST = Order("absences", ("-starts_at", "-pk"))


class AbsencesView(Door):
    """The absences."""

    @describes(
        "list_absences",
        "My absences, and those that I may arrange, the newest first",
        gives=page_of(AbsenceSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the absences."""
        return self.give_rows(AbsenceSerializer, absences(self), order=NEWEST)

    @describes(
        "enter_absence",
        "Say that somebody is away, and who acts for each of their postings",
        takes=NewAbsenceSerializer,
        gives=AbsenceSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Enter an absence."""
        given = self.sent(NewAbsenceSerializer)
        person = given.pop("person", self.user.pk)
        entered = away.leave(user_id=person, by=self.user, at=self.at, **arranged(given))
        response = self.give(AbsenceSerializer, absences(self).get(pk=entered.pk), status=201)
        response["Location"] = reverse("api:absence", kwargs={"absence_id": entered.pk})
        return response


class AbsenceView(Door):
    """One absence."""

    @describes("read_absence", "One absence, with who acts meanwhile", gives=AbsenceSerializer, tag=TAG)
    def get(self, request: Request, absence_id: int) -> Response:
        """Read one absence."""
        return self.give(AbsenceSerializer, found(self, absence_id))

    @describes(
        "change_absence",
        "Give an absence other times, and let exactly these people act for the rest of it",
        takes=NewTimesSerializer,
        gives=AbsenceSerializer,
        tag=TAG,
    )
    @once
    def patch(self, request: Request, absence_id: int) -> Response:
        """Change an absence."""
        given = self.sent(NewTimesSerializer)
        found(self, absence_id)
        away.change(absence_id=absence_id, by=self.user, at=self.at, **arranged(given))
        return self.give(AbsenceSerializer, found(self, absence_id))


class EndAbsenceView(Door):
    """The end of an absence."""

    @describes(
        "end_absence",
        "Be back: end an absence now, or call off one that has not begun",
        takes=Nothing,
        gives=AbsenceSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, absence_id: int) -> Response:
        """End an absence."""
        self.nothing_sent()
        found(self, absence_id)
        return self.give(AbsenceSerializer, away.end(absence_id=absence_id, by=self.user, at=self.at))


def arranged(given: dict[str, Any]) -> dict[str, Any]:
    """Return the times and covers of what was sent, as the actions take them."""
    covers = [Cover(one["posting"], one["person"], one.get("passed_by")) for one in given.get("covers", ())]
    return {"starts_at": given["starts_at"], "ends_at": given["ends_at"], "covers": covers}


def absences(door: Door) -> QuerySet[Absence]:
    """Return the absences of who asks, and of those for whom they may arrange one, with who acts. Four queries."""
    mine = Q(user=door.user)
    if offices := offices_arranged(door.user, at=door.at):
        mine |= Q(user__in=Posting.objects.filter(office__in=offices).values("user"))
    acting = Deputy.objects.select_related("user", "posting__office", "posting__user").order_by("starts_at", "pk")
    return Absence.objects.filter(mine).select_related("user").prefetch_related(Prefetch("deputies", acting))


def found(door: Door, absence_id: int) -> Absence:
    """Return the absence if this person may see it."""
    absence = absences(door).filter(pk=absence_id).first()
    if absence is None:
        raise Refused("not_found")
    return absence
