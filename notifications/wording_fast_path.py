"""What the messages about posts say that went out without prior approval."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

FAST_PATH_TOLD: dict[str, tuple[Wording, ...]] = {
    "fast_tracked": (
        Wording(
            _("Cleared under a pre-authorization"),
            _(
                "%(by)s cleared %(reference)s under pre-authorization %(authorization)s. "
                "It can be published at once, and is reviewed afterwards."
            ),
        ),
    ),
    "review_awaits": (
        Wording(
            _("A post awaits your review"),
            _("%(reference)s by %(publisher)s is out. %(office)s is asked to review it by %(due_at)s."),
        ),
    ),
    "published_before_stop": (
        Wording(
            _("Recorded after its pre-authorization was stopped"),
            _(
                "%(by)s recorded that %(reference)s was published on %(channel)s on %(published_at)s, "
                "before its pre-authorization was stopped. Compare that with the time that the platform shows."
            ),
        ),
    ),
}
