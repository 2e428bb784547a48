"""Images as they are read: who may see one, and what is known of those in a draft. Their bytes are read one by one."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from approvals import access
from approvals.models import Image, ImageUpload, ImageUse
from approvals.refusals import Refused


def visible(user: User, *, at: datetime) -> QuerySet[Image]:
    """Return the images this person may see at `at`: those they sent, and those of any draft that they may see.

    Reading their seats costs one query.
    """
    sent = ImageUpload.objects.filter(image=OuterRef("pk"), by=user)
    used = ImageUse.objects.filter(image=OuterRef("pk"), revision__draft__in=access.visible(user, at=at))
    return Image.objects.filter(Q(Exists(sent)) | Q(Exists(used)))


def data_of(user: User, digest: str, *, at: datetime) -> bytes:
    """Return the bytes of an image, if this person may see it; otherwise refuse with 404. Two queries."""
    return bytes(_found(visible(user, at=at).only("data"), digest).data)


def small_of(user: User, digest: str, *, at: datetime) -> bytes:
    """Return the bytes of the small image, by the same rule."""
    return bytes(_found(visible(user, at=at).only("small"), digest).small)


def described(hashes: Collection[str]) -> dict[str, Image]:
    """Return what is known of images, by hash, without their bytes. One query, none for none."""
    if not hashes:
        return {}
    return {image.hash: image for image in Image.objects.defer("data", "small").filter(hash__in=set(hashes))}


def _found(seen: QuerySet[Image], digest: str) -> Image:
    image = seen.filter(hash=digest).first()
    if image is None:
        raise Refused("not_found")
    return image
