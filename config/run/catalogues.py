"""Compiles the message catalogues (.po to .mo) with Babel, so that no gettext tools are needed on the machine."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def compile_catalogues(root: Path = BASE_DIR) -> list[Path]:
    """Compile every catalogue under `root` that is newer than its compiled form; return the files written."""
    return [_compile(source) for source in sources(root) if _is_newer(source, source.with_suffix(".mo"))]


def sources(root: Path) -> Iterator[Path]:
    """Give the catalogues of the project itself and of each of its applications."""
    for pattern in ("locale/*/LC_MESSAGES/*.po", "*/locale/*/LC_MESSAGES/*.po"):
        yield from sorted(root.glob(pattern))


def _compile(source: Path) -> Path:
    target = source.with_suffix(".mo")
    # Written beside and moved into place: a process that starts meanwhile never reads half a file.
    unfinished = target.with_suffix(".mo.new")
    with source.open("rb") as text, unfinished.open("wb") as binary:
        write_mo(binary, read_po(text))
    return unfinished.replace(target)


def _is_newer(source: Path, target: Path) -> bool:
    return not target.exists() or target.stat().st_mtime <= source.stat().st_mtime


if __name__ == "__main__":
    for written in compile_catalogues():
        print(f"Compiled {written.relative_to(BASE_DIR)}")
