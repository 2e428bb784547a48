"""What the messages about reviews after publication say: to those who review, and to those whose post it is."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

REVIEWS_TOLD: dict[str, tuple[Wording, ...]] = {
    "review_unrecorded": (
        Wording(
            _("To be reviewed: a post that should be out"),
            _(
                "%(publisher)s was free to publish %(reference)s at once, and has not recorded where it went out. Look "
                "at the channel. %(office)s reviews it by %(due_at)s."
            ),
        ),
    ),
    "record_or_withdraw": (
        Wording(
            _("Not recorded: say where it went out, or withdraw it"),
            _(
                "%(reference)s could go out at once, and nobody has recorded that it did. Record where it went out, or "
                "withdraw it. Its review has begun."
            ),
        ),
    ),
    "review_unstaffed": (
        Wording(
            _("Nobody can review it"),
            _(
                "%(reference)s awaits its review by %(office)s, where nobody can do it now. Post somebody there, or "
                "name a deputy."
            ),
        ),
    ),
    "review_reminder": (
        Wording(
            _("Its review is due soon"),
            _("The review of %(reference)s by %(office)s is due by %(due_at)s."),
        ),
    ),
    "review_overdue": (
        Wording(
            _("Its review is late"),
            _("The review of %(reference)s by %(office)s was due by %(due_at)s, and is not done."),
        ),
    ),
    "review_escalated": (
        Wording(
            _("Escalated: its review is late"),
            _(
                "The review of %(reference)s was due by %(due_at)s, and %(office)s has not done it. See to it that "
                "somebody does."
            ),
        ),
    ),
    "review_moved": (
        Wording(
            _("New deadline of its review"),
            _(
                "The review of %(reference)s is due by %(due_at)s, and no longer by %(was_due_at)s: the calendar of "
                "%(office)s changed (%(why)s)."
            ),
        ),
        Wording(
            _("New deadline of its review"),
            _(
                "The review of %(reference)s is due by %(due_at)s, and no longer by %(was_due_at)s: the calendar of "
                "%(office)s changed."
            ),
        ),
    ),
    "review_stands": (
        Wording(
            _("Reviewed: it stands"),
            _("%(by)s reviewed %(reference)s: it stands."),
        ),
    ),
    "review_correct": (
        Wording(
            _("Reviewed: it is to be corrected"),
            _(
                "%(by)s reviewed %(reference)s: it is to be corrected. Reason: %(reason)s. The correction is to be "
                "written in %(correction)s."
            ),
        ),
    ),
    "review_retract": (
        Wording(
            _("Reviewed: take it down"),
            _(
                "%(by)s reviewed %(reference)s: it is to be taken down. Reason: %(reason)s. Take it down, then record "
                "where and when."
            ),
        ),
    ),
    "takedown_reminder": (
        Wording(
            _("Still to be taken down"),
            _("%(reference)s was to be taken down since %(since)s, and nobody has recorded that it was."),
        ),
    ),
}
