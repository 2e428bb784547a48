"""What is refused of clocks, calendars, people who are away, and claims."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # Offices' hours
    "hours_needed": Sentence(400, _("An office that never works can never decide. Give it hours on at least one day.")),
    # Delays
    # People who are away, and duty
    # Claims and nudges
}
