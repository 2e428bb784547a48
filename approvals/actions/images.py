"""Keep an image that somebody sends, see that a draft's images may be in it, and forget those that nobody used."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from approvals import checks, images
from approvals.models import Image, ImageUpload, ImageUse, Kind, Revision
from approvals.refusals import Refused
from approvals.rules.content import Content, Picture, clean_text
from channels import media

# More than any platform takes in one post, each channel with its own.
MOST_IMAGES: Final = 40
LONGEST_DESCRIPTION: Final = 5000
# How many images one person may have sent that are in no draft.
MOST_UNUSED: Final = 100
# An image that was sent, and is a part of no revision, is forgotten after so long.
FORGOTTEN_AFTER: Final = timedelta(days=30)
BATCH: Final = 50


def keep(*, raw: bytes, by: User, at: datetime) -> Image:
    """Keep the image that a file holds, made anew; the same image sent twice, by whomever, is kept once."""
    remade = _remade(raw)
    with transaction.atomic():
        image = _locked([remade.hash]).first()
        if image is None:
            _require_room(by)
            Image.objects.bulk_create([_row(remade, at=at)], ignore_conflicts=True)
            # Somebody may have sent the same image at this moment: whoever was first, there is one.
            image = _locked([remade.hash]).get()
        ImageUpload.objects.update_or_create(image=image, by=by, defaults={"at": at})
    return image


def checked(content: Content, *, old: Content | None, by: User, at: datetime) -> tuple[Picture, ...]:
    """Return the images of a content as they are kept, or refuse them: each once, each seen by who puts it there.

    They stay locked until the commit, so that none is forgotten meanwhile. No query for none, two for those that the
    draft has already, else three.
    """
    if content.images and content.kind == Kind.LINE:
        raise Refused("line_without_images", field="images")
    if len(content.images) > MOST_IMAGES:
        raise Refused("too_many_images", field="images", params={"limit": MOST_IMAGES})
    hashes = [one.hash for one in content.images]
    if len(set(hashes)) < len(hashes):
        raise Refused("image_repeated", field="images")
    if hashes:
        _require_usable(set(hashes), has={one.hash for one in old.images} if old else set(), by=by, at=at)
    return tuple(_cleaned(one) for one in content.images)


def write_uses(revision: Revision) -> None:
    """Write down which images are a part of a revision. Two queries, none for one without images."""
    hashes = [one.hash for one in revision.body.images]
    if hashes:
        found = Image.objects.filter(hash__in=hashes).values_list("pk", flat=True)
        ImageUse.objects.bulk_create(ImageUse(image_id=pk, revision=revision) for pk in found)


def forget_images(*, at: datetime) -> int:
    """Delete images that are a part of no revision, and that nobody has sent for a month; return how many."""
    with transaction.atomic():
        seen = _forgettable(at).select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH]
        # Asked again under the lock: a draft may have taken one just before.
        found = list(_forgettable(at).filter(pk__in=list(seen)).values_list("pk", flat=True))
        ImageUpload.objects.filter(image__in=found).delete()
        Image.objects.filter(pk__in=found).only("pk").delete()
    return len(found)


def _remade(raw: bytes) -> media.Remade:
    try:
        return media.remake(raw)
    except media.UnusableImage as unusable:
        raise Refused(unusable.code, field="image", params={"limit": media.LARGEST // 1_000_000}) from None


def _row(remade: media.Remade, *, at: datetime) -> Image:
    return Image(
        hash=remade.hash, format=media.FORMAT, width=remade.width, height=remade.height, size=len(remade.data),
        data=remade.data, small=remade.small, kept_at=at,
    )  # fmt: skip


def _locked(hashes: Collection[str]) -> QuerySet[Image]:
    found = Image.objects.filter(hash__in=hashes).defer("data", "small").order_by("pk")
    return found.select_for_update(no_key=True)


def _require_room(by: User) -> None:
    unused = ImageUpload.objects.filter(~Exists(ImageUse.objects.filter(image=OuterRef("image"))), by=by)
    if unused.count() >= MOST_UNUSED:
        raise Refused("too_many_uploads", field="image", params={"limit": MOST_UNUSED})


def _require_usable(hashes: Collection[str], *, has: Collection[str], by: User, at: datetime) -> None:
    kept = {image.hash for image in _locked(hashes)}
    others = set(hashes) - set(has)
    seen = set(images.visible(by, at=at).filter(hash__in=others).values_list("hash", flat=True)) if others else set()
    if kept < set(hashes) or seen < others:
        raise Refused("image_unknown", field="images")


def _cleaned(one: Picture) -> Picture:
    """Return an image as it is kept, with the descriptions that say something.

    A channel that is not the draft's stays named: without it, the image would go with posts it was not meant for.
    """
    described = tuple(sorted(_descriptions(one.descriptions)))
    languages = {checks.language(code, field="images") for code in one.languages}
    return Picture(one.hash, described, tuple(sorted(set(one.channel_ids))), tuple(sorted(languages)))


def _descriptions(given: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for language, text in dict(given).items():
        said = clean_text(checks.storable(text, field="images")).strip()
        if len(said) > LONGEST_DESCRIPTION:
            params = {"length": len(said), "limit": LONGEST_DESCRIPTION}
            raise Refused("description_too_long", field="images", params=params)
        if said:
            yield checks.language(language, field="images"), said


def _forgettable(at: datetime) -> QuerySet[Image]:
    since = at - FORGOTTEN_AFTER
    used = ImageUse.objects.filter(image=OuterRef("pk"))
    sent = ImageUpload.objects.filter(image=OuterRef("pk"), at__gt=since)
    return Image.objects.filter(~Exists(used), ~Exists(sent), kept_at__lte=since)
