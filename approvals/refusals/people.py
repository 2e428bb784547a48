"""What is refused of people who are away, of duty, and of claims and nudges."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # People who are away
    "not_yours_to_arrange": Sentence(
        403, _("Only the person, the head of their office or an administrator there may arrange this.")
    ),
    "absence_ends_before_it_starts": Sentence(400, _("An absence ends after it starts. Give a later end.")),
    "absence_overlaps": Sentence(
        409, _("%(name)s is away already for a part of that time. Change that absence, or choose another time.")
    ),
    "absence_is_over": Sentence(409, _("This absence is over already.")),
    "posting_not_held": Sentence(400, _("%(name)s does not hold this posting in that time.")),
    "deputy_self": Sentence(400, _("Nobody is their own deputy. Choose somebody else, or nobody.")),
    "deputy_inactive": Sentence(400, _("This person may not sign in, so they could not decide. Choose another.")),
    "deputy_cycle": Sentence(
        400, _("%(name)s has passed this on already, or holds the posting: it cannot come back to them.")
    ),
    "deputy_chain_too_long": Sentence(
        409, _("This has been passed on %(most)s times, and goes no further. Ask an administrator of the office.")
    ),
    "deputy_outside_time": Sentence(400, _("What is passed on lies outside the time for which it was given.")),
    # Acting heads
    "not_administrator": Sentence(
        403, _("Only an administrator of this office, or one at headquarters, may name an acting head.")
    ),
    "head_is_there": Sentence(
        409, _("%(name)s heads this office then, and is not away. Enter the absence first, or choose another time.")
    ),
    "acting_head_already": Sentence(409, _("%(name)s is acting head for a part of that time already.")),
    "acting_self": Sentence(403, _("Nobody names themselves acting head. Ask another administrator.")),
    "acting_is_over": Sentence(409, _("This person is no longer acting head.")),
    "end_past": Sentence(400, _("This end has passed already. Give one to come.")),
    # Duty
    "not_roster_keeper": Sentence(
        403, _("Only the head or an administrator of this office may change its duty roster.")
    ),
    "shift_ends_before_it_starts": Sentence(400, _("A shift ends after it starts. Give a later end.")),
    "shift_too_long": Sentence(400, _("A shift lasts seven days at most. Enter several, so that somebody can rest.")),
    "shift_overlaps": Sentence(
        409, _("%(name)s is on duty for a part of that time already. One person has one shift at a time.")
    ),
    "shift_outside_posting": Sentence(400, _("%(name)s is not on the duty list of this office for all of that time.")),
    "shift_is_over": Sentence(409, _("This shift is over, and what was is not changed.")),
    "shift_has_begun": Sentence(409, _("This shift has begun: it can end at another time, but not begin at another.")),
    # Claims
    "step_claimed": Sentence(409, _("%(name)s has this until %(until)s. You may decide all the same.")),
    "claim_too_long": Sentence(400, _("A claim lasts four hours at most. Give an earlier end.")),
    "claim_past": Sentence(400, _("This time has passed already. Give one to come.")),
    "not_your_claim": Sentence(409, _("You do not have this now, so there is nothing to release.")),
    "hand_over_to_self": Sentence(400, _("You cannot hand it to yourself. Claim it instead.")),
    "colleague_cannot_decide": Sentence(400, _("This person cannot decide here. Choose one of those who can.")),
    "colleague_away": Sentence(409, _("%(name)s is away until %(until)s. Choose somebody else.")),
    # Nudges
    "nudged_lately": Sentence(409, _("They have been nudged lately. You can nudge them again from %(until)s.")),
    "nobody_to_nudge": Sentence(409, _("There is nobody beside you who could be nudged.")),
}
