"""What is sent to freeze an account, and to give it back."""

from approvals.api.fields import Text
from approvals.api.serializers.base import Taken
from approvals.api.serializers.holds import LONGEST_REASON


class CompromisedSerializer(Taken):
    """Why an account may be compromised."""

    reason = Text(max_length=LONGEST_REASON, trim_whitespace=True, help_text="Whoever is called reads it.")


class RestoreSerializer(Taken):
    """Why an account is safe again."""

    reason = Text(max_length=LONGEST_REASON, trim_whitespace=True)
