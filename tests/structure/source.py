"""The project's own Python files, as text and as syntax trees, for tests that read the code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("accounts", "approvals", "channels", "config", "insights", "notifications")


def product_files(*, under=""):
    """Give the Python files of the product: no tests, no migrations."""
    return [
        file for room in ROOMS for file in python_files(ROOT / room) if str(file.relative_to(ROOT)).startswith(under)
    ]


def test_files():
    return list(python_files(ROOT / "tests"))


def python_files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*.py")) if "migrations" not in file.parts)


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def place(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT)}:{node.lineno}"


def functions(file: Path):
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def method_calls(file: Path, name: str):
    """Give every call of something called `name`: f(), x.f(), x.y.f()."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            called = node.func
            if getattr(called, "attr", None) == name or getattr(called, "id", None) == name:
                yield node
