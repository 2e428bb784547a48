"""The pages that people open all day stand still while they load and in the seconds after, at a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from approvals.actions import alarms, commenting
from tests.authorizing import authorized
from tests.people import HOUR, post

WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  const named = ({ node }) => node?.parentElement?.closest("[id], [class]")?.outerHTML.slice(0, 120);
  for (const entry of list.getEntries()) window.shifts.push([entry.value, ...entry.sources.map(named)]);
}).observe({ type: "layout-shift", buffered: true });
"""
# Moves the page down by hand, to show that it would have been seen.
PUSH = """() => {
  const block = document.createElement("div");
  block.style.height = "200px";
  document.querySelector("main").prepend(block);
}"""
# Until the page has said that it was read, asked what is new, and checked what is written.
SETTLED = 4500
MOST_MOVED = 0.05


@pytest.fixture
def addresses(ministry):
    """A day with something on every page: drafts that are late and in time, a long text, comments, an authorization."""
    at = timezone.now()
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    authorized(ministry, starts_at=at - timedelta(days=1), until=at + timedelta(days=20))
    for number in range(6):
        ministry.submitted(
            f"Number {number}. " + "The road to the airport is open. " * number, at=at - 30 * number * HOUR
        )
    draft = ministry.submitted("Our doors are open.\n\nCome in.", at=at - HOUR, urgency="urgent", moment=at + 20 * HOUR)
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Say which doors.", at=at)
    own = ministry.draft("A first word.", by=ministry.helen, at=at)
    alarms.fire_due(at=at)
    return {
        "home": "/", "queue": "/queue/", "write": "/drafts/new/", "draft": f"/drafts/{draft.pk}/", "delays": "/delays/",
        "counts": "/delays/counts/", "edit": f"/drafts/{own.pk}/edit/",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["home", "queue", "write", "edit", "draft", "delays", "counts"])
def test_a_page_stands_still_from_its_first_paint(page, sign_in, ministry, addresses, name):
    sign_in(ministry.paul if name == "counts" else ministry.helen)
    page.add_init_script(WATCH)
    page.goto(addresses[name])
    page.wait_for_timeout(SETTLED)
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, *_ in shifts) < MOST_MOVED, shifts
    page.evaluate(PUSH)
    page.wait_for_function("(before) => window.shifts.length > before", arg=len(shifts))
