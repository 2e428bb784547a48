"""The pictures in the README, cut from those that `make gallery` has taken: `python -m tests.gallery.pictures`."""

from pathlib import Path

from PIL import Image

from config.run.premises import BASE_DIR

GALLERY = BASE_DIR / "var" / "gallery"
INTO = BASE_DIR / "docs" / "pictures"
DESK = {
    "queue": "queue.en.light.desk", "write": "edit-returned.en.light.desk", "draft": "draft-returned.en.light.desk",
    "delays": "delay-counts.en.light.desk",
}  # fmt: skip
PHONE = ["home-author.en.light.phone", "queue.en.dark.phone", "draft-in-review.fr.light.phone"]
DESK_SIZE, PHONE_SIZE, GAP = (1280, 860), (360, 740), 24


def main(gallery: Path = GALLERY) -> None:
    """Cut the top of each, as a reader's screen would show it; the phones stand beside each other."""
    INTO.mkdir(exist_ok=True)
    for name, picture in DESK.items():
        _save(_top(gallery / f"{picture}.png", DESK_SIZE), name)
    width, height = PHONE_SIZE
    beside = Image.new("RGB", (len(PHONE) * (width + GAP) - GAP, height), "white")
    for place, picture in enumerate(PHONE):
        beside.paste(_top(gallery / f"{picture}.png", PHONE_SIZE), (place * (width + GAP), 0))
    _save(beside, "phones")


def _top(file: Path, size: tuple[int, int]) -> Image.Image:
    with Image.open(file) as whole:
        return whole.convert("RGB").crop((0, 0, *size))


def _save(picture: Image.Image, name: str) -> None:
    # A screen has few colours: 256 of them are a quarter of the bytes.
    picture.quantize(256).save(INTO / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
