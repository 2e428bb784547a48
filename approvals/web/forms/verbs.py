"""The small forms on a draft's page: one for each verb, each with what that verb needs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from approvals.actions.commenting import Quoted
from approvals.actions.concur import LONGEST_QUESTION, LONGEST_REASON
from approvals.models import Reason, Step
from approvals.refusals import REFUSALS, Refused
from approvals.web.forms.fields import HoursField, MomentField, zone_words

LONGEST_COMMENT = 5000


def _comment(label: Any, *, needed: str = "") -> forms.CharField:
    """Return a field for a comment; `needed` is the refusal that answers an empty one, if it must not be empty."""
    messages = {"required": REFUSALS[needed].text} if needed else {}
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(
        label=label, max_length=LONGEST_COMMENT, required=bool(needed), widget=widget, error_messages=messages
    )


class VerbForm(forms.Form):
    """A form whose refusals are shown beside the field they are about."""

    def take(self, refused: Refused) -> None:
        """Show a refusal beside its field, or above the form."""
        for name, sentences in (refused.errors or {"": [refused.sentence]}).items():
            self.add_error(name if name in self.fields else None, list(sentences))


class PlainForm(VerbForm):
    """A verb that needs no more than the wish."""


class ConfirmForm(VerbForm):
    """Submitting, or taking a proposed wording: each finding that the author stands by is named."""

    confirm = forms.MultipleChoiceField(label=_("Confirm"), required=False, widget=forms.CheckboxSelectMultiple)
    proposal = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # The page lists the findings of the moment; the action decides whether those confirmed here are all there are.
        confirmed = data.getlist("confirm") if data is not None else []
        self.fields["confirm"].choices = [(code, code) for code in confirmed]  # type: ignore[attr-defined]
        self.confirmed = confirmed


class ApproveForm(VerbForm):
    """An approval, with a comment if wished."""

    comment = _comment(_("Comment"))


class ChangesForm(VerbForm):
    """What should change, and a wording the approver would approve as it stands."""

    comment = _comment(_("What should change"), needed="comment_needed")
    proposal = forms.CharField(
        label=_("Proposed wording"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("The text as you would approve it. If the author takes it as it is, your approval counts at once."),
    )  # fmt: skip


class RejectForm(VerbForm):
    """Why the draft ends here."""

    sometimes_needed = frozenset({"reason"})

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose a reason")), *Reason.choices], required=False)
    comment = _comment(_("Comment"))


class CommentForm(VerbForm):
    """Something said about the draft, or about a passage of it, or in answer to another comment."""

    text = _comment(_("Comment"), needed="comment_empty")
    quote = forms.CharField(
        label=_("The words it is about"), required=False, max_length=LONGEST_COMMENT, strip=False,
        help_text=_("Copy them from the post, exactly as they stand there."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    # The common text, or a channel and a language: 12/ar.
    channel = forms.RegexField(
        r"^(?:[1-9][0-9]{0,17}/[A-Za-z0-9_-]{0,16})?$", label=_("In which text they stand"), required=False
    )
    occurrence = forms.IntegerField(
        label=_("Which of them"), required=False, min_value=1, max_value=100_000,
        help_text=_("Only where the words stand there several times: 1 for the first."),
    )  # fmt: skip
    answers = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Add what the comment is `on`: a passage; None when it is on the draft, or answers another comment."""
        typed = self.cleaned_data
        channel, _slash, language = typed.get("channel", "").partition("/")
        is_passage = typed.get("quote", "").strip() and not typed.get("answers")
        number = int(channel) if channel else None
        typed["on"] = Quoted(typed["quote"], number, language, typed.get("occurrence")) if is_passage else None
        return typed


def _offices() -> list[tuple[str, Any]]:
    named = [(str(pk), name) for pk, name in Office.objects.order_by("name").values_list("pk", "name")]
    return [("", _("Choose an office")), *named]


class AskForm(VerbForm):
    """What to ask of another office, and whether the draft waits for its answer."""

    office = forms.TypedChoiceField(label=_("Office"), coerce=int)
    how = forms.ChoiceField(
        label=_("What they do"), widget=forms.RadioSelect, initial=Step.Mode.APPROVE,
        choices=[
            (Step.Mode.APPROVE.value, _("Concur: the draft waits until they approve")),
            (Step.Mode.COMMENT.value, _("Comment: the draft does not wait")),
        ],
    )  # fmt: skip
    question = forms.CharField(
        label=_("What they are asked"), max_length=LONGEST_QUESTION,
        error_messages={"required": REFUSALS["question_needed"].text},
        help_text=_("One question, such as: Is the legal basis named rightly?"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why you ask them"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": REFUSALS["ask_reason_needed"].text},
    )  # fmt: skip
    limit = HoursField(
        label=_("Time limit in hours"), min_value=0.02, initial=timedelta(hours=4),
        help_text=_("Working hours of that office where your own level runs on working hours; else by the clock."),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # Asked for when the field is shown or judged: a page without it asks nothing.
        self.fields["office"].choices = cache(_offices)  # type: ignore[attr-defined]


class PublishForm(VerbForm):
    """Where and when a post was published."""

    channel = forms.IntegerField(widget=forms.HiddenInput)
    language = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    url = forms.CharField(
        label=_("Address of the published post"), max_length=500,
        error_messages={"required": REFUSALS["url_needed"].text},
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    published_at = MomentField(label=_("Published on"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        empty = _("Leave it empty when it was just now.")
        self.fields["published_at"].help_text = f"{empty} {zone_words(at)}"


class RetractForm(VerbForm):
    """Where and when a published post was taken down."""

    where = forms.CharField(
        label=_("Where it was taken down"), max_length=300, help_text=_("Such as: deleted on X and on Mastodon."),
        error_messages={"required": REFUSALS["taken_down_needed"].text},
    )  # fmt: skip
    taken_down_at = MomentField(
        label=_("Taken down on"), error_messages={"required": REFUSALS["taken_down_needed"].text}
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["taken_down_at"].help_text = str(zone_words(at))
