"""The form in which a policy file is sent, or pasted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.policy_file.reading import text_of


class PolicyFileForm(forms.Form):
    """A file from one's own machine, or its text; `as_text` is what was sent."""

    sometimes_needed = frozenset({"file", "text"})

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A YAML file of at most 200 kB, in UTF-8."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.txt,text/*,application/yaml"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or its text"), required=False, strip=False,
        widget=forms.Textarea(
            attrs={"rows": 14, "class": "ap-file-text", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"}
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Take the file before the text; refuse where there is neither."""
        typed: dict[str, Any] = super().clean() or {}
        sent = typed.get("file")
        typed["as_text"] = text_of(sent.read()) if sent else typed.get("text", "")
        if not typed["as_text"].strip() and not self.errors:
            raise ValidationError(_("Choose a file, or paste its text."))
        return typed
