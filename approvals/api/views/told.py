"""How one is told by e-mail: read and changed by each for oneself."""

from rest_framework.request import Request
from rest_framework.response import Response

from approvals.api.idempotency import once
from approvals.api.schema import describes
from approvals.api.serializers.told import ChangeToldSerializer, ToldSerializer
from approvals.api.views.base import Door
from notifications import telling
from notifications.groups import GROUPS
from notifications.hours import Quiet

TAG = "Mine"


class ToldView(Door):
    """How one is told."""

    @describes("read_told", "How I am told by e-mail", gives=ToldSerializer, tag=TAG)
    def get(self, request: Request) -> Response:
        """Read how one is told."""
        return self._told()

    @describes(
        "change_told",
        "Choose how I am told by e-mail",
        takes=ChangeToldSerializer,
        gives=ToldSerializer,
        tag=TAG,
    )
    @once
    def patch(self, request: Request) -> Response:
        """Change how one is told: from now on, and nothing more of a group that is turned off."""
        given, plan = self.sent(ChangeToldSerializer), telling.plan_of(self.user)
        quiet = plan.quiet
        if "quiet_from" in given:
            quiet = Quiet(given["quiet_from"], given["quiet_until"]) if given["quiet_from"] is not None else None
        telling.save(
            user=self.user,
            choices=given.get("email", {}),
            digest_at=given.get("digest_at", plan.digest_at),
            quiet=quiet,
            at=self.at,
        )
        return self._told()

    def _told(self) -> Response:
        plan = telling.plan_of(self.user)
        told = {
            "groups": [
                {"code": group.code, "name": group.name, "about": group.about, "email": plan.choice(group),
                 "fixed": group.fixed}
                for group in GROUPS
            ],
            "digest_at": plan.digest_at,
            "quiet_from": plan.quiet.start if plan.quiet else None,
            "quiet_until": plan.quiet.end if plan.quiet else None,
            "time_zone": self.user.time_zone,
            "address": self.user.email,
        }  # fmt: skip
        return self.give(ToldSerializer, told)
