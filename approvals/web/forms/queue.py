"""The forms of the queue: the name of a view, and what is done to several drafts at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.actions.decide_several import Act, Chosen
from approvals.models import SavedView
from approvals.refusals import REFUSALS
from approvals.web.forms.verbs import LONGEST_COMMENT, VerbForm


class ViewForm(VerbForm):
    """The name of a view; how long it may be, and that it is not taken, the action says."""

    name = forms.CharField(
        label=_("Name of the view"), required=False, strip=False,
        widget=forms.TextInput(attrs={"maxlength": SavedView.LONGEST_NAME, "dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip


class SeveralForm(VerbForm):
    """What is done to several drafts without a word."""


class SeveralChangesForm(SeveralForm):
    """The one comment with which several drafts go back to their authors."""

    comment = forms.CharField(
        label=_("What should change"), max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Each author receives this comment."),
        error_messages={"required": REFUSALS["comment_needed"].text},
    )  # fmt: skip


def several_form(act: Act, data: Mapping[str, Any] | None = None) -> SeveralForm:
    """Return the form of what is done to several drafts."""
    kind = SeveralChangesForm if act is Act.REQUEST_CHANGES else SeveralForm
    return kind(data, auto_id="several_%s")


def chosen_in(values: Sequence[str]) -> list[Chosen]:
    """Return the drafts that a list names, each on the revision that it showed; what no list ever wrote is left out."""
    return list(dict.fromkeys(one for one in map(_chosen, values) if one is not None))


def _chosen(value: str) -> Chosen | None:
    draft, _colon, revision = value.partition(":")
    try:
        return Chosen(UUID(draft), revision) if len(revision) == 64 and revision.isalnum() else None
    except ValueError:
        return None
