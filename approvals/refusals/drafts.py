"""What is refused of a draft on its way: what was written, who asks, where it stands, publishing."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # What was written
    "invalid": Sentence(400, _("Some of what was sent cannot be used. Each problem is named beside its field.")),
    "text_empty": Sentence(400, _("There is no text yet for %(channel)s. Write the post first.")),
    "unusable_text": Sentence(400, _("The text has characters that cannot be stored or shown. Type it anew.")),
    "too_large": Sentence(413, _("This is %(length)s characters long; no platform takes more than %(limit)s.")),
    "no_channel": Sentence(400, _("Choose at least one channel.")),
    "unknown_channel": Sentence(400, _("This channel is not in the register, so nothing can be written for it.")),
    "channel_not_yours": Sentence(403, _("You cannot write for %(channel)s. Only authors of %(office)s can.")),
    "variant_without_channel": Sentence(
        400, _("A text of its own was given for a channel that the draft does not target.")
    ),
    "variant_repeated": Sentence(400, _("One channel was given two texts in the same language. Keep one of them.")),
    "unknown_topic": Sentence(400, _("“%(topic)s” is not a topic of this ministry. Choose one from the list.")),
    "reply_needs_address": Sentence(400, _("A reply or repost needs the address of the post it answers.")),
    "address_not_allowed": Sentence(
        400, _("This is not the address of a page that everyone can open. Copy it from the post itself.")
    ),
    "unknown_language": Sentence(400, _("“%(language)s” is not the code of a language. Use a code such as fr or ar.")),
    "moment_past": Sentence(400, _("The moment has passed already. Give a time in the future, or none.")),
    "moment_too_far": Sentence(400, _("This time is more than two years ahead. Check the year.")),
    "slot_after_moment": Sentence(400, _("The slot is after the draft's moment. Choose a slot before the moment.")),
    "confirm_needed": Sentence(
        400, _("Something in the text needs your confirmation before the draft can be submitted.")
    ),
    # Who is asking
    "not_found": Sentence(404, _("There is nothing here that you may see.")),
    "not_author": Sentence(403, _("Only an author of this draft may do this.")),
    "not_asked": Sentence(403, _("This draft does not await a decision from you.")),
    "own_draft": Sentence(
        403, _("You wrote a part of this draft, or act for someone who did. Somebody else must decide.")
    ),
    "fresh_sign_in_needed": Sentence(
        403,
        _("%(level)s asks for a fresh sign-in: give your password again on the draft's page, then decide there."),
    ),
    "not_publisher": Sentence(403, _("Only an author of the draft or the head of its mission may publish it.")),
    "not_head": Sentence(403, _("Only the head of mission may retract a published post.")),
    "not_policy_officer": Sentence(403, _("Only a policy officer may do this.")),
    "office_zone_unknown": Sentence(
        409,
        _(
            "The time zone of %(office)s, “%(zone)s”, is not known here, so that nothing can be written there. "
            "Nothing was saved. Ask your administrators to set it."
        ),
    ),
    "not_audit_reader": Sentence(403, _("Only a records officer or a policy officer may read the audit trail.")),
    "not_records_officer": Sentence(403, _("Only a records officer may do this.")),
    "second_officer_needed": Sentence(
        403, _("You proposed this version. Another policy officer must put it in force.")
    ),
    # Where the draft stands
    "question_needed": Sentence(400, _("Ask one question. Without it the office would only add a signature.")),
    "ask_reason_needed": Sentence(400, _("Say why you ask them. The author and every level can read it.")),
    "ask_limit_unusable": Sentence(400, _("Give them between one minute and thirty days to answer.")),
    "ask_unstaffed": Sentence(
        400,
        _("Nobody at %(office)s could answer this now. Choose another office, or ask IT to enter a posting."),
    ),
    "asked_already": Sentence(409, _("%(office)s has been asked already, and has not answered yet.")),
    "asked_too_often": Sentence(409, _("%(most)s offices have been asked on this route. Decide with what they said.")),
    "wrong_state": Sentence(409, _("This cannot be done to a draft whose state is “%(state)s”.")),
    "already_decided": Sentence(409, _("Your decision on this revision is on record already. One person counts once.")),
    "step_closed": Sentence(409, _("This level has been decided meanwhile. Look at the draft again.")),
    "stale_revision": Sentence(
        409, _("The draft has changed since you read it. Read revision %(current)s, then decide.")
    ),
    "revision_required": Sentence(428, _("Say which revision you decide on: send its hash as “revision”.")),
    "revision_empty": Sentence(400, _("The revision is empty. Send the hash of the revision you read.")),
    "if_match_required": Sentence(428, _("Say which revision you change: send its hash in If-Match.")),
    "if_match_stale": Sentence(412, _("Somebody saved a newer revision meanwhile. Look at it before you save yours.")),
    "comment_needed": Sentence(400, _("Say what should change: the author cannot act on an empty comment.")),
    "comment_empty": Sentence(400, _("The comment is empty.")),
    "reason_needed": Sentence(400, _("Choose a reason for rejecting the draft.")),
    "may_not_reject": Sentence(403, _("The level “%(level)s” may approve or request changes, but not reject.")),
    "proposal_refused": Sentence(400, _("The proposed text breaks a rule of a channel. Each problem is named.")),
    "no_proposal": Sentence(409, _("There is no proposed wording here that could be taken.")),
    "proposal_outdated": Sentence(
        409,
        _("The draft has changed since this wording was proposed. Take it over by hand, and submit the draft again."),
    ),
    "proposal_changes_nothing": Sentence(
        400, _("With this text, the same would be posted as now. Propose another text, or approve the draft.")
    ),
    # Which way it goes
    "no_policy": Sentence(
        409, _("No policy is in force for this draft, and there is no default. Ask a policy officer.")
    ),
    "empty_route": Sentence(
        409, _("The policy “%(policy)s” asks nobody for this draft. Ask a policy officer to mend it.")
    ),
    "level_without_office": Sentence(
        409, _("The level “%(level)s” names an office that the register does not have. Ask a policy officer.")
    ),
    "level_unstaffed": Sentence(
        409, _("Nobody can decide the level “%(level)s” now. Ask a policy officer, or your administrator for a deputy.")
    ),
    # Publishing
    "not_a_target": Sentence(400, _("The draft does not target this channel.")),
    "language_needed": Sentence(400, _("This channel posts in several languages. Say which one was published.")),
    "channel_not_active": Sentence(409, _("%(channel)s is not active, so nothing can be published to it.")),
    "too_early": Sentence(409, _("The slot has not come yet: the draft may be published from %(publish_at)s.")),
    "moment_passed": Sentence(409, _("The draft's moment has passed. It is closed, and will not be published late.")),
    "already_published": Sentence(409, _("This post is on record as published already.")),
    "content_changed": Sentence(
        409, _("What is stored is not what was approved. Nothing was published. Tell your administrator.")
    ),
    "published_in_future": Sentence(400, _("The time of publication is in the future.")),
    "published_before_cleared": Sentence(400, _("The time of publication is before the draft was cleared.")),
    "on_hold": Sentence(
        409,
        _(
            "Publishing is on hold, and this post waits until that is over. "
            "Turn to %(by)s, or another policy officer. Reason: %(reason)s"
        ),
    ),
    "was_on_hold": Sentence(
        409,
        _(
            "Publishing was on hold at that time, so the post cannot have gone out by the rules. "
            "Turn to %(by)s, or another policy officer. Reason: %(reason)s"
        ),
    ),
    "url_needed": Sentence(400, _("Give the address of the published post.")),
    "taken_down_needed": Sentence(400, _("Say where the post was taken down, and when.")),
}
