"""The part of the write form that is about replies: what is answered, by when, and in which conversation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.actions.answering import LONGEST_ANSWERED, LONGEST_AUTHOR, NOTHING, Answered
from approvals.actions.conversing import Thread
from approvals.models import Draft, Kind
from approvals.refusals import REFUSALS
from approvals.web.forms.fields import AddressField, MomentField, zone_words

# The parts of what is answered: left alone together, or handed in together.
PARTS = ("answers_author", "answers_text", "answers_posted_at")


class AnsweringForm(forms.Form):
    """What a reply or a repost answers, as far as its author pastes it. Nothing of it is fetched."""

    in_reply_to = AddressField(label=_("Address of the post it answers"), required=False)
    answers_author = forms.CharField(
        label=_("Who wrote that post"), required=False, max_length=LONGEST_AUTHOR, show_hidden_initial=True,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    answers_text = forms.CharField(
        label=_("What that post says"), required=False, show_hidden_initial=True, max_length=LONGEST_ANSWERED,
        help_text=_("Paste it: those who decide read it above your reply. Nothing is fetched."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    answers_posted_at = MomentField(label=_("When it was posted"), required=False, show_hidden_initial=True)
    answer_by = MomentField(label=_("Answer by"), required=False, show_hidden_initial=True)
    conversation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    follows = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def say_zone(self, at: datetime) -> None:
        """Say in which zone times are typed, and what the time to answer by does."""
        zone = str(zone_words(at))
        waits = _("When it passes, you and those who are asked are told that the conversation waits. Nothing expires.")
        self.fields["answer_by"].help_text = f"{waits} {zone}"
        self.fields["answers_posted_at"].help_text = zone

    def answers_nothing(self) -> bool:
        """Say whether what was typed is an original: what is asked of replies is hidden then, and does not count."""
        return self.cleaned_data.get("kind") in (None, "", Kind.ORIGINAL)

    def check_answering(self, typed: dict[str, Any], *, at: datetime, draft: Draft | None) -> None:
        """Refuse a time to answer by that has passed, and an answer to nothing; forget what an original hides."""
        if self.answers_nothing():
            typed |= {"answer_by": None, "answers_author": "", "answers_text": "", "answers_posted_at": None}
            for name in (*PARTS, "answer_by"):
                self.errors.pop(name, None)
            return
        value = typed.get("answer_by")
        if draft is not None and "answer_by" not in self.changed_data:
            typed["answer_by"] = draft.answer_by
        elif value is not None and value <= at:
            self.add_error("answer_by", ValidationError(REFUSALS["answer_by_past"].text))
        if not typed.get("in_reply_to") and "in_reply_to" not in self.errors:
            self.add_error("in_reply_to", ValidationError(REFUSALS["reply_needs_address"].text))

    def answered(self) -> Answered:
        """Return what is answered, as it was typed."""
        typed = self.cleaned_data
        return Answered(typed["answers_author"], typed["answers_text"], typed["answers_posted_at"])

    def answered_on_top_of(self, present: Answered) -> Answered:
        """Return what is answered; where the author left it as the form showed it, what it has become meanwhile."""
        if self.answers_nothing():
            return NOTHING
        return self.answered() if set(PARTS) & set(self.changed_data) else present

    def thread(self) -> Thread:
        """Return where the reply was begun."""
        typed = self.cleaned_data
        return Thread(typed.get("conversation"), typed.get("follows"))


def initial_of(draft: Draft) -> Mapping[str, Any]:
    """Return what the form shows of what a draft answers. At most one query."""
    answers = Answered.of(draft)
    return {
        "answers_author": answers.author, "answers_text": answers.text, "answers_posted_at": answers.posted_at,
        "answer_by": draft.answer_by,
    }  # fmt: skip
