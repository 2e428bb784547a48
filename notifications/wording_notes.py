"""What is said beside the sentence of a message: the question it asks, and coded reasons in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Said below the sentence in an e-mail, when its values are known.
NOTES: dict[str, str | Promise] = {
    "awaiting": _("What you are asked: %(question)s"),
    "silence": _("What you are asked: %(question)s"),
    "comment_asked": _("What you are asked: %(question)s"),
}

# The coded reasons of a rejection, in the reader's language; the codes are those of the engine's decisions.
REASONS: dict[str, str | Promise] = {
    "inaccurate": _("Not accurate"),
    "off_policy": _("Against the ministry's position"),
    "tone": _("Tone does not fit"),
    "timing": _("Not the time for it"),
    "legal": _("Legal risk"),
    "security": _("Security or safety risk"),
    "duplicate": _("Said already elsewhere"),
    "out_of_scope": _("Outside the authorization"),
    "language": _("Mistake of language or translation"),
    "other": _("Another reason"),
}
