"""Gathers every translatable sentence into the French catalogue, with Babel: no gettext tools are needed.

`python -m config.run.messages` brings locale/fr up to date; with `--check` it changes nothing, and fails when a
sentence is missing from the catalogue, is untranslated, or is translated with other names in it.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent.parent
CATALOGUE = BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"
ROOMS = ("accounts", "approvals", "channels", "config", "notifications", "templates")
# One date for good: a catalogue changes only where a sentence does.
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)
CONTEXT_FIRST = (1, "c")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": (CONTEXT_FIRST, 2),
    "pgettext_lazy": (CONTEXT_FIRST, 2),
    "npgettext": (CONTEXT_FIRST, 2, 3),
    "npgettext_lazy": (CONTEXT_FIRST, 2, 3),
}
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
NAMES = re.compile(r"%\((\w+)\)|\{(\w*)\}")


def sentences() -> Catalog:
    """Return every sentence that the code and the pages mark for translation."""
    found = Catalog(locale="fr", domain="django")
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Django's own converter turns a template's tags into Python calls that any extractor reads.
            text = INDENT.sub("", templatize(text, origin=str(path)))
        place = str(path.relative_to(BASE_DIR))
        for _line, message, comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            found.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return found


def sources() -> Iterator[Path]:
    """Give the files that can hold sentences, in a stable order."""
    for room in ROOMS:
        for path in sorted((BASE_DIR / room).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def update() -> Catalog:
    """Bring the catalogue up to date, keeping every translation whose sentence still stands."""
    catalogue = read() if CATALOGUE.exists() else Catalog(locale="fr", domain="django")
    catalogue.update(sentences(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# The French of Chancery."
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "Chancery", "1", ""
    catalogue.last_translator, catalogue.language_team, catalogue.fuzzy = "", "French", False
    catalogue.creation_date = catalogue.revision_date = WRITTEN
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, include_lineno=False)
    return catalogue


def read() -> Catalog:
    """Return the catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="fr", domain="django")


def faults() -> list[str]:
    """Return what keeps the French from being complete, one line each; empty when it is."""
    kept = read()
    lines = []
    for message in sentences():
        if not message.id:
            continue
        translated = kept.get(_first(message.id), message.context)
        if translated is None:
            lines.append(f"not in the catalogue: {_first(message.id)!r} ({message.locations[0][0]})")
        elif not all(_all(translated.string)) or translated.fuzzy:
            lines.append(f"not translated: {_first(message.id)!r} ({message.locations[0][0]})")
        elif not _keeps_names(translated):
            lines.append(f"other names in the translation: {_first(message.id)!r}")
    return lines


def _keeps_names(message: Message) -> bool:
    """Say whether every translated form has the names of the sentence it stands for."""
    names = set(NAMES.findall(_all(message.id)[-1]))
    return all(set(NAMES.findall(form)) == names for form in _all(message.string)[-1:])


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return _all(text)[0]


def _all(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def main() -> int:
    """Update the catalogue, or check it."""
    if "--check" in sys.argv:
        found = faults()
        print("\n".join(found) or "The French is complete.")
        return 1 if found else 0
    catalogue = update()
    left = sum(1 for message in catalogue if message.id and not all(_all(message.string)))
    print(f"{CATALOGUE.relative_to(BASE_DIR)}: {len(catalogue)} sentences, {left} not translated yet.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
