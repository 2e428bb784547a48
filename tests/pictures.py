"""Pictures for the stories, drawn here: no file of anybody's."""

import io

from PIL import Image


def picture(colour: str = "navy", size: tuple[int, int] = (64, 48), *, of: str = "PNG", **options: object) -> bytes:
    """Return the file of a picture of one colour."""
    return written(Image.new("RGB", size, colour), of, **options)


def written(image: Image.Image, of: str = "PNG", **options: object) -> bytes:
    """Return the file of an image in a format."""
    file = io.BytesIO()
    image.save(file, of, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return an image from its file."""
    return Image.open(io.BytesIO(data))
