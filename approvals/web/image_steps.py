"""What the buttons beside the images of a form do: add one, take one out, move one. They save no draft."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from accounts.models import User
from approvals.actions.images import MOST_IMAGES, keep
from approvals.refusals import Refused
from approvals.web.forms.fields import small_number
from approvals.web.forms.images import count, names_of
from channels.media import LARGEST

STEPS = ("add_image", "remove_image", "up_image", "down_image")


def is_asked(request: HttpRequest, do: str) -> bool:
    """Say whether one of these was pressed, or a file was chosen: whichever button was pressed then, it is not lost."""
    return do.partition("-")[0] in STEPS or _brings_images(request)


def after(request: HttpRequest, do: str, by: User, *, at: datetime) -> tuple[QueryDict, Refused | None]:
    """Return what was typed with what a button does to the images, and why a file was not taken, if one was not."""
    typed: QueryDict = request.POST
    verb, _, named = do.partition("-")
    if verb == "add_image" or _brings_images(request):
        return _with_files(request, typed, by, at=at)
    place = small_number(named)
    if place is None or place >= count(typed):
        return typed, None
    if verb == "remove_image":
        return _without(typed, place), None
    other = place - 1 if verb == "up_image" else place + 1
    return (_swapped(typed, place, other) if 0 <= other < count(typed) else typed), None


def _brings_images(request: HttpRequest) -> bool:
    return bool(request.FILES.getlist("image"))


def _with_files(
    request: HttpRequest, typed: QueryDict, by: User, *, at: datetime
) -> tuple[QueryDict, Refused | None]:  # fmt: skip
    """Add each file that was chosen; the first that is not taken is told, those before it are there."""
    data = typed.copy()
    files = request.FILES.getlist("image")
    if not files:
        return data, Refused("image_needed", field="image")
    for file in files:
        try:
            _add(data, file, by, at=at)
        except Refused as refused:
            return data, refused
    return data, None


def _add(data: QueryDict, file: UploadedFile[bytes], by: User, *, at: datetime) -> None:
    number = count(data)
    if number >= MOST_IMAGES:
        raise Refused("too_many_images", field="image", params={"limit": MOST_IMAGES})
    if (file.size or 0) > LARGEST:
        raise Refused("image_too_large", field="image", params={"limit": LARGEST // 1_000_000})
    image = keep(raw=file.read(), by=by, at=at)
    if image.hash in {data.get(f"image-{row}-hash") for row in range(number)}:
        raise Refused("image_repeated", field="image")
    data[f"image-{number}-hash"] = image.hash
    data["images"] = str(number + 1)


def _without(typed: QueryDict, place: int) -> QueryDict:
    data = typed.copy()
    for row in range(place, count(typed) - 1):
        _put(data, row, _taken(typed, row + 1))
    _put(data, count(typed) - 1, {})
    data["images"] = str(count(typed) - 1)
    return data


def _swapped(typed: QueryDict, one: int, other: int) -> QueryDict:
    data = typed.copy()
    _put(data, one, _taken(typed, other))
    _put(data, other, _taken(typed, one))
    return data


def _taken(typed: QueryDict, row: int) -> dict[str, list[str]]:
    return {name: typed.getlist(f"image-{row}-{name}") for name in names_of(typed, row)}


def _put(data: QueryDict, row: int, values: dict[str, list[str]]) -> None:
    for name in names_of(list(data), row):
        del data[f"image-{row}-{name}"]
    for name, typed in values.items():
        data.setlist(f"image-{row}-{name}", typed)
