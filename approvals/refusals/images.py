"""What is refused of images: the file that is sent, and how they stand in a draft."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # The file that is sent
    "image_needed": Sentence(400, _("Choose an image first: a JPEG, PNG, WebP or GIF file.")),
    "image_too_large": Sentence(413, _("This file is too large. An image may have %(limit)s MB at most.")),
    "image_not_taken": Sentence(
        415, _("This file is not an image that is taken. Send it as JPEG, PNG, WebP or GIF, whatever its name says.")
    ),
    "image_broken": Sentence(400, _("This image is damaged or incomplete. Save it anew, then send it again.")),
    "image_too_many_pixels": Sentence(
        400, _("This image has too many pixels. Make it smaller, to 5,000 on its longer side, then send it again.")
    ),
    "image_moves": Sentence(400, _("This image moves. Only still images are taken: send one of its pictures.")),
    "image_is_more": Sentence(
        400, _("This file is an image and something else at once. Save the picture alone, then send it again.")
    ),
    "too_many_uploads": Sentence(
        409, _("You have sent %(limit)s images that are in no draft. Put some of them in a draft, or send more later.")
    ),
    # How they stand in a draft
    "too_many_images": Sentence(400, _("A draft has %(limit)s images at most. Take some out.")),
    "line_without_images": Sentence(400, _("A cleared line is words alone. Add the image to the post that quotes it.")),
    "image_repeated": Sentence(400, _("The same image is there twice. Take one of them out.")),
    "description_too_long": Sentence(
        400, _("A description is %(length)s characters long; at most %(limit)s are kept. Shorten it.")
    ),
    "image_unknown": Sentence(
        400, _("One of the images is not kept, or is not yours to use. Take it out, and add it again.")
    ),
}
