"""Reads a request: JSON in UTF-8, of bounded size and depth, with nothing that could not be stored or shown."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.parsers import JSONParser

from approvals.api.problems import DEEPEST
from approvals.refusals import Refused


class StrictJSONParser(JSONParser):
    """Parses JSON as RFC 8259 has it: no NaN, no lone surrogate, no NUL, and no name twice in one object."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return what was sent, or refuse it: 413 when it is too large, 400 when it cannot be read."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw: bytes = stream.read(limit + 1)
        if len(raw) > limit:
            raise Refused("body_too_large", params={"limit": limit})
        try:
            value = json.loads(
                raw.decode(), parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_no_name_twice
            )
            require_usable(value)
        except (ValueError, RecursionError):
            raise Refused("malformed", params={"depth": DEEPEST}) from None
        return value


def require_usable(value: Any) -> None:
    """Refuse a value that holds NUL or half a character anywhere, or that is nested too deeply to be meant."""
    for path, text in _texts(value, (), 0):
        if "\x00" in text or _has_lone_surrogate(text):
            raise Refused("unusable_text", field=".".join(path) or "body")


def _texts(value: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every text in a value with its path; the names in an object are texts of the object itself."""
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield path, name
            yield from _texts(inner, (*path, name[:100]), depth + 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, (*path, str(place)), depth + 1)


def _has_lone_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _finite(typed: str) -> float:
    number = float(typed)
    return number if math.isfinite(number) else _no_number(typed)


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice")
    return found
