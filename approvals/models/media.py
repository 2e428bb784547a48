"""Images: each kept once, by the hash of its bytes; who sent it, and which revisions it is a part of."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from approvals.models.draft import Revision


class Image(models.Model):
    """One image as it is approved and posted. It is never changed: other bytes are another image.

    Its bytes are kept here, so that a back-up of the database is the whole record, and no disk need be shared.
    """

    hash = models.CharField(max_length=64, unique=True)
    format = models.CharField(max_length=8)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    data = models.BinaryField()
    small = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, size__gt=0), name="no_image_of_nothing")
        ]

    def __str__(self) -> str:
        return self.hash


class ImageUpload(models.Model):
    """The fact that one person sent an image, and when last: who sent it may see it, and put it in a draft."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="uploads")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "by"], name="one_upload_per_image_and_person")]

    def __str__(self) -> str:
        return f"{self.image_id} by {self.by_id}"


class ImageUse(models.Model):
    """The fact that an image is a part of a revision: it is kept as long as the record is."""

    image = models.ForeignKey(Image, models.PROTECT, related_name="uses")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="image_uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "revision"], name="one_use_per_image_and_revision")]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.revision_id}"
