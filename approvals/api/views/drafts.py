"""Drafts: list them, start one, read one, change one, and check a text without saving it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import parse_etags
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authority import seats_of
from approvals import access, fast_path, preview, queries, risk
from approvals.actions.amend import amend
from approvals.actions.locking import require_own_channel
from approvals.actions.write import create
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Order
from approvals.api.schema import ETAG, IF_MATCH, describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.checks import PreviewSerializer
from approvals.api.serializers.drafts import DraftSerializer, DraftSummarySerializer
from approvals.api.serializers.writing import (
    BLANK,
    TextInputSerializer,
    WritingSerializer,
    content_from,
    writing_from,
)
from approvals.api.views.base import Door, DraftDoor, ListingSerializer
from approvals.api.views.showing import give_draft
from approvals.lifecycle import State
from approvals.models import Draft
from approvals.refusals import Refused
from approvals.rules.content import Content
from channels import queries as register
from channels.models import Channel

NEWEST = Order("drafts", ("-state_since", "pk"))


class DraftFilterSerializer(ListingSerializer):
    """Which drafts."""

    state = serializers.ChoiceField(State.choices, required=False)
    office = serializers.CharField(required=False, max_length=20, help_text="The code or the identifier of an office.")
    channel = serializers.RegexField(r"^[1-9][0-9]{0,17}$", required=False)
    mine = serializers.BooleanField(required=False, help_text="Only those I wrote or had a hand in.")
    overdue = serializers.BooleanField(
        required=False, help_text="Only those at which a level is late, or only the others."
    )
    at_risk = serializers.BooleanField(
        required=False, help_text="Only those that may miss their slot or moment, or only the others."
    )
    q = serializers.CharField(required=False, max_length=200, help_text="Words in the reference or the text.")


class DraftsView(Door):
    """The drafts that the person who asks may see."""

    @describes(
        "list_drafts",
        "Drafts I may see, newest change first",
        gives=page_of(DraftSummarySerializer),
        parameters=[DraftFilterSerializer],
        tag="Drafts",
    )
    def get(self, request: Request) -> Response:
        """List drafts."""
        asked = self.asked(DraftFilterSerializer)
        found = queries.drafts_of(self.user) if asked.get("mine") else queries.drafts(self.user, at=self.at)
        rows = in_danger(filtered(found, asked), asked, at=self.at)
        page = NEWEST.page(rows, cursor=asked.get("cursor", ""), limit=asked.get("limit", PAGE))
        return self.give_page(DraftSummarySerializer, page)

    @describes(
        "create_draft",
        "Start a draft",
        takes=WritingSerializer,
        gives=DraftSerializer,
        status=201,
        tag="Drafts",
        parameters=[ETAG],
    )
    @once
    def post(self, request: Request) -> Response:
        """Start a draft."""
        draft = create(by=self.user, writing=writing_from(self.sent(WritingSerializer), BLANK), at=self.at)
        response = give_draft(self, draft, status=201)
        response["Location"] = reverse("api:draft", kwargs={"draft_id": draft.pk})
        return response


class DraftView(DraftDoor):
    """One draft."""

    @describes(
        "read_draft", "One draft, and what I may do with it", gives=DraftSerializer, tag="Drafts", parameters=[ETAG]
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Read one draft."""
        return give_draft(self, self.draft)

    @describes(
        "revise_draft",
        "Save a new revision; what is left out stays as it is",
        takes=WritingSerializer,
        gives=DraftSerializer,
        parameters=[IF_MATCH, ETAG],
        problems=[412, 428],
        tag="Drafts",
    )
    @once
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Save a new revision."""
        if_match = revision_named(request, self.draft)
        given = self.sent(WritingSerializer, partial=True)
        draft = amend(
            draft_id=self.draft.pk, by=self.user, change=partial(writing_from, given), if_match=if_match, at=self.at
        )
        return give_draft(self, draft)


class CheckView(Door):
    """A text that is not saved."""

    @describes(
        "check_text",
        "Count a text, screen it, and preview its route; saves nothing",
        takes=TextInputSerializer,
        gives=PreviewSerializer,
        tag="Drafts",
    )
    @once
    def post(self, request: Request) -> Response:
        """Say what a text would meet."""
        given = self.sent(TextInputSerializer)
        content = content_from(given, BLANK.content)
        channels = self._required_channels(content)
        written = preview.Written(
            content, given.get("topics", ()), given.get("urgency", BLANK.urgency),
            given.get("audience", BLANK.audience),
        )  # fmt: skip
        seats = seats_of(self.user.pk, at=self.at)
        found = preview.preview(written, by=self.user, at=self.at, seats=seats)
        asked = fast_path.Asked(
            content, channels[0].office, channels, written.topics, written.urgency, written.audience
        )  # fmt: skip
        return self.give(PreviewSerializer, found, glance=fast_path.glance(asked, seats, at=self.at))

    def _required_channels(self, content: Content) -> list[Channel]:
        """Return the channels; refuse one that is not there, or not written for by this person, as saving would."""
        named = set(content.channel_ids)
        known = {channel.pk: channel for channel in register.register().filter(pk__in=named)}
        if len(known) < len(named):
            raise Refused("unknown_channel", field="channels")
        offices = access.writable_offices(self.user, at=self.at)
        for channel_id in content.channel_ids:
            require_own_channel(known[channel_id], offices)
        if any(variant.channel_id not in named for variant in content.variants):
            raise Refused("variant_without_channel", field="variants")
        return [known[channel_id] for channel_id in dict.fromkeys(content.channel_ids)]


def filtered(found: QuerySet[Draft], asked: dict[str, Any]) -> QuerySet[Draft]:
    """Return the drafts that were asked for."""
    if "state" in asked:
        found = found.filter(state=asked["state"])
    if office := asked.get("office"):
        named = Q(office__code=office)
        found = found.filter(named | Q(office=int(office)) if office.isascii() and office.isdecimal() else named)
    if "channel" in asked:
        found = found.filter(channels=int(asked["channel"]))
    return queries.matching(found, asked.get("q", ""))


def in_danger(found: QuerySet[Draft], asked: dict[str, Any], *, at: datetime) -> QuerySet[Draft]:
    """Return the drafts that are late, or at risk, or are not, as it was asked for."""
    if "overdue" in asked:
        found = risk.late(found) if asked["overdue"] else risk.in_time(found)
    if "at_risk" in asked:
        risky = risk.at_risk(Draft.objects.order_by(), at=at).values("pk")
        found = found.filter(pk__in=risky) if asked["at_risk"] else found.exclude(pk__in=risky)
    return found


def revision_named(request: Request, draft: Draft) -> str:
    """Return the hash in If-Match: the current one where it is among several, else the first, which is stale."""
    given = request.headers.get("If-Match", "").strip()
    named = [tag.strip('"') for tag in parse_etags(given)] or [given]
    if not given or named == ["*"]:
        # "Whatever there is" names no revision: somebody's newer one would be overwritten unread.
        raise Refused("if_match_required")
    return draft.current.hash if draft.current.hash in named else named[0]
