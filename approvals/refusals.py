"""Every expected "no": a stable code, a status, and a sentence a person can act on."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Sentence(NamedTuple):
    """What a code answers: the HTTP status and the sentence, whose %(names)s are filled from the refusal."""

    status: int
    text: Any


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
    # Policies
    "version_not_draft": Sentence(409, _("This version is not open for changes. Make a new version.")),
    "version_changed": Sentence(
        409,
        _(
            "%(by)s saved or proposed version %(number)s after you began to write. Nothing was overwritten. "
            "Look at theirs, then save yours as a version of its own."
        ),
    ),
    "version_not_proposed": Sentence(409, _("Only a proposed version can be put in force.")),
    "version_not_scheduled": Sentence(409, _("Only a version that waits for its instant can be called off.")),
    "another_scheduled": Sentence(
        409,
        _("Version %(number)s of this policy waits for its instant already. Call it off first."),
    ),
    "zone_needed": Sentence(400, _("Say in which zone this time is.")),
    "effect_past": Sentence(
        400, _("This time has passed already. Choose one to come, or put the version in force at once.")
    ),
    "version_invalid": Sentence(400, _("The version has faults. Each is named beside its level.")),
    "default_exists": Sentence(400, _("There is a default policy already. Change it by a new version.")),
    "unknown_office": Sentence(400, _("The register has no such office.")),
    "condition_value_unknown": Sentence(
        400, _("No draft here can have what a condition names: %(names)s. Use a name of the register.")
    ),
    "policy_name_taken": Sentence(400, _("There is a policy of this name already.")),
    # Drafts moved to another version
    "why_needed": Sentence(400, _("Say why: the reason goes on record.")),
    "why_too_long": Sentence(400, _("The reason is longer than %(limit)s characters. Say it in fewer.")),
    "no_version_in_force": Sentence(
        409, _("The policy “%(policy)s” has no version in force that the draft could be moved to.")
    ),
    "on_this_version": Sentence(409, _("The draft is under version %(number)s already, which is the one in force.")),
    # Holds
    "until_past": Sentence(400, _("The end has passed already. Give a time in the future, or none.")),
    "hold_is_over": Sentence(409, _("This hold is over: it has been lifted, or its end has come.")),
    # Scopes of holds and regimes
    "scope_value_needed": Sentence(400, _("Say which one: this scope needs a country, channel, topic or language.")),
    "scope_takes_no_value": Sentence(400, _("This scope covers all there is, so it takes no value. Leave it empty.")),
    "scope_unknown_country": Sentence(
        400, _("The ministry has no office in “%(country)s”, so nothing would be covered. Give a code such as SA.")
    ),
    "scope_unknown_channel": Sentence(
        400, _("“%(channel)s” is not in the register of channels. Name it by platform and handle, such as x:@Embassy.")
    ),
    "scope_exempts_itself": Sentence(400, _("The topic that is meant cannot be exempt as well. Take it out of one.")),
    # Regimes
    "regime_starts_in_past": Sentence(
        400, _("The start has passed already. Give a time in the future, or none to begin at once.")
    ),
    "regime_ends_before_it_starts": Sentence(
        400, _("A regime ends after it starts. Give a later end, or none: it then lasts until it is ended.")
    ),
    "regime_too_many_levels": Sentence(400, _("A regime adds at most %(limit)s levels. Leave some out.")),
    "regime_level_without_limit": Sentence(400, _("Every level has some time: give a limit of at least a minute.")),
    "regime_asks_nobody": Sentence(
        400,
        _("The policy’s levels would be replaced by none that approves. Add one that does, or keep the policy’s."),
    ),
    "regime_changes_nothing": Sentence(
        400, _("This regime would change nothing. Give a time limit for every level, or add a level.")
    ),
    "regime_unstaffed": Sentence(
        409,
        _(
            "The level “%(level)s” would have nobody, or too few: it asks the role “%(role)s” at %(office)s. "
            "Choose another office or role, or turn to %(whom)s, who can post someone there or name a deputy."
        ),
    ),
    "regime_level_without_office": Sentence(
        409, _("The level “%(level)s” names an office that the register does not have. Choose a named office.")
    ),
    "regime_is_on": Sentence(
        409, _("Such a regime is on already, or is to come, for the same. End that one first, or choose another time.")
    ),
    "regime_is_over": Sentence(409, _("This regime is over already.")),
    # Policy files and presets
    "file_too_large": Sentence(413, _("The file is larger than %(limit)s kB, the most that is taken.")),
    "file_not_text": Sentence(
        400, _("The file is not text in UTF-8, or has characters that cannot be used. Save it as UTF-8.")
    ),
    "file_empty": Sentence(400, _("There is nothing in the file.")),
    "file_of_several": Sentence(400, _("The file holds several documents. One file has one policy.")),
    "file_too_deep": Sentence(400, _("Line %(line)s: this is nested too deeply to be a policy.")),
    "file_has_tabs": Sentence(
        400, _("Line %(line)s begins with a tab. YAML is set in with spaces: replace the tabs by spaces.")
    ),
    "file_not_yaml": Sentence(
        400,
        _(
            "Line %(line)s, column %(column)s: the file cannot be read as YAML from here on. Check how the line is set "
            "in, its colons and its quotes."
        ),
    ),
    "file_invalid": Sentence(400, _("The file cannot be used, and nothing was done. Each problem is named.")),
    "file_names_unknown": Sentence(
        400,
        _(
            "The file names what is not known here, and nothing was done. Correct the names, or ask %(who)s to enter "
            "what is missing."
        ),
    ),
    "file_policy_differs": Sentence(
        409, _("The policy of this name stands elsewhere among the policies here. Correct the file, or its name.")
    ),
    "preset_unknown": Sentence(404, _("There is no preset of this name. `manage.py preset` lists them.")),
    "preset_places_open": Sentence(
        400, _("Say which offices and topics of this ministry the preset means. Each is named.")
    ),
    # Requests
    "idempotency_key_reused": Sentence(422, _("This Idempotency-Key was used for a different request.")),
    "idempotency_key_invalid": Sentence(400, _("An Idempotency-Key has 1 to 200 visible ASCII characters.")),
    "conflict": Sentence(409, _("Somebody else did the same at this moment. Look again before you repeat it.")),
    "cursor_invalid": Sentence(400, _("This is not a place in this list. Begin at its first page.")),
    "malformed": Sentence(400, _("The request cannot be read. Send JSON in UTF-8, nested at most %(depth)s deep.")),
    "body_too_large": Sentence(413, _("The request is larger than %(limit)s bytes, the most that is taken at once.")),
    "not_authenticated": Sentence(401, _("Nobody is signed in. Sign in, or send a token.")),
    "authentication_failed": Sentence(401, _("This token opens nothing. Ask your administrator for another.")),
    "csrf_failed": Sentence(
        403, _("The request did not come from a page of this site. Send the CSRF token, or use an API token.")
    ),
    "forbidden": Sentence(403, _("You may not do this.")),
    "method_not_allowed": Sentence(405, _("This address does not take this method.")),
    "not_acceptable": Sentence(406, _("The answer is JSON; ask for application/json.")),
    "unsupported_media_type": Sentence(415, _("Send JSON, with the content type application/json.")),
    "unavailable": Sentence(
        503, _("The service cannot answer at the moment. Nothing was done; try again in a minute.")
    ),
    "fault": Sentence(
        500, _("Something went wrong here, and nothing was done. It has been logged; tell your administrator.")
    ),
}


class Refused(Exception):
    """An expected "no". `code` is stable; `sentence` can be shown; `errors` names fields, each with its sentences."""

    def __init__(
        self,
        code: str,
        *,
        field: str = "",
        sentence: str = "",
        errors: Mapping[str, list[str]] | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = REFUSALS[code].status if code in REFUSALS else 400
        self._own_sentence = sentence
        self.params = dict(params or {})
        self.field = field
        self._errors = errors

    @property
    def sentence(self) -> str:
        """Return the sentence in the language that is active now."""
        if self._own_sentence:
            return self._own_sentence
        return str(REFUSALS[self.code].text) % self.params

    @property
    def errors(self) -> dict[str, list[str]]:
        """Return the sentences by field; empty when the refusal is not about a field."""
        if self._errors is not None:
            return dict(self._errors)
        return {self.field: [self.sentence]} if self.field else {}
