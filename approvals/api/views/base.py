"""What every door of the API shares: who asks and when, what was sent, and the draft that they may see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import clock
from accounts.models import User
from approvals import access
from approvals.api.pagination import LARGEST, PAGE, Order, Page
from approvals.api.serializers.base import Given, Nothing, Taken
from approvals.models import Draft
from approvals.refusals import Refused


class ListingSerializer(Taken):
    """Which page of a list."""

    cursor = serializers.CharField(required=False, max_length=1000, help_text="From `next` or `previous`.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST, help_text="Rows in one page.")


class Door(APIView):
    """One address of the API, for whoever is signed in. The time is read once."""

    http_method_names = ["get", "post", "patch", "head"]

    at: datetime
    user: User

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find out who asks, before anything else."""
        super().initial(request, *args, **kwargs)
        self.at = clock.now()
        self.user = cast(User, request.user)

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Return the headers of every answer: nothing here is for a shared cache."""
        return {**super().default_response_headers, "Cache-Control": "no-store"}

    def sent(self, kind: type[Taken], *, partial: bool = False) -> dict[str, Any]:
        """Return what was sent, checked."""
        return checked(kind, self.request.data, partial=partial)

    def nothing_sent(self) -> None:
        """Refuse what was sent to an address that takes nothing."""
        self.sent(Nothing)

    def asked(self, kind: type[Taken] = ListingSerializer) -> dict[str, Any]:
        """Return what the address asks for behind its question mark, checked."""
        given = self.request.query_params
        twice = [name for name in given if len(given.getlist(name)) > 1]
        if twice:
            raise Refused("invalid", field=twice[0])
        return checked(kind, given.dict())

    def give(self, kind: type[Given], thing: Any, *, status: int = 200, **context: Any) -> Response:
        """Answer with one thing."""
        return Response(kind(thing, context={"at": self.at, **context}).data, status=status)

    def give_page(self, kind: type[Given], found: Page[Any], **context: Any) -> Response:
        """Answer with one page of a list."""
        rows = kind(found.rows, many=True, context={"at": self.at, **context}).data
        return Response({**found.addresses(self.request), "results": rows})

    def give_rows(self, kind: type[Given], found: Any, *, order: Order, **context: Any) -> Response:
        """Answer with the page of these rows that was asked for."""
        asked = self.asked()
        page = order.page(found, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(kind, page, **context)


class DraftDoor(Door):
    """One address of one draft, for those who may see it; for everyone else there is nothing, and that is on record."""

    draft: Draft

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the draft, before anything is written: an attempt stays on record whatever becomes of the request."""
        super().initial(request, *args, **kwargs)
        draft_id: UUID = kwargs["draft_id"]
        self.draft = access.find(self.user, draft_id, at=self.at, door=f"{request.method} {request.path}")


def checked(kind: type[Taken], data: Any, *, partial: bool = False) -> dict[str, Any]:
    """Return the values of what was sent, or refuse with what is wrong with it."""
    if isinstance(data, Mapping) and hasattr(data, "dict"):
        # An empty body without a content type arrives as an empty form.
        data = data.dict()
    serializer = kind(data=data, partial=partial)
    serializer.is_valid(raise_exception=True)
    values: dict[str, Any] = serializer.validated_data
    return values
