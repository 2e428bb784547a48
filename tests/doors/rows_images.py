"""The rows of the matrix of pages that are about images: one that Layla, the author, sent, in a draft in review."""

from approvals.actions.images import keep
from approvals.models import Image
from approvals.rules.content import Picture
from tests.people import NOW
from tests.pictures import picture

IMAGE = r"^images/(?P<digest>[0-9a-f]{64})\.jpg$"
SMALL = r"^images/(?P<digest>[0-9a-f]{64})/small\.jpg$"

PAGES = [
    #                     anonymous author stranger approver policy records it
    ("GET", IMAGE, "302 200 404 200 200 200 404", lambda world: {}),
    ("GET", SMALL, "302 200 404 200 200 200 404", lambda world: {}),
]


def in_a_draft(ministry) -> Image:
    """Return an image that a draft in review has."""
    image = keep(raw=picture(), by=ministry.layla, at=NOW)
    ministry.submitted(images=(Picture(image.hash, (("en", "A map."),)),))
    return image


def addresses(image: Image) -> dict[str, str]:
    """Return what the routes stand for."""
    return {IMAGE: f"images/{image.hash}.jpg", SMALL: f"images/{image.hash}/small.jpg"}
