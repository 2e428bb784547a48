"""What is refused of whoever keeps the register of people, of files of people, and of long work."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "not_people_keeper": Sentence(
        403, _("Only IT, or an administrator at headquarters, keeps the register of people. Ask one of them.")
    ),
    "not_keeper_there": Sentence(
        403,
        _(
            "Only an administrator of this office gives and ends such a posting, or one at headquarters where its role "
            "is of the whole ministry."
        ),
    ),
    "person_invalid": Sentence(400, _("Some of this cannot be kept. Mend the fields that are marked.")),
    "person_taken": Sentence(409, _("Somebody has this username or this address already. Choose another.")),
    "person_inactive": Sentence(409, _("This person may not sign in any more already.")),
    "person_active": Sentence(409, _("This person may sign in already.")),
    "deactivate_self": Sentence(403, _("Nobody shuts themselves out. Ask another administrator.")),
    "posting_self": Sentence(403, _("Nobody gives themselves a posting. Ask another administrator.")),
    "posting_ends_before": Sentence(400, _("A posting ends after it begins, and in the future. Give a later end.")),
    "posting_twice": Sentence(
        409, _("%(name)s holds this posting for a part of that time already. End that one first, or choose other days.")
    ),
    "posting_is_over": Sentence(409, _("This posting is over already, and what was is not changed.")),
    "posting_of_acting_head": Sentence(409, _("This is an acting head: end it on the page of the office.")),
    "posting_in_use": Sentence(
        409, _("Something has been arranged for this posting already. Let it begin, and give it an end after that.")
    ),
    "last_administrator": Sentence(
        409, _("After this nobody would administer the ministry. Give somebody else the posting first, without an end.")
    ),
    # Files of people
    "people_file_not_text": Sentence(
        400, _("This is no text that can be read. In Excel, choose “Save as” and “CSV UTF-8 (comma delimited)”.")
    ),
    "people_file_too_large": Sentence(
        413, _("A file of people has at most %(limit)s MB. Divide it, and import one part after the other.")
    ),
    "people_file_too_long": Sentence(
        400, _("A file of people has at most %(most)s lines. Divide it, and import one part after the other.")
    ),
    "people_file_wrong": Sentence(400, _("Nothing was imported. Mend what is listed, line by line, and try again.")),
    "people_plan_changed": Sentence(
        409, _("The register has changed since this was shown, so nothing was imported. Look at it again, then import.")
    ),
    # Long work
    "work_too_much": Sentence(
        409, _("You have asked for %(most)s pieces of work already. Wait for one of them, or call one off.")
    ),
    "work_killed": Sentence(
        500, _("It was begun several times and never came to its end. Nothing was changed. Tell your administrators.")
    ),
    "work_too_long": Sentence(400, _("It took too long, and was stopped. Nothing was changed. Ask for less at once.")),
    "rows_too_many": Sentence(
        400, _("A file has at most %(most)s lines, and this would have more. Ask for a shorter time, or narrow it.")
    ),
    "not_records_officer": Sentence(403, _("Only records officers take the record along. Ask one of them.")),
    "work_fault": Sentence(
        500, _("Something went wrong, and nothing was changed. Ask for it again, or tell your administrators.")
    ),
}
