"""One thing that is wrong with a file: where, and what. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The way to a value from the top of a file: names of fields, and places in lists counted from 0.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place, as a stable code; `params` fill its sentence (wording.py)."""

    path: Path
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def dotted(path: Path) -> str:
    """Return a path as people and the API write it, such as `levels.0.asks.office`; `file` for the whole."""
    return ".".join(str(part) for part in path) or "file"
