"""Who may reach what every page leads to: everybody who is signed in, to find there what they may see."""

from collections.abc import Callable
from typing import Any

Said = tuple[str, str, str, Callable[[Any], dict[str, Any]]]


def nothing(_world: Any) -> dict[str, Any]:
    return {}


# As in test_pages_matrix.py: anonymous author stranger approver policy records it
PAGES: list[Said] = [
    ("GET", "search/", "302 200 200 200 200 200 200", nothing),
    ("GET", "drafts/", "302 200 200 200 200 200 200", nothing),
]
