"""What is one's own: who one is, the channels one may write for, one's notifications."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authority import Seat, seats_of
from accounts.models import Posting, Role, User
from approvals import fast_path, freezes, queries
from approvals.api.idempotency import once
from approvals.api.pagination import Order
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.people import ChannelSerializer, MeSerializer, NotificationSerializer
from approvals.api.views.base import Door, ListingSerializer
from approvals.preview import channels_to_write_for
from approvals.refusals import Refused
from notifications import inbox
from notifications.queries import messages_of, unread_count

TAG = "Mine"

# What a role lets its holder do, at its own office or in the ministry.
MAY: dict[str, tuple[str, ...]] = {
    Role.AUTHOR: ("write", "publish"),
    Role.APPROVER: ("decide",),
    Role.HEAD: ("decide", "publish", "retract"),
    Role.POLICY: ("policies",),
    Role.RECORDS: ("records",),
    Role.DUTY: ("decide",),
}


class MeView(Door):
    """Who asks."""

    @describes("read_me", "Who am I: my posts, my offices, what I may do", gives=MeSerializer, tag=TAG)
    def get(self, request: Request) -> Response:
        """Read one's own account and posts."""
        seats = seats_of(self.user.pk, at=self.at)
        postings = Posting.objects.select_related("office", "user").in_bulk([seat.posting_id for seat in seats])
        held = [_posting(postings[seat.posting_id], seat) for seat in seats]
        me = {
            **{name: getattr(self.user, name) for name in ("id", "username", "name", "email", "language", "time_zone")},
            "postings": held,
            "offices": list({row["office"].pk: row["office"] for row in held}.values()),
            "allowed": sorted({verb for seat in seats for verb in MAY.get(seat.role, ())}),
            "authorizations": fast_path.mine(seats, at=self.at),
            "awaiting": queries.awaiting_count(self.user, at=self.at),
            "unread": unread_count(self.user),
        }
        return self.give(MeSerializer, me)


def _posting(posting: Posting, seat: Seat) -> dict[str, Any]:
    names = ("pk", "office", "role", "starts_at", "ends_at", "is_acting")
    acting_for: User | None = posting.user if seat.acting_for is not None else None
    return {**{name: getattr(posting, name) for name in names}, "acting_for": acting_for}


class ChannelsView(Door):
    """The channels one may write for."""

    @describes(
        "list_channels",
        "The channels I may write for",
        gives=page_of(ChannelSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the channels."""
        found = freezes.read_along(channels_to_write_for(self.user, at=self.at))
        return self.give_rows(ChannelSerializer, found, order=Order("channels", ("platform", "handle", "pk")))


class NotificationsView(Door):
    """The inbox."""

    @describes(
        "list_notifications",
        "My notifications, the newest first",
        gives=page_of(NotificationSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the notifications."""
        order = Order("notifications", ("-created_at", "-pk"))
        return self.give_rows(NotificationSerializer, messages_of(self.user), order=order, reader=self.user)


class ReadView(Door):
    """Reading a notification."""

    @describes("read_notification", "Mark a notification as read", gives=NotificationSerializer, tag=TAG)
    @once
    def post(self, request: Request, message_id: int) -> Response:
        """Mark a notification as read."""
        self.nothing_sent()
        if not inbox.mark_read(user=self.user, message_id=message_id, at=self.at):
            raise Refused("not_found")
        return self.give(NotificationSerializer, messages_of(self.user).get(pk=message_id), reader=self.user)
