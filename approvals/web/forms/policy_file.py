"""The form in which a policy file is sent, or pasted."""

from django.utils.translation import gettext_lazy as _

from approvals.policy_file.reading import text_of
from approvals.web.forms.sent_file import SentFileForm


class PolicyFileForm(SentFileForm):
    """A policy file."""

    accepts = ".yaml,.yml,.txt,text/*,application/yaml"
    helps = _("A YAML file of at most 200 kB, in UTF-8.")

    def read(self, raw: bytes) -> str:
        """Return its text."""
        return text_of(raw)
