"""How far somebody has read a draft: theirs alone to know."""

from django.db import models

from accounts.models import User
from approvals.models.draft import Draft, Revision


class Look(models.Model):
    """The last time a person looked at a draft: which revision it had, and how much had happened to it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="looks")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    event_count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "draft"], name="one_look_per_person_and_draft")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.draft_id}"
