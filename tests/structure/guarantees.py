"""Writes the lists of tests in docs/guarantees.md: `python -m tests.structure.guarantees`.

The words of each promise are written in the page itself; a test names the promises it holds in its docstring.
"""

import ast
import re
import textwrap
from functools import cache

from tests.structure.source import ROOT, test_files, tree

PAGE = ROOT / "docs" / "guarantees.md"
NAMED = re.compile(r"Guarantees? ((?:\d+(?:, | and )?)+)")
CLAUSE = re.compile(r"^(\*\*(\d+)\.\*\* .*?\n)\n.*?(?=^\*\*\d|^## )", re.DOTALL | re.MULTILINE)

# Tests of other rooms that hold a promise as a whole file.
WHOLE_FILES = {
    11: ["tests/doors/test_access_matrix.py"],
    13: ["tests/doors/test_access_matrix.py"],
    15: ["tests/delivery/test_outbox.py"],
    18: ["tests/delivery/test_delivery.py"],
    19: ["tests/delivery/test_delivery.py"],
    20: ["tests/doors/test_api_idempotency.py"],
}


def promises() -> dict[int, str]:
    """Return the words of each promise."""
    return {int(number): words for words, number in CLAUSE.findall(PAGE.read_text(encoding="utf-8"))}


@cache
def by_clause() -> dict[int, dict[str, list[str]]]:
    """Return, for each promise, the tests whose docstring names it, by file."""
    found: dict[int, dict[str, list[str]]] = {}
    for file in test_files():
        for node in ast.walk(tree(file)):
            named = NAMED.match(ast.get_docstring(node) or "") if isinstance(node, ast.FunctionDef) else None
            if named is None or not node.name.startswith("test_"):
                continue
            for number in re.findall(r"\d+", named.group(1)):
                found.setdefault(int(number), {}).setdefault(str(file.relative_to(ROOT)), []).append(node.name)
    return found


def page() -> str:
    """Return the page as it should be: its own words, and the lists of tests as they are now."""
    return CLAUSE.sub(_with_tests, PAGE.read_text(encoding="utf-8"))


def _with_tests(clause: re.Match[str]) -> str:
    number = int(clause[2])
    named = {
        file: ": " + "; ".join(name.removeprefix("test_").replace("_", " ") for name in names)
        for file, names in by_clause().get(number, {}).items()
    }
    whole = dict.fromkeys(WHOLE_FILES.get(number, []), "")
    lines = [f"- [{file}](../{file}){tests}" for file, tests in sorted((whole | named).items())]
    wrapped = [textwrap.fill(line, 118, subsequent_indent="  ", break_on_hyphens=False) for line in lines]
    return "\n".join([clause[1], *wrapped, *([""] if wrapped else []), ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
