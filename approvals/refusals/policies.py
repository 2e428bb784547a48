"""What is refused of what overrides and rules: policies, holds, regimes, files and presets."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
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
    "older_version": Sentence(
        409,
        _(
            "Version %(number)s is in force, which is newer than this one. Edit this one: saved again, it is the next "
            "version."
        ),
    ),
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
    "unknown_posting": Sentence(
        400, _("There is no such posting. Name one that somebody holds, or an office and a role there.")
    ),
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
        400,
        _(
            "This regime would change nothing. Give a time limit for every level, add a level, or let it suspend "
            "pre-authorizations."
        ),
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
}
