"""What is refused of clocks, calendars, people who are away, and claims."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # Offices' hours
    "hours_needed": Sentence(400, _("An office that never works can never decide. Give it hours on at least one day.")),
    # Delays
    "not_yours_to_explain": Sentence(
        403,
        _("The reason of a delay is given by those who can decide the level, or could when it was late: not by you."),
    ),
    "delay_reason_needed": Sentence(400, _("Choose one of the reasons why it is late.")),
    "delay_note_needed": Sentence(400, _("Say in a few words what the other reason is.")),
    # People who are away, and duty
    # Claims and nudges
}
