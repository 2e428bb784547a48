"""Every state and every transition of a draft, and nothing else. A transition touches its own row only."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, can_proceed, transition


class State(models.TextChoices):
    """Where a draft stands. Levels are data, not states."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    CLEARED = "cleared", _("Cleared")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    RETRACTED = "retracted", _("Retracted")


EDITABLE = (State.DRAFT, State.CHANGES_REQUESTED)
IN_FLIGHT = (State.IN_REVIEW, State.CHANGES_REQUESTED, State.CLEARED)
UNFINISHED = (State.DRAFT, *IN_FLIGHT)
FINISHED = (State.PUBLISHED, State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.RETRACTED)


class Lifecycle(models.Model):
    """The state of a draft, when it was reached, and the only ways to another."""

    state = FSMField(
        _("state"),
        max_length=17,
        choices=State.choices,
        default=State.DRAFT,
        protected=True,
    )
    state_since = models.DateTimeField(_("in this state since"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        abstract = True

    def allows(self, verb: str) -> bool:
        """Say whether the state admits this verb now."""
        return bool(can_proceed(getattr(self, verb)))

    @transition(field=state, source=EDITABLE, target=State.IN_REVIEW)
    def submit(self, *, at: datetime) -> None:
        """Put the draft on its route."""
        self.submitted_at = self.state_since = at

    @transition(field=state, source=State.DRAFT, target=State.CLEARED)
    def fast_track(self, *, at: datetime) -> None:
        """Record that the post may go out at once: by a pre-authorization, or as cleared lines that ask nobody."""
        self.submitted_at = self.cleared_at = self.state_since = at

    @transition(field=state, source=State.IN_REVIEW, target=State.CLEARED)
    def clear(self, *, at: datetime) -> None:
        """Record that the last blocking level approved."""
        self.cleared_at = self.state_since = at

    @transition(field=state, source=State.IN_REVIEW, target=State.CHANGES_REQUESTED)
    def request_changes(self, *, at: datetime) -> None:
        """Hand the draft back to its author."""
        self.state_since = at

    @transition(field=state, source=State.IN_REVIEW, target=State.REJECTED)
    def reject(self, *, at: datetime) -> None:
        """End the draft by the decision of a level that may."""
        self.state_since = at

    @transition(field=state, source=IN_FLIGHT, target=State.WITHDRAWN)
    def withdraw(self, *, at: datetime) -> None:
        """End the draft by its author's wish."""
        self.state_since = at

    @transition(field=state, source=IN_FLIGHT, target=State.EXPIRED)
    def expire(self, *, at: datetime) -> None:
        """End the draft because its moment has passed."""
        self.state_since = at

    @transition(field=state, source=State.CLEARED, target=State.PUBLISHED)
    def publish(self, *, at: datetime) -> None:
        """Record that the post is out."""
        self.published_at = self.state_since = at

    @transition(field=state, source=State.PUBLISHED, target=State.RETRACTED)
    def retract(self, *, at: datetime) -> None:
        """Record that the post was taken down."""
        self.state_since = at

    @transition(
        field=state,
        source=(State.REJECTED, State.WITHDRAWN, State.EXPIRED),
        target=State.DRAFT,
    )
    def reopen(self, *, at: datetime) -> None:
        """Take the draft up again; its record goes on."""
        self.state_since = at
        self.submitted_at = self.cleared_at = None
