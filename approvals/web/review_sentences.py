"""What happened to a draft after it was out, told in sentences: its review, and what the review led to."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.web.telling import Telling

REVIEW_TELLINGS: Mapping[str, Telling] = {
    "created.corrects": Telling(
        _("The review of %(corrects)s by %(by)s opened this draft, for its correction."), "info"
    ),
    "review_opened.unrecorded": Telling(
        _(
            "Nobody recorded within the hour that it was published: it is taken to be out, and its review began. "
            "An outcome is due by %(due_at)s."
        ),
        "warn",
    ),
    "review_unstaffed": Telling(_("Nobody could review it. The policy officers were told."), "bad"),
    "review_reminded": Telling(_("Those who are to review it were reminded."), "warn"),
    "review_escalated": Telling(_("Its review was still to be done, and others were told."), "bad"),
    "reviewed_stands": Telling(_("%(by)s reviewed it: it stands."), "good"),
    "reviewed_stands.acting": Telling(_("%(by)s, acting for %(acting_for)s, reviewed it: it stands."), "good"),
    "reviewed_correct": Telling(_("%(by)s reviewed it: it is to be corrected. Reason: %(reason)s."), "warn"),
    "reviewed_correct.acting": Telling(
        _("%(by)s, acting for %(acting_for)s, reviewed it: it is to be corrected. Reason: %(reason)s."), "warn"
    ),
    "reviewed_retract": Telling(_("%(by)s reviewed it: it is to be taken down. Reason: %(reason)s."), "bad"),
    "reviewed_retract.acting": Telling(
        _("%(by)s, acting for %(acting_for)s, reviewed it: it is to be taken down. Reason: %(reason)s."), "bad"
    ),
    "takedown_reminded": Telling(
        _("Nobody had recorded that it was taken down, and those who are to do it were reminded."), "warn"
    ),
}  # fmt: skip
