"""What the record says of what went out without prior approval."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.web.telling import Telling

FAST_PATH_TELLINGS: Mapping[str, Telling] = {
    "fast_tracked": Telling(
        _("%(by)s cleared it under pre-authorization %(authorization)s, version %(version)s. A review is owed."), "info"
    ),
    "fast_tracked.acting": Telling(
        _(
            "%(by)s, acting for %(acting_for)s, cleared it under pre-authorization %(authorization)s, "
            "version %(version)s. A review is owed."
        ),
        "info",
    ),
    "review_opened": Telling(_("Its review after publication began. It is due by %(due_at)s."), "info"),
    "published.before_stop": Telling(
        _("%(by)s recorded that it was published on %(channel)s, before its pre-authorization was stopped."), "warn"
    ),
}
