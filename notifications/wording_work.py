"""What the messages about long work and about one's own postings say."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

WORK_TOLD: dict[str, tuple[Wording, ...]] = {
    "work_done": (
        Wording(
            _("Ready: %(what)s"),
            _("%(what)s: this is done. What came of it is kept for 30 days."),
        ),
    ),
    "posting_given": (
        Wording(
            _("You have a new posting at %(office)s"),
            _("You hold a new posting at %(office)s from %(since)s until %(until)s. Given by %(by)s."),
        ),
        Wording(
            _("You have a new posting at %(office)s"),
            _("You hold a new posting at %(office)s from %(since)s. Given by %(by)s."),
        ),
    ),
    "posting_over": (
        Wording(
            _("Your posting at %(office)s ends"),
            _("Your posting at %(office)s ends on %(until)s. Changed by %(by)s."),
        ),
    ),
    "work_failed": (
        Wording(
            _("Could not be done: %(what)s"),
            _("%(what)s: this could not be done, and nothing was changed. Its page says why."),
        ),
    ),
}
