"""What is refused of replies: what they answer, by when, their conversations, and the texts that they begin with."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "answers_nothing": Sentence(
        400, _("An original answers nothing. Make it a reply or a repost, or leave out what it answers.")
    ),
    "answered_author_too_long": Sentence(
        400, _("The name of who wrote it is too long. At most %(limit)s characters are kept.")
    ),
    "answered_too_long": Sentence(
        400,
        _("What is answered has %(length)s characters; at most %(limit)s are kept. Paste the part that you answer."),
    ),
    "answered_time_unlikely": Sentence(
        400, _("Give the time at which the post that is answered was published: not in the future, nor before 2000.")
    ),
    "answer_by_past": Sentence(
        400, _("The time by which to answer has passed already. Give a time in the future, or none.")
    ),
    "answer_by_after_moment": Sentence(
        400, _("The draft expires at its moment, before the time by which to answer. Choose an earlier time.")
    ),
    "unknown_conversation": Sentence(
        400, _("There is no such conversation that you may see. Leave it out: the address finds it, or begins one.")
    ),
    "not_template_keeper": Sentence(
        403,
        _(
            "Only authors and the head of an office may keep its reply templates, and only policy officers those of "
            "the ministry."
        ),
    ),
    "template_name_needed": Sentence(400, _("Give the template a name by which authors find it.")),
    "template_name_too_long": Sentence(400, _("The name is too long. At most %(limit)s characters are kept.")),
    "template_text_needed": Sentence(400, _("Write the text that replies begin with.")),
    "template_text_too_long": Sentence(
        400, _("The text is %(length)s characters long; a template has %(limit)s at most.")
    ),
    "template_repeated": Sentence(
        409, _("There is a template of this name in this language already. Choose another name, or retire that one.")
    ),
    "template_retired": Sentence(409, _("This template has been retired already.")),
}
