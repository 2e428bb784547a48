"""The house keeps its shape: what no linter knows about this project's rules."""

import ast

import pytest

from tests.structure.source import (
    ROOT,
    functions,
    method_calls,
    place,
    product_files,
    python_files,
    tree,
)

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals"}


def imports(file):
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module
            yield from ((node, f"{node.module}.{name.name}") for name in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names)


def test_there_is_code_to_look_at():
    assert len(product_files()) > 20
    assert product_files(under="approvals/rules/")


def test_no_file_is_too_long_to_read():
    everything = product_files() + list(python_files(ROOT / "tests"))
    long = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in everything}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long_to_read():
    lengths = {
        place(file, node): node.end_lineno - node.lineno + 1 for file in product_files() for node in functions(file)
    }
    assert {where: lines for where, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_nothing_walks_around_the_lifecycle_by_updating_the_state():
    bypasses = [
        place(file, call)
        for file in product_files()
        for call in method_calls(file, "update")
        if any(keyword.arg == "state" for keyword in call.keywords)
    ]
    assert bypasses == []


def test_a_row_is_locked_and_fetched_again_never_refreshed():
    assert [place(file, call) for file in product_files() for call in method_calls(file, "refresh_from_db")] == []


def test_effects_are_called_and_never_overheard():
    found = [place(file, node) for file in product_files() for node, name in imports(file) if name in SIGNALS]
    assert found == []


@pytest.mark.parametrize("room", ["approvals/rules/", "approvals/actions/", "approvals/lifecycle", "approvals/queries"])
def test_the_clock_is_an_argument(room):
    readings = [
        place(file, call)
        for file in product_files(under=room)
        for name in ("now", "utcnow", "today", "localtime", "localdate", "time")
        for call in method_calls(file, name)
        if isinstance(call.func, ast.Attribute)
    ]
    assert readings == []


def test_every_module_says_what_it_is():
    silent = [
        str(file.relative_to(ROOT))
        for file in product_files()
        if file.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(file))
    ]
    assert silent == []


def test_everything_public_says_what_it_promises():
    silent = [
        place(file, node)
        for file in product_files()
        for node in tree(file).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
