"""Cleared lines: read by everyone once they are cleared, written and withdrawn by the office that owns them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authority import seats_of
from accounts.models import Office
from approvals import lines
from approvals.actions import lines as acts
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import ETAG, IF_MATCH, describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.lines import (
    STANDING_HELP,
    STANDINGS,
    LineDetailSerializer,
    LineInputSerializer,
    LineSerializer,
    NewLineSerializer,
    WithdrawLineSerializer,
    wording_from,
)
from approvals.api.views.base import Door, ListingSerializer
from approvals.api.views.drafts import revision_named
from approvals.lines import Wanted
from approvals.models import ClearedLine
from approvals.refusals import Refused

TAG = "Cleared lines"
MOST_PUBLISHED = 100
BY_NAME = Order("cleared-lines", ("name", "pk"))


class LineFilterSerializer(ListingSerializer):
    """Which lines."""

    q = serializers.CharField(required=False, max_length=200, help_text="Words in the name or the texts.")
    topic = serializers.CharField(required=False, max_length=40, help_text="Lines that posts on this topic can quote.")
    language = serializers.CharField(required=False, max_length=16)
    office = serializers.CharField(required=False, max_length=8, help_text="The code of the office that owns it.")
    standing = serializers.ChoiceField(STANDINGS, required=False, help_text=STANDING_HELP)


class LineDoor(Door):
    """The addresses of lines."""

    def readable(self) -> QuerySet[ClearedLine]:
        """Return the lines that the person who asks may read."""
        found = lines.readable(self.user, seats_of(self.user.pk, at=self.at))
        return found.prefetch_related("texts", "channels")

    def line(self, line_id: int) -> ClearedLine:
        """Return one line, or refuse what there is not, or may not be seen."""
        found = self.readable().filter(pk=line_id).first()
        if found is None:
            raise Refused("not_found")
        return found

    def give_line(self, line_id: int, *, status: int = 200) -> Response:
        """Answer with one line as it is now."""
        found = self.line(line_id)
        published = acts.published_with(found)[:MOST_PUBLISHED]
        response = self.give(LineDetailSerializer, found, status=status, published=published)
        response["ETag"] = f'"{found.draft.current.hash}"'
        return response


class LinesView(LineDoor):
    """The library of lines."""

    @describes(
        "list_cleared_lines",
        "Lines to take, by name",
        gives=page_of(LineSerializer),
        parameters=[LineFilterSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List lines."""
        asked = self.asked(LineFilterSerializer)
        names = ("q", "topic", "language", "office", "standing")
        found = lines.narrowed(self.readable(), Wanted(*(asked.get(name, "") for name in names)), at=self.at)
        page = BY_NAME.page(found, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(LineSerializer, page)

    @describes(
        "write_cleared_line",
        "Write a line; it is submitted and cleared as its draft",
        takes=NewLineSerializer,
        gives=LineDetailSerializer,
        status=201,
        parameters=[ETAG],
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Write a line."""
        given = self.sent(NewLineSerializer)
        office = Office.objects.filter(pk=given["office"]).first()
        if office is None:
            raise Refused("invalid", field="office")
        line = acts.write_line(wording=wording_from(given), by=self.user, at=self.at, office=office)
        response = self.give_line(line.pk, status=201)
        response["Location"] = reverse("api:cleared_line", kwargs={"line_id": line.pk})
        return response


class LineView(LineDoor):
    """One line."""

    @describes(
        "read_cleared_line",
        "One line, and the published posts that quote it",
        gives=LineDetailSerializer,
        parameters=[ETAG],
        tag=TAG,
    )
    def get(self, request: Request, line_id: int) -> Response:
        """Read one line."""
        return self.give_line(line_id)

    @describes(
        "revise_cleared_line",
        "Change a line that is not cleared yet; what is left out stays as it is",
        takes=LineInputSerializer,
        gives=LineDetailSerializer,
        parameters=[IF_MATCH, ETAG],
        problems=[412, 428],
        tag=TAG,
    )
    @once
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Save another wording."""
        line = self.line(kwargs["line_id"])
        if_match = revision_named(request, line.draft)
        given = self.sent(LineInputSerializer, partial=True)
        acts.revise_line(
            line_id=line.pk, wording=wording_from(given, line), by=self.user, if_match=if_match, at=self.at
        )  # fmt: skip
        return self.give_line(line.pk)


class WithdrawLineView(LineDoor):
    """The withdrawal of a line."""

    @describes(
        "withdraw_cleared_line",
        "Take a line out of use at once; whoever quotes it is told",
        takes=WithdrawLineSerializer,
        gives=LineDetailSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, line_id: int) -> Response:
        """Withdraw a line."""
        given = self.sent(WithdrawLineSerializer)
        self.line(line_id)
        acts.withdraw_line(line_id=line_id, reason=given["reason"], by=self.user, at=self.at)
        return self.give_line(line_id)
