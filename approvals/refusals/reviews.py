"""What is refused of reviews after publication, and of the rules that say who reviews."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "review_not_open": Sentence(
        409, _("This review has not begun: the post has not been recorded as published, and its hour has not passed.")
    ),
    "review_done": Sentence(409, _("%(by)s has reviewed this post already: a review has one outcome.")),
    "review_void": Sentence(409, _("This post never went out, so there is nothing to review.")),
    "not_reviewer": Sentence(403, _("This post is reviewed by others: the %(role)s role at %(office)s.")),
    "own_publication": Sentence(
        403,
        _("You wrote or published this post, or stand in for somebody who did. Somebody else reviews it."),
    ),
    "outcome_needed": Sentence(400, _("Say what you found: it stands, it is to be corrected, or taken down.")),
    "review_reason_needed": Sentence(400, _("Choose the reason: it is counted, and the ambassador reads it.")),
    "review_reason_for_stands": Sentence(400, _("What stands has no reason against it. Leave the reason out.")),
    "review_note_needed": Sentence(400, _("Write a note: what is wrong, and what the ambassador should do about it.")),
    "review_note_too_long": Sentence(400, _("The note is longer than %(limit)s characters. Say it in fewer.")),
    "reviewed_against": Sentence(
        409,
        _("The review of this post found that it must not go out as it is. Read the review, then write another draft."),
    ),
    "takedown_not_asked": Sentence(409, _("Nobody has asked that this post be taken down.")),
    "takedown_recorded": Sentence(409, _("It is on record already that this post was taken down.")),
    "where_too_long": Sentence(400, _("This is longer than %(limit)s characters. Say it in fewer.")),
    "not_taking_down": Sentence(
        403, _("An author or the head of the office whose post it is records this, or whoever published it.")
    ),
    # Rules that say who reviews
    "review_rule_name_needed": Sentence(400, _("Give the rule a name.")),
    "review_rule_name_taken": Sentence(400, _("There is a review rule of this name already.")),
    "review_rule_default_stays": Sentence(
        409, _("This is the rule for whatever no other rule takes. Change it instead: it cannot be removed.")
    ),
    "review_rule_default_conditions": Sentence(
        400, _("The default takes whatever no other rule takes, so it has no conditions. Leave them out.")
    ),
    "review_rule_default_first": Sentence(
        409, _("There is no default yet. Set the rule for whatever no other rule takes first.")
    ),
    "review_rule_matches_all": Sentence(
        400, _("Say which posts the rule is for: only the default is for whatever no other rule takes.")
    ),
    "review_rule_condition": Sentence(400, _("The conditions cannot be used: %(fault)s")),
    "review_rule_unstaffed": Sentence(
        409,
        _(
            "Nobody could review: the role “%(role)s” at %(office)s has nobody now. Choose another office or role, or "
            "post somebody there first."
        ),
    ),
    "review_rule_without_office": Sentence(409, _("The register has no such office. Choose a named office.")),
    "review_rule_limit": Sentence(400, _("A review has some time: give a limit from one minute to a year.")),
    "review_rule_percent": Sentence(400, _("Remind when between 1 and 99 percent of the time is used up.")),
    "review_rule_order": Sentence(400, _("Give an order from 1 to 32000.")),
    "review_rule_escalation": Sentence(
        400, _("Say both whom a late review turns to and after how long, or leave both out.")
    ),
}
