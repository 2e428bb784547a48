"""Draws the few pictures of the demo: no file of anybody's is shipped. The same picture has the same bytes."""

import io
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw

SIZE = (1200, 800)
Draw = ImageDraw.ImageDraw


def drawn(name: str) -> bytes:
    """Return the file of a picture; KeyError for one that nobody draws."""
    image = Image.new("RGB", SIZE, "#eef2f4")
    _PICTURES[name](ImageDraw.Draw(image))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _routes(pen: Draw) -> None:
    """Draw a land beside a sea, a dashed border, and a road that crosses it at marked places."""
    pen.rectangle((0, 0, 1200, 800), fill="#e9e4d4")
    pen.polygon([(0, 0), (300, 0), (220, 260), (330, 520), (240, 800), (0, 800)], fill="#b9d5e4")
    for place in range(0, 800, 40):
        pen.line((760 + place // 8, place, 763 + place // 8, place + 22), fill="#8a5a44", width=6)
    road = [(280, 640), (460, 560), (620, 590), (830, 430), (1010, 380), (1160, 240)]
    pen.line(road, fill="#2f5d50", width=14, joint="curve")
    for x, y in road:
        pen.ellipse((x - 20, y - 20, x + 20, y + 20), fill="#ffffff", outline="#2f5d50", width=8)


def _saplings(pen: Draw) -> None:
    """Draw two rows of young trees before a low school under a clear sky."""
    pen.rectangle((0, 0, 1200, 520), fill="#cfe4ee")
    pen.rectangle((0, 520, 1200, 800), fill="#d9c3a0")
    pen.rectangle((120, 300, 1080, 520), fill="#f3ead9")
    for window in range(170, 1040, 150):
        pen.rectangle((window, 360, window + 80, 440), fill="#7c98a6")
    for row, step in ((600, 200), (710, 240)):
        for x in range(90, 1180, step):
            pen.line((x, row, x, row - 110), fill="#6d4f33", width=10)
            pen.ellipse((x - 46, row - 190, x + 46, row - 90), fill="#4f8a4b")


def _film_week(pen: Draw) -> None:
    """Draw a poster: a beam of light from a projector onto a screen, and five frames of film."""
    pen.rectangle((0, 0, 1200, 800), fill="#23303f")
    pen.polygon([(180, 420), (820, 140), (820, 560)], fill="#f2d48a")
    pen.rectangle((820, 110, 1080, 590), fill="#fbf6e6")
    pen.rectangle((90, 360, 200, 480), fill="#0f1720")
    for frame in range(5):
        left = 120 + frame * 200
        pen.rectangle((left, 650, left + 160, 750), fill="#c46a4a", outline="#fbf6e6", width=6)


def _buses(pen: Draw) -> None:
    """Draw three yellow buses in a row on a road."""
    pen.rectangle((0, 0, 1200, 800), fill="#dbe6ec")
    pen.rectangle((0, 600, 1200, 800), fill="#75808a")
    for left in (60, 440, 820):
        pen.rounded_rectangle((left, 400, left + 320, 600), 28, fill="#e8b93c")
        for window in range(4):
            pen.rectangle((left + 24 + window * 72, 430, left + 80 + window * 72, 490), fill="#3f5566")
        for wheel in (left + 70, left + 250):
            pen.ellipse((wheel - 36, 566, wheel + 36, 638), fill="#20262c")


_PICTURES: Mapping[str, Callable[[Draw], None]] = {
    "routes": _routes, "saplings": _saplings, "film-week": _film_week, "buses": _buses,
}  # fmt: skip
