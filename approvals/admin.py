"""IT reads the engine here and keeps the list of topics; nothing here can move a draft."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from rest_framework.authtoken.models import TokenProxy

from approvals.models import Delay, Draft, Event, Policy, PolicyVersion, Topic

# Whoever saw a token could write and decide as that person; `manage.py drf_create_token` gives and renews tokens.
admin.site.unregister(TokenProxy)


class ReadOnly(admin.ModelAdmin[Any]):
    """Shows rows, and offers no way to add, change or delete one."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Say no: only actions write."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Say no: only actions write."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Say no: the record stays."""
        return False


@admin.register(Draft)
class DraftAdmin(ReadOnly):
    """Where drafts stand; not what they say."""

    list_display = [
        "reference",
        "state",
        "office",
        "author",
        "state_since",
        "next_alarm_at",
    ]
    list_filter = ["state", "urgency", "kind"]
    search_fields = ["reference"]
    list_select_related = ["office", "author"]
    fields = (
        *("reference", "state", "office", "author", "state_since", "next_alarm_at", "topics", "moment", "publish_at"),
        *("submitted_at", "cleared_at", "published_at"),
    )


@admin.register(Delay)
class DelayAdmin(ReadOnly):
    """Flagged delays."""

    list_display = ["step", "draft", "office", "due_at", "flagged_at", "resolved_at"]
    list_select_related = ["step", "draft", "office"]


@admin.register(Event)
class EventAdmin(ReadOnly):
    """The audit trail."""

    list_display = ["at", "kind", "draft", "ledger", "sequence", "by"]
    list_select_related = ["draft", "ledger", "by"]
    list_filter = ["kind"]


@admin.register(Policy, PolicyVersion)
class PolicyAdmin(ReadOnly):
    """Policies and their versions: changed on the policy pages, by two officers."""


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    """The topics that drafts can be about."""

    list_display = ["slug", "name", "name_fr"]
