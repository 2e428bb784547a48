"""What is refused of words that are kept before they are saved."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "author_nowhere": Sentence(403, _("You are an author at no office now, so what you type here is not kept.")),
    "words_too_large": Sentence(
        413, _("This is more than can be kept: %(limit)s characters in all. Shorten it, or save it in parts.")
    ),
    "too_many_sittings": Sentence(
        409, _("%(most)s unsaved texts of yours are kept already. Save some of them, or throw them away.")
    ),
    "sitting_over": Sentence(
        409, _("What was written in this window has been saved, taken up elsewhere or thrown away.")
    ),
    "sitting_unknown": Sentence(400, _("This page is too old to keep what you write. Save, or open the form again.")),
    "another_writer": Sentence(
        409,
        _(
            "Somebody else had opened this page and has been signed out since. "
            "Nothing was saved in your name. Open the form again to write as yourself."
        ),
    ),
}
