"""A saved view: a filter of one's own queue, under a name."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SavedView(models.Model):
    """What one person narrows their queue to, again and again; nobody else sees it.

    `query` are the parameters of the address, in the one form that the filter itself writes.
    """

    LONGEST_NAME = 40
    LONGEST_QUERY = 4000

    person = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["saved_at", "id"]
        constraints = [
            models.UniqueConstraint("person", Lower("name"), name="one_saved_view_per_name"),
            models.UniqueConstraint(fields=["person"], condition=Q(is_default=True), name="one_default_saved_view"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="a_saved_view_has_a_name_and_narrows"),
        ]

    def __str__(self) -> str:
        return self.name
