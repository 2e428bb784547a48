"""What is taken as an image, and what is kept of it: the picture alone."""

import io
import re
import zlib
from contextlib import suppress
from itertools import pairwise
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from channels.media import LARGEST, LONGEST_SIDE, MOST_BYTES, SMALL_SIDE, UnusableImage, remake
from tests.pictures import opened, picture, written

# What no kept file may hold: camera and position, other descriptions, a colour profile, a comment, a second picture.
MARKERS = {0xE0 + n for n in range(1, 16)} | {0xFE}


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def parts(jpeg):
    """Return the markers before the picture of a JPEG."""
    found, place = [], 2
    while jpeg[place + 1] != 0xDA:
        found.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4])
    return found


def frames(of, count=2):
    images = [Image.new("RGB", (8, 8), (shade * 90, 0, 0)) for shade in range(count)]
    return written(images[0], of, save_all=True, append_images=images[1:])


def bomb(width, height):
    """Return a small PNG that says it is enormous."""

    def chunk(name, data):
        return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))

    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


HOSTILE = {
    "nothing at all": (b"", "image_not_taken"),
    "a text": (b"Dear colleague,", "image_not_taken"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "image_not_taken"),
    "an SVG with its declaration": (b"<?xml version='1.0'?>\n<svg/>", "image_not_taken"),
    "a TIFF": (picture(of="TIFF"), "image_not_taken"),
    "a BMP": (picture(of="BMP"), "image_not_taken"),
    "a PDF": (b"%PDF-1.7\n", "image_is_more"),
    "half a JPEG": (picture(size=(300, 300), of="JPEG")[:900], "image_broken"),
    "half a PNG": (written(Image.effect_noise((64, 64), 50))[:800], "image_broken"),
    "half a WebP": (written(Image.effect_noise((64, 64), 50), "WEBP")[:600], "image_broken"),
    "a PNG that has only its name": (b"\x89PNG\r\n\x1a\n", "image_not_taken"),
    "a GIF without a picture": (b"GIF89a" + bytes(7), "image_not_taken"),
    "a decompression bomb": (bomb(60_000, 60_000), "image_too_many_pixels"),
    "just too many pixels": (bomb(5_001, 5_000), "image_too_many_pixels"),
    "a GIF that moves": (frames("GIF"), "image_moves"),
    "a PNG that moves": (frames("PNG"), "image_moves"),
    "a WebP that moves": (frames("WEBP"), "image_moves"),
    "a picture and a page": (picture(of="GIF") + b"<script>alert(1)</script>", "image_is_more"),
    "a picture and an archive": (picture() + b"PK\x05\x06" + bytes(18), "image_is_more"),
    "a picture and a program": (picture(of="JPEG") + b"<?php system($_GET[0]); ?>", "image_is_more"),
    "a file too large": (picture() + bytes(LARGEST), "image_too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_still_picture_is_refused_with_its_reason(name):
    raw, code = HOSTILE[name]
    with pytest.raises(UnusableImage) as refused:
        remake(raw)
    assert refused.value.code == code


@pytest.mark.parametrize("of", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_format_that_is_taken_comes_out_as_a_jpeg_that_looks_the_same(of):
    kept = remake(picture("teal", (300, 200), of=of))
    assert opened(kept.data).format == "JPEG"
    assert (kept.width, kept.height) == opened(kept.data).size == (300, 200)
    assert all(abs(a - b) < 6 for a, b in zip(opened(kept.data).getpixel((150, 100)), (0, 128, 128), strict=True))


MODES = {
    "black and white": Image.new("1", (20, 20), 1), "grey": Image.new("L", (20, 20), 255),
    "grey of 16 bits": Image.new("I;16", (20, 20), 65535), "grey with transparency": Image.new("LA", (20, 20), (0, 0)),
    "a palette": Image.new("RGB", (20, 20), "white").quantize(),
    "transparent": Image.new("RGBA", (20, 20), (9, 9, 9, 0)),
}  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_colour_is_shown_as_it_is_seen_on_white(mode):
    kept = opened(remake(written(MODES[mode])).data)
    assert kept.mode == "RGB"
    assert min(kept.getpixel((10, 10))) > 250


def test_a_picture_for_print_comes_out_in_the_colours_of_screens():
    kept = opened(remake(written(Image.new("CMYK", (20, 20), (255, 0, 0, 0)), "JPEG")).data)
    red, green, blue = kept.getpixel((10, 10))
    assert red < 40
    assert green > 200
    assert blue > 200


def test_the_colours_of_another_profile_become_those_that_every_screen_assumes():
    crossed = SRGB.replace(b"rXYZ", b"-XYZ").replace(b"gXYZ", b"rXYZ").replace(b"-XYZ", b"gXYZ")
    kept = opened(remake(picture("red", icc_profile=crossed)).data)
    red, green, _blue = kept.getpixel((9, 9))
    assert red < 40
    assert green > 220
    assert "icc_profile" not in kept.info


def test_a_broken_profile_counts_as_none():
    assert remake(picture("olive", icc_profile=b"no profile")).data == remake(picture("olive")).data


def everything_hidden(of):
    exif = Image.Exif()
    exif[0x010F] = "SecretCam 9"
    exif.get_ifd(0x8825)[1] = "N"
    options = {"exif": exif, "comment": b"secret", "icc_profile": SRGB}
    options |= {"xmp": b"<x:xmpmeta>secret</x:xmpmeta>"} if of != "PNG" else {}
    if of == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", "secret")
        words.add_itxt("XML:com.adobe.xmp", "secret")
        options["pnginfo"] = words
    return picture("coral", (90, 60), of=of, **options)


@pytest.mark.parametrize("of", ["JPEG", "PNG", "WEBP", "GIF"])
def test_nothing_is_kept_but_what_is_seen(of):
    raw = everything_hidden(of)
    kept = remake(raw)
    for data in (kept.data, kept.small):
        assert not MARKERS.intersection(parts(data))
        assert b"ecret" not in data
        assert not opened(data).getexif()


@given(st.binary(max_size=200), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.integers(0, 400))
def test_whatever_is_hidden_in_or_behind_a_picture_is_not_kept(hidden, of, place):
    raw = picture("coral", (40, 30), of=of)
    try:
        kept = remake(raw[:place] + hidden + raw[place:])
    except UnusableImage:
        return
    assert not MARKERS.intersection(parts(kept.data))
    assert len(hidden) < 12 or hidden not in kept.data


@given(st.binary(max_size=400))
def test_no_bytes_make_anything_but_an_image_or_a_refusal(raw):
    for head in (b"", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 "):
        with suppress(UnusableImage):
            assert remake(head + raw).data.startswith(b"\xff\xd8")


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = Image.new("RGB", (80, 40), "white")
    ImageDraw.Draw(sideways).rectangle((0, 0, 20, 40), fill="red")
    kept = remake(written(sideways, "JPEG", exif=exif))
    assert (kept.width, kept.height) == (40, 80)
    assert opened(kept.data).getpixel((20, 5))[1] < 60


def test_the_same_bytes_give_the_same_image():
    raw = written(Image.effect_noise((500, 400), 60).convert("RGB"), "JPEG")
    assert remake(raw) == remake(raw)
    assert remake(raw).hash == remake(bytes(raw)).hash


def test_what_is_kept_is_no_larger_than_any_platform_takes():
    raw = written(Image.effect_noise((3000, 2400), 250).convert("RGB"), "JPEG", quality=95)
    kept = remake(raw)
    assert max(kept.width, kept.height) <= LONGEST_SIDE
    assert len(kept.data) <= MOST_BYTES
    assert max(opened(kept.small).size) == SMALL_SIDE


def test_a_telephone_that_keeps_a_second_picture_in_the_file_is_understood():
    first, second = (Image.new("RGB", (60, 40), colour) for colour in ("green", "purple"))
    file = io.BytesIO()
    first.save(file, "MPO", save_all=True, append_images=[second])
    kept = opened(remake(file.getvalue()).data)
    assert kept.getpixel((9, 9))[1] > 100


def passes(jpeg):
    """Return where each pass of a progressive JPEG begins and ends."""
    begins = [found.start() for found in re.finditer(rb"\xff\xda", jpeg)]
    return list(pairwise([*begins, len(jpeg) - 2]))


@pytest.mark.parametrize(("times", "is_taken"), [(0, True), (20, True), (200, False)])
def test_a_jpeg_whose_few_bytes_ask_for_hours_of_drawing_is_not_begun(times, is_taken):
    raw = written(Image.new("L", (640, 480), 128), "JPEG", progressive=True)
    begin, end = passes(raw)[1]
    endless = raw[:end] + raw[begin:end] * times + raw[end:]
    if is_taken:
        assert remake(endless).width == 640
        return
    with pytest.raises(UnusableImage, match="image_broken"):
        remake(endless)


def test_a_jpeg_of_parts_without_end_is_not_begun():
    raw = picture(of="JPEG")
    with pytest.raises(UnusableImage, match="image_broken"):
        remake(raw[:2] + b"\xff\xfe\0\2" * 10_000 + raw[2:])
