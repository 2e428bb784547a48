"""What the messages say about cleared lines: that one is cleared, at its end, or withdrawn, and whom that concerns."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

LINES_TOLD: dict[str, tuple[Wording, ...]] = {
    "line_cleared": (
        Wording(
            _("Cleared: the line “%(name)s” can be quoted"),
            _("%(reference)s is cleared: the line “%(name)s” can be quoted until %(until)s."),
        ),
    ),
    "line_ended": (
        Wording(
            _("The line “%(name)s” has come to its end"),
            _("%(reference)s, the line “%(name)s”, has come to its end. It can be quoted no longer."),
        ),
    ),
    "line_withdrawn": (
        Wording(
            _("A line that it quotes is withdrawn: %(name)s"),
            _(
                "%(by)s withdrew the line “%(name)s”, which %(reference)s quotes. Look at the text again. "
                "Reason: %(why)s"
            ),
        ),
    ),
    "line_withdrawn_stops": (
        Wording(
            _("It cannot be published: a line that it rests on is withdrawn"),
            _(
                "%(by)s withdrew the line “%(name)s”, and %(reference)s was cleared because it consists of it. It "
                "cannot be published any more: withdraw it. Reason: %(why)s"
            ),
        ),
    ),
    "line_withdrawn_out": (
        Wording(
            _("Withdrawn: the line “%(name)s”, which published posts quote"),
            _(
                "%(by)s withdrew the line “%(name)s”. Published posts that quote it: %(posts)s. They are listed on the "
                "line’s page. Reason: %(why)s"
            ),
        ),
    ),
    "published_before_withdrawal": (
        Wording(
            _("Recorded after its line was withdrawn: published before"),
            _(
                "%(by)s recorded that %(reference)s was published on %(channel)s on %(published_at)s, before a line "
                "that it rests on was withdrawn. Compare this with the time that the platform shows."
            ),
        ),
    ),
}
