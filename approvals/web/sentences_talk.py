"""What happened to a draft in its conversation, told in sentences."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.web.telling import Telling

TALK_TELLINGS: Mapping[str, Telling] = {
    "answer_waits": Telling(
        _("It was to answer by %(answer_by)s: the author, and whoever was asked, were told that it waits."), "bad"
    ),
}
