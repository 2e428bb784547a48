"""What an author typed and has not saved: no revision, no part of any record, and nobody else's to read."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from approvals.models.draft import Draft


class UnsavedWords(models.Model):
    """What one person typed at one sitting at the write page, as far as it came here; once it has ended, no word of it.

    The row of a sitting that has ended stays for a while without its words, so that a request that was on its way when
    they were saved cannot bring them back.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="unsaved_words")
    # None for a post that has not been saved yet.
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="unsaved_words")
    key = models.UUIDField()
    # Grows with every change of the page's: what comes later with a smaller one is older.
    sequence = models.PositiveBigIntegerField()
    # Everything the form held, by name; a field may have several values.
    fields = models.JSONField(default=dict)
    typed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-typed_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-typed_at"], name="words_unsaved", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["typed_at"], name="words_oldest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_row_per_sitting"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(fields={}), name="a_sitting_that_ended_keeps_no_words"
            ),
        ]

    def __str__(self) -> str:
        return f"unsaved words of {self.person_id} {self.typed_at:%Y-%m-%d %H:%M}"
