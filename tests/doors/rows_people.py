"""Who may reach the register of people and work under way: the method, the address, a status for each, what is sent."""

from collections.abc import Callable
from typing import Any

from accounts import work
from accounts.models import Work
from approvals.actions import long_work
from tests.people import NOW, Ministry

Said = tuple[str, str, str, Callable[[Any], dict[str, Any]]]
WORK = "work/<row:work_id>/"


def done_for(ministry: Ministry) -> Work:
    """Return a piece of work that the author asked for, with the file that it made."""
    asked = long_work.begin(kind="drafts_file", by=ministry.layla, asked={}, at=NOW)
    work.take_up(at=NOW)
    return Work.objects.get(pk=asked.pk)


def nothing(_world: Any) -> dict[str, Any]:
    """Return an empty form."""
    return {}


PAGES: list[Said] = [
    ("GET", "people/", "302 200 200 200 200 200 200", nothing),
    ("GET", "people/<row:user_id>/", "302 200 200 200 200 200 200", nothing),
    ("GET", "people/file/", "302 403 403 403 403 403 200", nothing),
    ("GET", "people/import/", "302 403 403 403 403 403 200", nothing),
    ("POST", "people/import/", "302 403 403 403 403 403 200", lambda w: {"text": "username\nlayla\n", "do": "check"}),
    ("GET", "people/new/", "302 403 403 403 403 403 200", nothing),
    ("POST", "people/new/", "302 403 403 403 403 403 302", lambda w: {
        "username": "ada", "name": "Ada", "email": "ada@ministry.example", "language": "en", "time_zone": "UTC"}),
    ("GET", "people/<row:user_id>/edit/", "302 403 403 403 403 403 200", nothing),
    ("POST", "people/<row:user_id>/edit/", "302 403 403 403 403 403 302", lambda w: {
        "name": "Layla", "email": "layla@ministry.example", "language": "fr", "time_zone": "UTC"}),
    ("GET", "people/<row:user_id>/postings/", "302 403 403 403 403 403 200", nothing),
    ("POST", "people/<row:user_id>/postings/", "302 403 403 403 403 403 302",
     lambda w: {"office": w.ministry.geneva.pk, "role": "author"}),
    ("GET", "people/postings/<row:posting_id>/end/", "302 403 403 403 403 403 200", nothing),
    ("POST", "people/postings/<row:posting_id>/end/", "302 403 403 403 403 403 302", nothing),
    ("GET", "people/<row:user_id>/deactivate/", "302 403 403 403 403 403 200", nothing),
    ("POST", "people/<row:user_id>/deactivate/", "302 403 403 403 403 403 302", nothing),
    # Nobody has shut them out.
    ("POST", "people/<row:user_id>/reactivate/", "302 403 403 403 403 403 409", nothing),
    ("GET", "work/", "302 200 200 200 200 200 200", nothing),
    ("POST", "work/drafts-file/", "302 302 302 302 302 302 302", nothing),
    ("POST", "work/record-file/", "302 403 403 403 403 302 403",
     lambda w: {"since": "2026-09-01", "until": "2026-09-14"}),
    # It is the author's.
    ("GET", WORK, "302 200 404 404 404 404 404", nothing),
    ("GET", f"{WORK}file/", "302 200 404 404 404 404 404", nothing),
    ("POST", f"{WORK}call-off/", "302 302 404 404 404 404 404", nothing),
    ("POST", "policies/<row:policy_id>/versions/<ordinal:number>/try/many/", "302 403 403 403 302 403 403",
     lambda w: {"last": "1000"}),
]  # fmt: skip
