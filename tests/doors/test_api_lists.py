"""Lists come in pages that can be walked to the end and back; a place in a list is one that was given out for it."""

import pytest
import time_machine
from django.core import signing
from django.db import transaction

from approvals.actions import alarms, commenting, policies, write
from tests import people
from tests.doors.calls import Caller, refused
from tests.people import NOW, channel, later

ROWS = 7


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def busy(django_db_setup, django_db_blocker):
    """A ministry with seven rows, or more, in every list, most of one instant; built once for all."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        yield with_rows(people.build())
        transaction.set_rollback(True)


def with_rows(ministry):
    ministry.one = ministry.submitted()
    for number in range(ROWS):
        ministry.submitted(f"Draft {number}.")
        channel("threads", f"@riyadh{number}", ministry.riyadh, "en")
        commenting.comment(draft_id=ministry.one.pk, by=ministry.omar, text=f"Comment {number}.", at=NOW)
        policies.create_policy(name=f"Policy {number}", order=5, by=ministry.paul, at=NOW)
    ministry.revised = ministry.draft("Version.")
    for number in range(ROWS):
        current = type(ministry.one).objects.get(pk=ministry.revised.pk).current.hash
        writing = write.Writing(ministry.content(f"Version {number}."))
        write.revise(draft_id=ministry.revised.pk, by=ministry.layla, writing=writing, if_match=current, at=NOW)
    alarms.fire_due(at=later(5))
    return ministry


LISTS = {
    "/drafts/": "id", "/drafts/?state=in_review": "id", "/queue/": "step", "/delays/": "id", "/notifications/": "id",
    "/channels/": "id", "/policies/": "id", "/drafts/{one}/events/": "sequence", "/drafts/{one}/comments/": "id",
    "/drafts/{revised}/revisions/": "number",
}  # fmt: skip


def caller_for(ministry, path):
    return Caller(ministry.layla if path == "/channels/" else ministry.helen)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_walked_to_its_end_and_back_again_each_row_once(busy, path):
    caller, name = caller_for(busy, path), LISTS[path]
    path = path.format(one=busy.one.pk, revised=busy.revised.pk)
    joint = "&" if "?" in path else "?"
    whole = [row[name] for row in caller.get(f"{path}{joint}limit=100")[1]["results"]]
    assert len(whole) == len(set(whole)) >= ROWS
    forwards, last = walk(caller, f"{path}{joint}limit=3", "next", name)
    assert [row for page in forwards for row in page] == whole
    assert all(len(page) == 3 for page in forwards[:-1])
    backwards, _first = walk(caller, last, "previous", name)
    assert [row for page in reversed(backwards) for row in page] == whole


def walk(caller, address, direction, name):
    """Give the pages from here on in one direction, and the address of the last."""
    pages = []
    while True:
        status, body = caller.get(address)
        assert status == 200
        pages.append([row[name] for row in body["results"]])
        if body[direction] is None:
            return pages, address
        address = body[direction]


def test_the_first_page_has_none_before_it_and_the_last_none_behind(busy):
    caller = Caller(busy.helen)
    _status, first = caller.get("/drafts/?limit=3")
    assert first["previous"] is None
    _status, only = caller.get("/drafts/?limit=100")
    assert (only["previous"], only["next"]) == (None, None)
    _status, none = caller.get("/drafts/?state=retracted")
    assert none == {"next": None, "previous": None, "results": []}


def test_a_page_keeps_the_filter_and_the_size_that_were_asked_for(busy):
    _status, body = Caller(busy.helen).get("/drafts/?state=in_review&limit=2&q=draft")
    for part in ("state=in_review", "limit=2", "q=draft", "cursor="):
        assert part in body["next"]


def test_rows_that_come_and_go_do_not_shift_a_page(busy):
    caller = Caller(busy.layla)
    _status, body = caller.get("/drafts/?limit=3")
    seen = {row["id"] for row in body["results"]}
    busy.draft("Newer.", at=later(1))
    _status, body = caller.get(body["next"])
    assert seen.isdisjoint(row["id"] for row in body["results"])


def test_fifty_rows_are_given_unless_fewer_are_asked_for(busy):
    for number in range(50):
        busy.draft(f"More {number}.")
    assert len(Caller(busy.layla).get("/drafts/")[1]["results"]) == 50


def made_up(name, *values):
    return signing.dumps([False, *values], salt=f"approvals.api.{name}")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "cursor", ["garbage", "a:b:c", "é", "x" * 1000, made_up("other", 1), "null", "[]", "1"], ids=range(8)
)
def test_a_cursor_that_was_never_given_out_is_refused(busy, path, cursor):
    address = path.format(one=busy.one.pk, revised=busy.revised.pk)
    joint = "&" if "?" in path else "?"
    answer = caller_for(busy, path).get(f"{address}{joint}cursor={cursor}")
    assert refused(answer) == (400, "cursor_invalid")


def test_a_cursor_of_one_list_is_none_of_another(busy):
    caller = Caller(busy.helen)
    cursor = caller.get("/queue/?limit=1")[1]["next"].split("cursor=")[1].split("&")[0]
    assert caller.get(f"/queue/?cursor={cursor}")[0] == 200
    assert refused(caller.get(f"/delays/?cursor={cursor}")) == (400, "cursor_invalid")
    assert refused(caller.get(f"/queue/?cursor={cursor[:-1]}")) == (400, "cursor_invalid")
