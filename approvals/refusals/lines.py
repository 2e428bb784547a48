"""What is refused of cleared lines: of whoever writes or withdraws one, and of a draft that rests on one."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # What was written
    "line_name_needed": Sentence(400, _("Give the line a name of at most %(limit)s characters, to find it by.")),
    "line_language_repeated": Sentence(400, _("One language was given two texts. Keep one of them.")),
    "line_text_needed": Sentence(
        400, _("Give the line a text in one language at least, and in %(most)s at most; none of them empty.")
    ),
    "line_end_needed": Sentence(
        400, _("Say until when the line is valid: one without an end is never looked at again.")
    ),
    "line_starts_past": Sentence(400, _("This time has passed. Leave it empty for a line that is valid once cleared.")),
    "line_ends_before": Sentence(400, _("The line would end before it begins. Choose a later end.")),
    "line_without_channel": Sentence(
        409,
        _("%(office)s has no active channel, so nothing could be checked there. Write it from an office with one."),
    ),
    "not_line_author": Sentence(403, _("Only an author of %(office)s can write its lines.")),
    "not_line_owner": Sentence(403, _("Only an author of %(office)s or a policy officer may withdraw this line.")),
    "text_empty_line": Sentence(400, _("Write the text, or remove this language.")),
    "no_author_anywhere": Sentence(403, _("Only authors write lines, and you are an author at no office now.")),
    # Where the line stands
    "line_not_cleared": Sentence(409, _("This line is not cleared yet: withdraw its draft, on the draft’s page.")),
    "line_is_over": Sentence(409, _("This line is over already: it was withdrawn, or its end has come.")),
    "line_in_use": Sentence(
        409, _("This line is in use. Withdraw it on its own page, with a reason: whoever quotes it is told.")
    ),
    "line_was_cleared": Sentence(409, _("This line was in use once, and keeps its record. Write a new line instead.")),
    "line_has_its_form": Sentence(409, _("This draft is a line to take. Change it in the form for lines.")),
    "line_is_not_posted": Sentence(409, _("This is a line to take: it is quoted in posts, not posted itself.")),
    "line_is_not_bypassed": Sentence(
        409, _("A line is cleared level by level: what everybody may quote afterwards is not bypassed.")
    ),
    # What rests on lines
    "lines_changed": Sentence(
        409, _("The cleared lines have changed meanwhile, and this text no longer consists of them. Check it again.")
    ),
    "line_withdrawn": Sentence(
        409,
        _(
            "The line “%(name)s” was withdrawn, and this post rests on it, so it cannot be published. Withdraw the "
            "draft. Reason: %(reason)s"
        ),
    ),
    "line_over": Sentence(
        409,
        _("The line “%(name)s” is no longer valid, and this post rests on it, so it cannot be published."),
    ),
    # What may stand beside them
    "not_a_site": Sentence(400, _("This is not the name of a public site. Write it as travel.example.org.")),
    "not_a_greeting": Sentence(
        400, _("A greeting has words only, %(limit)s characters at most: no number, link, tag or sign.")
    ),
    "permitted_already": Sentence(409, _("This is permitted already.")),
}
