"""What is refused of comments on passages, of answers to them, and of settling them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "passage_not_found": Sentence(
        400, _("These words do not stand in the text as it is now. Quote them exactly as they stand there.")
    ),
    "passage_repeated": Sentence(
        400, _("These words stand in the text %(count)s times. Say which of them you mean, or quote more of it.")
    ),
    "passage_too_long": Sentence(
        400, _("This passage is too long. At most %(limit)s characters can be quoted: those the comment is about.")
    ),
    "passage_without_text": Sentence(
        400, _("The draft has no text of its own there. Choose the text in which the words stand.")
    ),
    "answer_quotes": Sentence(
        400, _("An answer belongs to the comment that it answers. Make a comment of its own on these words.")
    ),
    "unknown_comment": Sentence(404, _("There is no such comment on this draft.")),
    "comment_settled": Sentence(409, _("This comment is settled already.")),
    "comment_open": Sentence(409, _("This comment is open: it has not been settled.")),
    "not_settler": Sentence(
        403, _("Only whoever made the comment, or an author of the draft, may settle it or open it again.")
    ),
    "look_unlikely": Sentence(400, _("More was said to be read than has happened. Load the page again.")),
}
