"""Images: what is sent is refused, or made anew as a plain JPEG that holds its picture and nothing else.

Nothing of the file is kept but what is seen: no position, camera, name, thumbnail, comment, colour profile or anything
that was hidden behind the picture. The same bytes give the same image, as long as the same Pillow makes it.
"""

import hashlib
import io
import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

# What may be sent: an ordinary photograph of a telephone, with room to spare.
LARGEST: Final = 15_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
# A JPEG is decoded at a fraction of its size; of any other format every pixel is held in memory.
MOST_PIXELS: Final = {"JPEG": 50_000_000, "MPO": 50_000_000}
MOST_PIXELS_OF_OTHERS: Final = 25_000_000

# What is kept is what every platform in the catalogue takes as it is: JPEG, which alone Instagram takes, and neither
# wider, higher nor heavier than Bluesky allows.
FORMAT: Final = "jpeg"
LONGEST_SIDE: Final = 2000
MOST_BYTES: Final = 1_000_000
SMALL_SIDE: Final = 320

_QUALITIES: Final = (90, 82, 74, 66, 58)
_WHITE: Final = (255, 255, 255)
_SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
# A photograph comes in one pass, or in about ten; each costs a walk over every block, and some bytes say another.
_MOST_PASSES: Final = 64
_MOST_PARTS: Final = 5000
_MARKER: Final = re.compile(rb"\xff([\x02-\xcf\xd8-\xfe])")
_START, _END, _PASS = 0xD8, 0xD9, 0xDA
# Files that are a picture for one program, and a page, a program or an archive for another.
_MARKUP: Final = (b"<script", b"<html", b"<svg", b"<?php", b"<!doctype")
_PDF_WITHIN: Final = 1024
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_TAIL: Final = 65_557
# Whatever Pillow raises for a file that is not what it begins as.
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, ArithmeticError, RuntimeError, AttributeError,
    struct.error, zlib.error,
)  # fmt: skip

Image.MAX_IMAGE_PIXELS = MOST_PIXELS["JPEG"]
warnings.simplefilter("ignore", Image.DecompressionBombWarning)


class UnusableImage(ValueError):
    """A file that is not taken as an image; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Remade:
    """An image as it is kept and posted, with a small one for lists; `hash` is the SHA-256 of its bytes."""

    data: bytes
    small: bytes
    width: int
    height: int

    @property
    def hash(self) -> str:
        """Return what identifies the image."""
        return hashlib.sha256(self.data).hexdigest()


def remake(raw: bytes) -> Remade:
    """Return the image that a file holds, made anew; UnusableImage for what is none, or more than one.

    The name and the stated type of a file say nothing: its bytes do. Its size is known before a pixel is decoded.
    """
    if len(raw) > LARGEST:
        raise UnusableImage("image_too_large")
    if _is_something_else(raw):
        raise UnusableImage("image_is_more")
    if _is_endless(raw):
        raise UnusableImage("image_broken")
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
            _require_one_picture(opened)
            plain = _plain(opened)
        return _kept(plain)
    except UnusableImage:
        raise
    except UnidentifiedImageError:
        raise UnusableImage("image_not_taken") from None
    except (Image.DecompressionBombError, MemoryError):
        raise UnusableImage("image_too_many_pixels") from None
    except _BROKEN:
        raise UnusableImage("image_broken") from None


def _is_something_else(raw: bytes) -> bool:
    """Say whether a file is also a document, a page, a program or an archive: nobody makes one without a purpose."""
    if raw[:_PDF_WITHIN].lstrip().startswith((b"<svg", b"<?xml")):
        return False  # an SVG is no image that is taken: said as that
    folded = raw.lower()
    is_archive = _ZIP_END in raw[-_ZIP_TAIL:]
    return is_archive or b"%PDF-" in raw[:_PDF_WITHIN] or any(mark in folded for mark in _MARKUP)


def _is_endless(raw: bytes) -> bool:
    """Say whether a JPEG is drawn in more passes, or made of more parts, than any camera or program makes."""
    if not raw.startswith(b"\xff\xd8"):
        return False
    passes, place = 0, 2
    for _part in range(_MOST_PARTS):
        found = _MARKER.search(raw, place)
        kind = found[1][0] if found else _END
        if found is None or kind == _END:
            return False
        passes += kind == _PASS
        if passes > _MOST_PASSES:
            return True
        place = found.end() + (0 if kind == _START else int.from_bytes(raw[found.end() : found.end() + 2]))
    return True


def _require_one_picture(opened: Image.Image) -> None:
    """Refuse, from the header alone, what is too large or moves."""
    width, height = opened.size
    if width * height > MOST_PIXELS.get(str(opened.format), MOST_PIXELS_OF_OTHERS):
        raise UnusableImage("image_too_many_pixels")
    # A photograph of a telephone may hold a second one of the same moment (MPO): the first is the picture.
    if opened.format != "MPO" and getattr(opened, "is_animated", False):
        raise UnusableImage("image_moves")


def _plain(opened: Image.Image) -> Image.Image:
    """Return what is seen, upright, in the colours that every screen assumes, on white; it carries nothing else."""
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    profile = opened.info.get("icc_profile")
    upright = ImageOps.exif_transpose(opened)
    if upright.has_transparency_data:
        with_alpha = upright.convert("RGBA")
        seen = Image.new("RGB", upright.size, _WHITE)
        # Platforms show what is transparent on black or on white, as the reader has chosen: here it is decided.
        seen.paste(_in_srgb(with_alpha.convert("RGB"), profile), mask=with_alpha.getchannel("A"))
    else:
        seen = _in_srgb(_eight_bits(upright), profile)
    seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", seen.size)
    bare.paste(seen)
    return bare


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return an image in a mode that colours can be converted from: 16 bits become 8, a palette its colours."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return an image in sRGB; a profile that is broken, or is for another kind of image, counts as none."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return image.convert("RGB")
        if converted is not None:
            return converted
    return image.convert("RGB")


def _kept(plain: Image.Image) -> Remade:
    """Return an image at the best quality at which it is light enough, made smaller only where none is."""
    while True:
        for quality in _QUALITIES:
            data = _jpeg(plain, quality=quality)
            if len(data) <= MOST_BYTES:
                return Remade(data, _small(plain), *plain.size)
        width, height = plain.size
        plain = plain.resize((max(width * 3 // 4, 1), max(height * 3 // 4, 1)), Image.Resampling.LANCZOS)


def _small(plain: Image.Image) -> bytes:
    small = plain.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(small, quality=80)


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    written = io.BytesIO()
    # Full colour resolution: letters and thin lines of a map stay sharp.
    image.save(written, "JPEG", quality=quality, subsampling=0, optimize=True)
    return written.getvalue()
