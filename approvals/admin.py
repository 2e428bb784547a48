"""IT reads the engine here, keeps offices and the list of topics; nothing here can move a draft."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from rest_framework.authtoken.models import TokenProxy

from accounts import clock
from accounts.admin import OfficeAdmin
from accounts.models import Office, User
from approvals.actions import calendars
from approvals.calendars import new_stamp
from approvals.models import Delay, Draft, Event, Policy, PolicyVersion, Topic

# Whoever saw a token could write and decide as that person; `manage.py drf_create_token` gives and renews tokens.
admin.site.unregister(TokenProxy)
# Clocks run on an office's hours: what changes these here goes through the action that lets clocks follow.
admin.site.unregister(Office)


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


@admin.register(Office)
class OfficeWithClocksAdmin(OfficeAdmin):
    """Offices; when they work is set on their calendar pages, all but their country and time zone."""

    exclude = ("region", "observes_host", "observes_home")

    def save_model(self, request: HttpRequest, obj: Office, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save an office; another country or time zone by the action, and of the rest only what was changed."""
        if not change:
            # Days of the whole ministry may be set already: without a stamp nothing would look for them.
            obj.calendar_stamp = new_stamp()
            super().save_model(request, obj, form, change)
            return
        changed = set(form.changed_data)
        if changed & {"country", "time_zone"}:
            calendars.move_office(
                office_id=obj.pk,
                country=obj.country,
                time_zone=obj.time_zone,
                by=cast(User, request.user),
                at=clock.now(),
            )
        others = changed - {"country", "time_zone"}
        if others:
            obj.save(update_fields=others)
