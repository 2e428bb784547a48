"""The security button: an account that may be compromised is frozen, and restored by a policy officer."""

from rest_framework.request import Request
from rest_framework.response import Response

from approvals import freezes
from approvals.actions import freezing as acts
from approvals.api.idempotency import once
from approvals.api.schema import describes
from approvals.api.serializers.freezing import CompromisedSerializer, RestoreSerializer
from approvals.api.serializers.people import ChannelSerializer
from approvals.api.views.base import Door
from approvals.refusals import Refused
from channels.models import Channel

TAG = "Holds and regimes"


class CompromisedView(Door):
    """The freezing of an account."""

    @describes(
        "freeze_channel",
        "This account may be compromised: nothing is published to it from now on, and those who must know are called",
        takes=CompromisedSerializer,
        gives=ChannelSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, channel_id: int) -> Response:
        """Freeze an account."""
        given = self.sent(CompromisedSerializer)
        acts.may_be_compromised(channel_id=channel_id, reason=given["reason"], by=self.user, at=self.at)
        return _give(self, channel_id)


class RestoreView(Door):
    """The giving back of an account."""

    @describes(
        "restore_channel",
        "Give a frozen account back; authors whose drafts waited are told",
        takes=RestoreSerializer,
        gives=ChannelSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, channel_id: int) -> Response:
        """Restore an account."""
        given = self.sent(RestoreSerializer)
        freeze = acts.standing_on(channel_id, by=self.user, at=self.at)
        acts.lift(freeze_id=freeze.pk, reason=given["reason"], by=self.user, at=self.at)
        return _give(self, channel_id)


def _give(door: Door, channel_id: int) -> Response:
    found = freezes.read_along(Channel.objects.select_related("office").filter(pk=channel_id))
    channel = found.first()
    if channel is None:
        raise Refused("not_found")
    return door.give(ChannelSerializer, channel)
