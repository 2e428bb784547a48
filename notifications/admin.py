"""For IT: what is waiting, what was given up and why, and a way to send it again. No text of any message."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import clock
from notifications import delivery
from notifications.models import Message
from notifications.nudge import nudge

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Message]
else:
    Admin = admin.ModelAdmin

SHOWN = ("id", "created_at", "user", "medium", "kind", "thread", "status", "attempts", "next_attempt_at", "last_error")


@admin.register(Message)
class MessageAdmin(Admin):
    """A read-only list: messages are put by the application and removed by nobody."""

    list_display = SHOWN
    fields = (*SHOWN, "in_digest", "mail", "leased_until", "sent_at", "read_at")
    list_filter = ("status", "medium", "kind")
    search_fields = ("thread", "user__username")
    list_select_related = ("user",)
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("send_again",)

    @admin.action(description=_("Send again what was given up"), permissions=["send_again"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        """Let the chosen messages that were given up start anew."""
        ids = list(chosen.values_list("pk", flat=True))
        count = delivery.send_again(message_ids=ids, at=clock.now())
        nudge()
        said = ngettext("%(count)s message will be sent again.", "%(count)s messages will be sent again.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        """Say whether this person of IT may make the server send again."""
        return request.user.has_perm("notifications.change_message")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes a message by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        """Nobody changes what was said."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        """Nobody removes what was said."""
        return False
