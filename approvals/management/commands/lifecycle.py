"""Write docs/lifecycle.md from the code: `manage.py lifecycle`; a test keeps the page true."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from approvals.lifecycle import State
from approvals.models import Draft

PAGE = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"

HEADER = """# The life of a draft

Generated from `approvals/lifecycle.py` by `manage.py lifecycle`; a test fails when the two differ. Levels are data, not
states: a draft in review says at which level it is. Each verb is one action in `approvals/actions/`, which locks the
draft's row first and looks only then; nothing else can change the state.

"""


class Command(BaseCommand):
    """Writes the page that shows every state and every transition."""

    help = "Write docs/lifecycle.md from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page and say where."""
        PAGE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"Written: {PAGE}")


def page() -> str:
    """Return the page: a drawing, and a table of verbs."""
    with translation.override("en"):
        return HEADER + _drawing() + "\n" + _table()


def transitions() -> list[tuple[str, list[str], str, str]]:
    """Return every verb with its sources, its target and its promise, in the order of a draft's life."""
    order = {state: place for place, state in enumerate(State.values)}
    found: dict[str, tuple[list[str], str, str]] = {}
    for way in Draft._meta.get_field("state").get_all_transitions(Draft):  # noqa: SLF001
        promise = (getattr(Draft, way.name).__doc__ or "").strip().splitlines()[0]
        sources = found.get(way.name, ([], "", ""))[0]
        found[way.name] = ([*sources, str(way.source)], str(way.target), promise)
    rows = [(verb, sorted(sources, key=lambda s: order[s]), to, why) for verb, (sources, to, why) in found.items()]
    return sorted(rows, key=lambda row: (order[row[1][0]], order[row[2]]))


def _drawing() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft"]
    for verb, sources, target, _promise in transitions():
        lines += [f"    {source} --> {target}: {verb}" for source in sources]
    return "\n".join([*lines, "```", ""])


def _table() -> str:
    lines = ["| verb | from | to | what it does |", "|---|---|---|---|"]
    for verb, sources, target, promise in transitions():
        lines.append(f"| {verb} | {', '.join(sources)} | {target} | {promise} |")
    return "\n".join(lines) + "\n"
