"""Who may reach the queue, its views and several of its drafts at once: as in rows_of_registers.py."""

from collections.abc import Callable
from typing import Any

from approvals.models import SavedView
from tests.people import NOW, Ministry

Said = tuple[str, str, str, Callable[[Any], dict[str, Any]]]


def kept(ministry: Ministry) -> SavedView:
    """Return a view of the approver."""
    return SavedView.objects.create(person=ministry.dana, name="Crises", query="urgency=crisis", saved_at=NOW)


def several(world: Any) -> dict[str, Any]:
    """Return what is chosen: one draft, that the approver may decide."""
    draft = world.drafts["in_review"]
    return {"act": "approve", "chosen": [f"{draft.pk}:{draft.current.hash}"]}


def named(_world: Any) -> dict[str, Any]:
    return {"name": "Alarm", "view": "urgency=crisis"}


def nothing(_world: Any) -> dict[str, Any]:
    return {}


VIEW = "queue/views/<row:view_id>/"

PAGES: list[Said] = [
    #                          anonymous author stranger approver policy records it
    ("GET", "queue/", "302 200 200 200 200 200 200", nothing),
    ("GET", "queue/next/", "302 302 302 302 302 302 302", nothing),
    # Whoever may not decide is told so of that draft: test_queue_several.py.
    ("POST", "queue/several/", "302 200 200 200 200 200 200", several),
    ("POST", "queue/several/decide/", "302 200 200 200 200 200 200", several),
    ("POST", "queue/views/", "302 302 302 302 302 302 302", named),
    ("POST", f"{VIEW}rename/", "302 404 404 302 404 404 404", named),
    ("POST", f"{VIEW}first/", "302 404 404 302 404 404 404", nothing),
    ("POST", f"{VIEW}not-first/", "302 404 404 302 404 404 404", nothing),
    ("POST", f"{VIEW}delete/", "302 404 404 302 404 404 404", nothing),
]
