"""The form in which a reply template is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from approvals.actions.templates import LONGEST_NAME, LONGEST_TEXT, Template
from approvals.models import Topic
from approvals.refusals import REFUSALS
from approvals.web.forms.verbs import VerbForm
from approvals.web.forms.writing import topic_name
from channels.languages import language_choices
from channels.models import Channel

# Of the ministry, and so of no office.
MINISTRY = "ministry"


class TemplateForm(VerbForm):
    """A text for replies to begin with: for whom, by what name, in which language, about what."""

    office = forms.ChoiceField(label=_("For the replies of"))
    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": REFUSALS["template_name_needed"].text},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"))
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": REFUSALS["template_text_needed"].text},
    )  # fmt: skip
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, offices: Sequence[Office], is_officer: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        of_offices = [(str(office.pk), office.name) for office in offices]
        of_ministry = [(MINISTRY, _("the whole ministry"))] if is_officer else []
        spoken = {code for codes in Channel.objects.values_list("languages", flat=True) for code in codes}
        languages = [(code, name) for code, name in language_choices() if code in spoken | {"en", "fr"}]
        self.fields["office"].choices = of_offices + of_ministry  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(topic.slug, topic_name(topic)) for topic in Topic.objects.all()]  # type: ignore[attr-defined]

    def asked(self) -> Template:
        """Return what was handed in; the form must be valid."""
        typed = self.cleaned_data
        office_id = None if typed["office"] == MINISTRY else int(typed["office"])
        return Template(office_id, typed["name"], typed["language"], typed["text"], tuple(typed["topics"]))
