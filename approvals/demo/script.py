"""Reads what data/ tells into plain objects; a field that does not exist is an error, never ignored. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


@dataclass(frozen=True, slots=True)
class Translation:
    """The post in another language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text of its own for one channel."""

    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the post, drawn by pictures.py, with what describes it in each language."""

    draws: str
    said: tuple[Translation, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody does to a draft, so long `after` the one before; the author does it unless `by` says who."""

    after: str
    do: str
    by: str = ""
    text: str = ""
    also: tuple[Translation, ...] = ()
    quote: str = ""
    comment: str = ""
    proposal: str = ""
    reason: str = ""
    channel: str = ""
    language: str = ""
    url: str = ""
    where: str = ""
    taken_down: str = ""
    office: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One draft from its first word to where it stands now; `scenario` numbers what the product was made to handle."""

    name: str
    by: str
    channels: tuple[str, ...]
    language: str
    text: str
    start: str
    topics: tuple[str, ...] = ()
    kind: str = "original"
    in_reply_to: str = ""
    # What a reply answers: who wrote it, what it says, when it was posted; and by when it is to be answered.
    asker: str = ""
    asked: str = ""
    asked_at: str = ""
    answer_by: str = ""
    urgency: str = "routine"
    audience: str = "host"
    moment: str = ""
    slot: str = ""
    also: tuple[Translation, ...] = ()
    own: tuple[OwnText, ...] = ()
    images: tuple[Picture, ...] = ()
    acts: tuple[Act, ...] = ()
    scenario: int = 0


def table(name: str) -> Mapping[str, Any]:
    """Return one file of data/."""
    return _load(_data().joinpath(f"{name}.toml"))


def stories() -> list[Story]:
    """Return every story, file by file."""
    files = sorted((file for file in _data().joinpath("stories").iterdir()), key=lambda file: file.name)
    return [_story(told) for file in files if file.name.endswith(".toml") for told in _load(file)["stories"]]


def _story(told: Mapping[str, Any]) -> Story:
    parts = {
        "channels": tuple(told["channels"]),
        "topics": tuple(told.get("topics", ())),
        "also": _translations(told),
        "own": tuple(OwnText(**own) for own in told.get("own", ())),
        "images": tuple(
            Picture(each["draws"], tuple(Translation(*said) for said in each["said"].items()))
            for each in told.get("images", ())
        ),
        "acts": tuple(Act(**{**act, "also": _translations(act)}) for act in told.get("acts", ())),
    }
    return Story(**{**told, **parts})


def _translations(told: Mapping[str, Any]) -> tuple[Translation, ...]:
    also: Iterable[Mapping[str, str]] = told.get("also", ())
    return tuple(Translation(**each) for each in also)


def _data() -> Traversable:
    return resources.files(__package__).joinpath("data")


def _load(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))
