"""What the messages about conversations say; the other kinds are in notifications/wording.py."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

TALK_TOLD: dict[str, tuple[Wording, ...]] = {
    "answer_waits": (
        Wording(
            _("A conversation waits for an answer"),
            _("%(reference)s was to answer by %(answer_by)s. The conversation waits: %(levels)s has yet to decide."),
        ),
        Wording(
            _("A conversation waits for an answer"),
            _("%(reference)s was to answer by %(answer_by)s. The conversation waits, and the reply is not out."),
        ),
    ),
}
