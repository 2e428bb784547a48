"""What is refused of a queue: its saved views, and several drafts decided at once."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "view_shows_everything": Sentence(400, _("This would save your whole queue. Narrow it first, then save the view.")),
    "view_name_needed": Sentence(400, _("Give the view a name.")),
    "view_name_too_long": Sentence(400, _("The name is too long. At most %(limit)s characters are kept.")),
    "view_repeated": Sentence(409, _("You have a view named “%(name)s” already. Choose another name.")),
    "too_many_views": Sentence(
        409, _("You have %(most)s saved views, which is as many as are kept. Delete one first.")
    ),
    "nothing_chosen": Sentence(400, _("You have chosen no draft. Choose at least one, then say what is to be done.")),
    "too_many_chosen": Sentence(
        400, _("You have chosen %(count)s drafts. Choose at most %(most)s, so that each can be read.")
    ),
}
