"""What is refused of pre-authorizations: their terms, who has a say in them, and what stops them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # Whom it is granted to
    "unknown_posting_to_grant": Sentence(400, _("There is no such posting. Choose an author’s or a head’s.")),
    "posting_cannot_publish": Sentence(400, _("Only an author or a head of mission can be pre-authorized.")),
    "posting_is_over": Sentence(409, _("The posting of %(name)s has ended. Choose one that somebody holds.")),
    "authorization_exists": Sentence(
        409, _("This posting has the pre-authorization %(number)s. Amend that one, or revoke it first.")
    ),
    "grant_to_self": Sentence(
        403, _("Nobody authorizes themselves, or somebody they act for. Ask another policy officer.")
    ),
    # Its terms
    "channel_of_another_office": Sentence(
        400, _("%(channel)s belongs to %(office)s. Choose channels of the posting’s own office.")
    ),
    "channel_is_closed": Sentence(400, _("%(channel)s is closed. Take it out.")),
    "languages_needed": Sentence(400, _("Choose at least one language.")),
    "kinds_needed": Sentence(400, _("Choose at least one kind of post: original, reply or repost.")),
    "unknown_country": Sentence(400, _("“%(country)s” is the code of no country. Give a code such as SA.")),
    "quota_out_of_range": Sentence(400, _("Give a number of posts from 1 to %(most)s.")),
    "week_below_day": Sentence(400, _("The quota of seven days is at least that of one day.")),
    "start_needed": Sentence(400, _("Say from when it holds.")),
    "end_needed": Sentence(400, _("Say until when it holds: there is no pre-authorization without an end.")),
    "start_past": Sentence(400, _("The start has passed already. Let it begin now, or later.")),
    "end_before_start": Sentence(400, _("It ends after it starts. Give a later end.")),
    "longer_than_a_year": Sentence(400, _("It lasts a year at most. Give an earlier end; it can be renewed.")),
    "amendment_begins_at_once": Sentence(
        400,
        _(
            "New terms replace those in force when the holder accepts them, so they cannot begin later: in between, "
            "nothing would be allowed. Let them begin now."
        ),
    ),
    "review_limit_out_of_range": Sentence(400, _("Give a time limit from 15 minutes to 30 days.")),
    "outcomes_out_of_range": Sentence(400, _("Give a number of outcomes from 1 to %(most)s, or none.")),
    "halves_too_late": Sentence(
        400, _("The quota is halved before it is suspended: give a lower number here, or a higher one there.")
    ),
    "trust_days_out_of_range": Sentence(400, _("Give a number of days from 1 to %(most)s.")),
    "words_too_long": Sentence(400, _("This is longer than %(limit)s characters. Say it in fewer.")),
    # Who has a say
    "version_under_way": Sentence(
        409, _("Version %(number)s is under way already. Wait for it to be accepted, or call it off first.")
    ),
    "version_not_to_countersign": Sentence(409, _("Only a version that was just proposed can be countersigned.")),
    "second_officer_to_countersign": Sentence(
        403, _("%(name)s proposed this. Another policy officer has to countersign it.")
    ),
    "version_not_to_accept": Sentence(
        409, _("Only a version that is countersigned and not yet answered can be accepted or declined.")
    ),
    "not_its_holder": Sentence(
        403, _("Only %(name)s in person, while holding the posting, can accept or decline this.")
    ),
    "version_not_under_way": Sentence(
        409, _("This version does not await anybody any more. One in force is suspended or revoked instead.")
    ),
    "terms_are_over": Sentence(409, _("The end of these terms has passed already. Propose others.")),
    "authorization_is_over": Sentence(409, _("This pre-authorization is revoked, or has come to its end.")),
    # What stops it
    "authorization_not_in_force": Sentence(
        409, _("This pre-authorization has not been accepted yet, so there is nothing to stop. Call it off instead.")
    ),
    "suspended_already": Sentence(409, _("A policy officer has suspended this pre-authorization already.")),
    "restriction_is_over": Sentence(409, _("This restriction is over: it has been lifted, or its end has come.")),
    "not_in_own_case": Sentence(
        403, _("Nobody lifts what restricts their own pre-authorization. Ask another policy officer.")
    ),
    "freeze_stands": Sentence(
        409, _("%(channel)s is frozen because it may be compromised. Lift that first, then this ends with it.")
    ),
}
