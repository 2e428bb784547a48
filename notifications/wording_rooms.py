"""How a room is told what a person is told as “you”: the same facts, said to nobody in particular."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording
from notifications.wording_stops import STOPS_FOR_A_ROOM

FOR_A_ROOM: dict[str, tuple[Wording, ...]] = {
    "review_awaits.room": (
        Wording(
            _("A post awaits review"),
            _("%(reference)s by %(publisher)s is out. %(office)s is asked to review it by %(due_at)s."),
        ),
    ),
    "awaiting.room": (
        Wording(
            _("A decision is needed at %(level)s"),
            _("%(reference)s by %(author)s awaits a decision at %(level)s (%(office)s) by %(due_at)s."),
        ),
        Wording(
            _("A decision is needed at %(level)s"),
            _("%(reference)s by %(author)s awaits a decision at %(level)s (%(office)s)."),
        ),
    ),
    "awaiting.room.urgent": (
        Wording(
            _("Urgent: a decision is needed at %(level)s"),
            _("Urgent: %(reference)s by %(author)s awaits a decision at %(level)s (%(office)s) by %(due_at)s."),
        ),
    ),
    "awaiting.room.crisis": (
        Wording(
            _("Crisis: a decision is needed at %(level)s"),
            _("Crisis: %(reference)s by %(author)s awaits a decision at %(level)s (%(office)s) by %(due_at)s."),
        ),
    ),
    "duty_called.room": (
        Wording(
            _("Duty officer called: a decision is needed at %(level)s"),
            _(
                "%(reference)s by %(author)s cannot wait. The duty officer of %(office)s is called to decide it, by "
                "%(due_at)s."
            ),
        ),
    ),
    "comment_asked.room": (
        Wording(
            _("A comment is asked for"),
            _("%(office)s is asked to comment on %(reference)s by %(author)s by %(due_at)s. It waits for nobody."),
        ),
    ),
    "escalated.room": (
        Wording(
            _("Escalation %(rung)s: overdue at %(level)s"),
            _(
                "%(reference)s has been escalated, escalation %(rung)s: "
                "%(level)s (%(office)s) has not decided, and a decision was due by %(due_at)s."
            ),
        ),
        Wording(
            _("Escalation %(rung)s: no decision at %(level)s"),
            _("%(reference)s has been escalated, escalation %(rung)s: %(level)s (%(office)s) has not decided."),
        ),
    ),
    "cleared.room": (
        Wording(
            _("Cleared, but on hold"),
            _("%(reference)s is cleared, but publishing is on hold until %(until)s. Reason: %(why)s"),
        ),
        Wording(
            _("Cleared, but on hold"),
            _("%(reference)s is cleared, but publishing is on hold. Reason: %(why)s"),
        ),
        Wording(
            _("Cleared, to be published at its slot"),
            _("%(reference)s is cleared. Its slot is %(publish_at)s."),
        ),
        Wording(
            _("Cleared: it can be published now"),
            _("%(reference)s is cleared and can be published now. Its moment passes on %(moment)s."),
        ),
        Wording(
            _("Cleared: it can be published now"),
            _("%(reference)s is cleared and can be published now."),
        ),
    ),
    "slot_open.room": (
        Wording(
            _("It is time to publish"),
            _("%(reference)s is cleared, and its slot has come: %(publish_at)s."),
        ),
        Wording(
            _("It is time to publish"),
            _("%(reference)s is cleared, and its slot has come."),
        ),
    ),
    "held.room": (
        Wording(
            _("On hold: it waits"),
            _("%(reference)s waits: publishing is on hold until %(until)s. Reason: %(why)s"),
        ),
        Wording(
            _("On hold: it waits"),
            _("%(reference)s waits: publishing is on hold. Reason: %(why)s"),
        ),
    ),
    "slot_held.room": (
        Wording(
            _("Its slot has come, but publishing is on hold"),
            _("The slot of %(reference)s has come, but publishing is on hold until %(until)s. Reason: %(why)s"),
        ),
        Wording(
            _("Its slot has come, but publishing is on hold"),
            _("The slot of %(reference)s has come, but publishing is on hold. Reason: %(why)s"),
        ),
    ),
    "hold_over.room": (
        Wording(
            _("No longer on hold: should it still go out?"),
            _("%(reference)s is no longer on hold. Its slot, %(publish_at)s, has passed: its authors are asked."),
        ),
        Wording(
            _("No longer on hold: it can be published"),
            _("%(reference)s is no longer on hold, and can be published."),
        ),
    ),
    **STOPS_FOR_A_ROOM,
}
