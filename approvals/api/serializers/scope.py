"""The scope of a hold or a regime, as it is given and as a policy officer sends it."""

from rest_framework import serializers

from approvals.api.fields import Text
from approvals.api.serializers.base import Given, Taken

MOST_EXEMPT = 50
VALUE_HELP = (
    "A country as SA, a channel as x:@handle, a topic by its slug, a language as ar; empty for a scope that covers all."
)
EXEMPT_HELP = "The slugs of topics: a draft is left alone when every topic it has is among them, and it has one."


class ScopeSerializer(Given):
    """What a hold or a regime covers; the class that adds `scope` says which scopes there are."""

    scope_value = serializers.CharField(help_text=VALUE_HELP)
    exempt_topics = serializers.ListField(child=serializers.CharField(), help_text=EXEMPT_HELP)


class NewScopeSerializer(Taken):
    """What is to be covered; the class that adds `scope` says which scopes there are."""

    scope_value = Text(required=False, allow_blank=True, max_length=150, help_text=VALUE_HELP)
    exempt_topics = serializers.ListField(
        child=Text(max_length=40), required=False, max_length=MOST_EXEMPT, help_text=EXEMPT_HELP
    )
