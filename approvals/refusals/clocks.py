"""What is refused of clocks and calendars."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # Offices' hours
    "hours_needed": Sentence(400, _("An office that never works can never decide. Give it hours on at least one day.")),
    "hours_shape": Sentence(
        400, _("Give each window of a day as two times, such as 09:00-17:00, and no more than six of them.")
    ),
    "hours_order": Sentence(
        400,
        _("A window opens before it closes. Work past midnight ends at 24:00, and goes on at 00:00 the next day."),
    ),
    "hours_overlap": Sentence(400, _("The windows of a day come one after the other; two of these overlap.")),
    "hours_missing": Sentence(404, _("There are no hours here that begin on this day.")),
    "calendar_date": Sentence(400, _("Give a day from %(first)s to %(last)s.")),
    "days_order": Sentence(400, _("The last day does not come before the first.")),
    "days_too_many": Sentence(400, _("These are too many days at once: take at most %(most)s.")),
    "calendar_name_needed": Sentence(400, _("Say in a few words what it is, such as “Ramadan” or “National Day”.")),
    "calendar_name_too_long": Sentence(400, _("Say it in at most %(limit)s characters.")),
    "special_hours_overlap": Sentence(
        409, _("“%(name)s” has special hours here from %(first)s until %(last)s. Change or remove these first.")
    ),
    "day_needs_hours": Sentence(
        400, _("This weekday is not worked otherwise. Say from when until when it is worked this time.")
    ),
    "closed_has_no_hours": Sentence(400, _("A closed day has no hours. Leave them out, or say that it is worked.")),
    "day_kind": Sentence(400, _("Say whether the day is closed or worked.")),
    "region_unknown": Sentence(
        400, _("No holidays of a region with this code are known in this country. Choose one that is, or none.")
    ),
    "not_calendar_keeper": Sentence(
        403, _("Only an administrator of this office, its head, or a policy officer sets when it works.")
    ),
    "not_ministry_calendar_keeper": Sentence(
        403, _("Only policy officers, and administrators at headquarters, set days of the whole ministry.")
    ),
    # Delays
    "not_yours_to_explain": Sentence(
        403,
        _("The reason of a delay is given by those who can decide the level, or could when it was late: not by you."),
    ),
    "delay_reason_needed": Sentence(400, _("Choose one of the reasons why it is late.")),
    "delay_note_needed": Sentence(400, _("Say in a few words what the other reason is.")),
}
