"""Reads the text of a file without trusting it: bounded, in UTF-8, plain values only. Nothing it says is ever run.

Of YAML it takes mappings, lists, texts, whole numbers, true, false and null. Anchors, aliases, tags and a field named
twice are problems; `no`, `on` and dates are texts, so that Norway stays NO. Depth and size are bounded before anything
is built, so that a small file cannot grow into a large one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from approvals.policy_file.problems import Path, Problem
from approvals.refusals import Refused

LARGEST: Final = 200_000
DEEPEST: Final = 30

# The parser in C where there is one: it takes milliseconds where the other takes a second.
LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,8})", re.ASCII)
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}
# What no database keeps (NUL, half a character), what no person sees (controls), and what turns the line around.
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass
class Document:
    """What a file holds, on which line each value begins, and what was wrong with how it is written."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of a value, or of what it would stand in when it is missing."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def text_of(raw: bytes) -> str:
    """Return the text of a file that was sent; refuse what is too large, or is not in UTF-8."""
    require_size(len(raw))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("file_not_text") from None


def require_size(size: int) -> None:
    """Refuse a file of more bytes than are taken."""
    if size > LARGEST:
        raise Refused("file_too_large", params={"limit": LARGEST // 1000})


def read(text: str) -> Document:
    """Return what a file holds, with every problem of its writing; refuse what cannot be read at all."""
    try:
        require_size(len(text.encode()))
    except UnicodeEncodeError:
        raise Refused("file_not_text") from None
    if "\x00" in text:
        raise Refused("file_not_text")
    try:
        return _Reader(text).read()
    except yaml.reader.ReaderError:
        raise Refused("file_not_text") from None
    except yaml.YAMLError as wrong:
        raise _unreadable(wrong, text) from None


def _unreadable(wrong: yaml.YAMLError, text: str) -> Refused:
    mark = getattr(wrong, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    typed = [*text.split("\n"), ""][line]
    has_tabs = "\t" in typed[: len(typed) - len(typed.lstrip())]
    return Refused("file_has_tabs" if has_tabs else "file_not_yaml", params={"line": line + 1, "column": column + 1})


class _Reader:
    """Builds plain values from the events of the parser, never deeper than DEEPEST."""

    def __init__(self, text: str) -> None:
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=LOADER))
        self.document = Document()

    def read(self) -> Document:
        """Return the one document of the file."""
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise Refused("file_empty")
        self.document.value = self._value(next(self.events), ())
        next(self.events)  # the document ends
        if not isinstance(next(self.events), yaml.StreamEndEvent):
            raise Refused("file_of_several")
        return self.document

    def _value(self, event: Any, path: Path) -> Any:
        self.document.lines.setdefault(path, event.start_mark.line + 1)
        if len(path) > DEEPEST:
            raise Refused("file_too_deep", params={"line": event.start_mark.line + 1})
        if getattr(event, "anchor", None) is not None:
            self._note(path, "anchor")
        if getattr(event, "tag", None) is not None:
            self._note(path, "tag", tag=event.tag)
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event, path)
            case yaml.SequenceStartEvent():
                return self._list(path)
            case yaml.MappingStartEvent():
                return self._mapping(path)
        return None  # an alias, which was noted

    def _scalar(self, event: Any, path: Path) -> Any:
        typed: str = event.value
        if _UNUSABLE.search(typed):
            self._note(path, "unusable")
        if not event.implicit[0]:  # it stands in quotes, or in a block
            return typed
        if typed in _WORDS:
            return _WORDS[typed]
        return int(typed) if _NUMBER.fullmatch(typed) else typed

    def _list(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name = event.value if isinstance(event, yaml.ScalarEvent) else None
            inner = (*path, (name or "?")[:80])
            if name is None or _UNUSABLE.search(name):
                self._note(inner, "field_name", line=event.start_mark.line + 1)
                self._value(event, inner)
                self._value(next(self.events), inner)
                continue
            if name in found:
                self._note(inner, "twice", line=event.start_mark.line + 1)
            if event.anchor is not None or event.tag is not None:
                self._note(inner, "anchor" if event.anchor is not None else "tag", tag=event.tag)
            self.document.lines.setdefault(inner, event.start_mark.line + 1)
            found[name] = self._value(next(self.events), inner)
        return found

    def _note(self, path: Path, code: str, **params: object) -> None:
        self.document.problems.append(Problem(path, code, params))
