"""What changed in the images of one post: which came, went, moved, or are described anew. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from approvals.rules.content import PostImage

ImageChangeKind = Literal["added", "removed", "moved", "described"]

KINDS: Final = ("added", "removed", "moved", "described")


@dataclass(frozen=True, slots=True)
class ImageChange:
    """One change of one image: where it stood and stands, from 1 on, and its description before and after."""

    kind: ImageChangeKind
    hash: str
    before: int | None = None
    after: int | None = None
    old: str = ""
    new: str = ""


def image_changes(old: Sequence[PostImage], new: Sequence[PostImage]) -> tuple[ImageChange, ...]:
    """Return what turns the old images into the new: those that went, then the others in their new order.

    An image that only stands elsewhere because others came or went has not moved.
    """
    was = {image.hash: place for place, image in enumerate(old, 1)}
    present = {image.hash: place for place, image in enumerate(new, 1)}
    found = [
        ImageChange("removed", image.hash, before=was[image.hash], old=image.description)
        for image in old
        if image.hash not in present
    ]
    stayed_before = [image.hash for image in old if image.hash in present]
    stayed_after = [image.hash for image in new if image.hash in was]
    moved = {one for one, other in zip(stayed_after, stayed_before, strict=True) if one != other}
    for image in new:
        place = present[image.hash]
        if image.hash not in was:
            found.append(ImageChange("added", image.hash, after=place, new=image.description))
            continue
        before = was[image.hash]
        said = old[before - 1].description
        if image.hash in moved:
            found.append(ImageChange("moved", image.hash, before, place, said, image.description))
        if said != image.description:
            found.append(ImageChange("described", image.hash, before, place, said, image.description))
    return tuple(found)
