"""Images that are sent to be put in drafts."""

from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.actions.images import keep
from approvals.api.idempotency import once
from approvals.api.schema import describes
from approvals.api.serializers.images import ImageSerializer, UploadSerializer
from approvals.api.views.base import Door
from approvals.refusals import Refused
from channels.media import LARGEST


class ImagesView(Door):
    """Images of drafts."""

    parser_classes = [MultiPartParser]

    @describes(
        "keep_image",
        "Send an image, to put it in a draft by its hash; it is made anew, without anything but the picture",
        takes=UploadSerializer,
        gives=ImageSerializer,
        status=201,
        tag="Drafts",
    )
    @once
    def post(self, request: Request) -> Response:
        """Keep an image; the same one sent again is kept once."""
        file = self.sent(UploadSerializer)["image"]
        if file.size > LARGEST:
            raise Refused("image_too_large", field="image", params={"limit": LARGEST // 1_000_000})
        return self.give(ImageSerializer, keep(raw=file.read(), by=self.user, at=self.at), status=201)
