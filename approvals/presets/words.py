"""The names, questions and notes in data/, marked for translation: a preset is installed in its officer's language."""

from typing import Final

from django.utils.translation import gettext_noop as _

WORDS: Final = (
    # Names of policies
    _("UK direct"),
    _("US two-speed"),
    _("Canada 2013"),
    _("Canada 2015"),
    _("Minister-sensitive topics"),
    _("Direct with review"),
    _("Replies in a live conversation"),
    # Notes
    _("The head of mission answers for what the mission says; staff ask the head of mission, and nobody else."),
    _("Routine posts ask one person at the mission; sensitive ones the mission, the bureau and public affairs."),
    _("Six levels, one after the other, with a day for each."),
    _(
        "The head of mission decides for the host country; headquarters is asked where the post addresses people at "
        "home."
    ),
    _("What may reach the minister passes mission and headquarters; the minister's office may break silence."),
    _("Posts go out first and are reviewed afterwards; what may not go out first asks the head of mission."),
    _("A conversation does not wait for headquarters; the head of mission answers within the hour."),
    # Names of levels
    _("Head of mission"),
    _("Communications"),
    _("Translation"),
    _("Headquarters"),
    _("Minister's office"),
    _("Privy council"),
    _("Mission"),
    _("Mission, crisis"),
    _("Mission press officer"),
    _("Mission press officer, crisis"),
    _("Headquarters desk"),
    _("Headquarters bureau"),
    _("Headquarters bureau, crisis"),
    _("Headquarters public affairs"),
    _("Headquarters public affairs, crisis"),
    # Questions
    _("Would I say this here and today, in my own name?"),
    _("Is there a reason why this should not go out now?"),
    _("Does it keep to our messages and our style?"),
    _("Does each language say the same, and read as if it were written in it?"),
    _("Is it right for this country, today?"),
    _("Does it fit what we say about this country elsewhere?"),
    _("Would the minister say this, in these words?"),
    _("Does it agree with what the government says as a whole?"),
    _("Is it true, is it ours to say, and does it read well here?"),
    _("Will it be understood at home as it is meant?"),
    _("Is it true, and who here is put at risk by it?"),
    _("Does it say what we agreed with our partners, no more and no less?"),
    _("Is there a reason why the minister would not stand by this?"),
    _("Is it accurate, and within what we may say ourselves?"),
    _("Is this what we know now, and within what we may say ourselves?"),
    _("Does the chief of mission stand by every word of this?"),
    _("Is this what our people on the ground know now?"),
    _("Does it fit the policy on this country as it stands?"),
    _("Does it contradict anything we have said today?"),
    _("How will it be read by those it was not written for?"),
    _("Can we answer the first question that this will raise?"),
    _("Is it true, is it ours to say, and does it answer what was asked?"),
)
