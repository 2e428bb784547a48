"""What happened to a draft in its conversation, and what was said about it, told in sentences."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.web.telling import Telling

TALK_TELLINGS: Mapping[str, Telling] = {
    "answer_waits": Telling(
        _("It was to answer by %(answer_by)s: the author, and whoever was asked, were told that it waits."), "bad"
    ),
    "commented.passage": Telling(_("%(by)s commented on a passage.")),
    "commented.answer": Telling(_("%(by)s answered a comment.")),
    "comment_settled": Telling(_("%(by)s settled a comment.")),
    "comment_reopened": Telling(_("%(by)s opened a settled comment again.")),
}

# What the data of a comment holds that makes another sentence of it.
TALK_VARIANTS = {"on_passage": "passage", "in_answer_to": "answer"}
