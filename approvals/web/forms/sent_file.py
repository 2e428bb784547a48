"""A form in which a file is sent, or its text pasted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SentFileForm(forms.Form):
    """A file from one's own machine, or its text; `as_text` is what was sent.

    Whoever is one says what it `accepts`, what helps with it, and how its bytes are `read`.
    """

    accepts = ""
    helps: str | Promise = ""
    sometimes_needed = frozenset({"file", "text"})

    file = forms.FileField(label=_("File"), required=False)
    text = forms.CharField(
        label=_("Or its text"), required=False, strip=False,
        widget=forms.Textarea(
            attrs={"rows": 12, "class": "ap-file-text", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"}
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = str(self.helps)
        self.fields["file"].widget = forms.FileInput(attrs={"accept": self.accepts})

    def read(self, raw: bytes) -> str:
        """Return the text of a file; refuse what is none."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Take the file before the text; refuse where there is neither."""
        typed: dict[str, Any] = super().clean() or {}
        sent = typed.get("file")
        typed["as_text"] = self.read(sent.read()) if sent else typed.get("text", "")
        if not typed["as_text"].strip() and not self.errors:
            raise ValidationError(_("Choose a file, or paste its text."))
        return typed
