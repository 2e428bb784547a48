"""What a page asks while it is looked at: the counts, the condition of the queue, for few queries; 304 for no news."""

import re

import pytest
from django.test import Client

from accounts.models import Deputy, Posting
from approvals.actions import alarms
from approvals.models import Draft, Step
from tests.actions import crowd
from tests.actions.reviewed import out
from tests.doors.pages import at, hash_of
from tests.doors.test_pages_cost import cost
from tests.people import NOW, channel, later, person, post


def ask(visitor, *, etag="", queue=None):
    """Ask for news as a page does."""
    address = "/live/" if queue is None else f"/live/?queue={queue}"
    return visitor.client.get(address, headers={"If-None-Match": etag} if etag else {})


def news(visitor, **more):
    response = ask(visitor, **more)
    assert response.status_code == 200
    return response.json()


def mark_of(page):
    return re.search(r'id="queue" data-mark="(\w+)"', page)[1]


def test_the_count_of_what_waits_stands_before_the_title_of_every_page(visit, ministry):
    reader = visit("helen")
    assert "<title>Home" in reader.get("/")
    ministry.submitted(), ministry.submitted()
    for address in ("/", "/queue/", "/delays/", "/notifications/", "/offices/", "/profile/"):
        assert "<title>(2) " in reader.get(address), address
    assert "<title>(2) " in reader.client.get("/nowhere/").content.decode()
    assert "<title>Home" in visit("layla").get("/")


def test_news_are_the_counts_as_the_page_shows_them(visit, ministry):
    reader = visit("helen")
    assert news(reader) == {"title": "", "counts": {"queue_count": "", "review_count": "", "unread_count": ""}}
    ministry.submitted(), ministry.submitted()
    told = news(reader)
    assert told["title"] == "(2) "
    assert "2 drafts wait for your decision" in told["counts"]["queue_count"]
    assert "2 unread notifications" in told["counts"]["unread_count"]
    assert told["counts"]["queue_count"] in reader.get("/")


def test_the_count_of_reviews_stays_when_the_counts_are_renewed(visit, ministry):
    out(ministry)
    counts = news(visit("carla"))["counts"]
    assert "1 post waits for your review" in counts["review_count"]


def test_a_hundred_and_more_are_counted_no_further(visit, ministry):
    crowd.late(ministry, 105)
    assert news(visit("helen"))["title"] == "(99+) "
    assert "<title>(99+) Queue" in visit("helen").get("/queue/")


def test_who_knows_it_already_is_answered_not_modified_and_nothing_else(visit, ministry):
    reader = visit("helen")
    etag = ask(reader)["ETag"]
    again = ask(reader, etag=etag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    ministry.submitted()
    assert ask(reader, etag=etag).status_code == 200


def test_no_browser_or_proxy_keeps_the_news(visit):
    assert "no-store" in ask(visit("helen"))["Cache-Control"]


def test_who_has_signed_out_is_led_to_the_sign_in_page(db):
    assert Client().get("/live/")["Location"].startswith("/sign-in/")


def test_news_are_ones_own(visit, ministry):
    """Guarantee 11."""
    ministry.submitted()
    assert news(visit("gil"))["title"] == ""
    assert news(visit("layla"))["title"] == "", "who wrote it is not asked"


@pytest.fixture
def queue(visit, ministry):
    """Helen's queue of three, with the mark that her page bears: the condition of its rows."""
    drafts = [ministry.submitted(f"Number {number}.", at=later(number - 3.5)) for number in (1, 2, 3)]
    reader = visit("helen")
    return reader, drafts, mark_of(reader.get("/queue/"))


def test_the_news_of_a_queue_that_is_as_it_was_bear_the_mark_of_its_page(queue):
    reader, _drafts, mark = queue
    assert news(reader, queue="")["list"] == mark
    assert "list" not in news(reader)


def test_every_change_that_a_row_shows_changes_the_mark(queue, ministry):
    reader, (first, second, third), mark = queue
    changes = [
        lambda: ministry.submitted("A fourth."),
        lambda: ministry.approve(first, ministry.helen),
        lambda: Step.objects.filter(draft=second, status="open").update(due_at=later(2)),
        lambda: Step.objects.filter(draft=second, status="open").update(
            claimed_by=ministry.helen, claimed_until=later(1)
        ),
        lambda: Draft.objects.filter(pk=third.pk).update(urgency="crisis"),
        lambda: Draft.objects.filter(pk=third.pk).update(risk_at=NOW),
    ]
    seen = {mark}
    for change in changes:
        change()
        told = news(reader, queue="")["list"]
        assert told not in seen
        assert told == mark_of(reader.get("/queue/"))
        seen.add(told)


def test_a_claim_that_lapses_and_a_risk_that_begins_change_the_mark(queue, ministry, time_machine):
    reader, (first, second, _third), _mark = queue
    Step.objects.filter(draft=first, status="open").update(claimed_by=ministry.helen, claimed_until=later(minutes=10))
    Draft.objects.filter(pk=second.pk).update(risk_at=later(minutes=20))
    seen = []
    for minutes in (0, 11, 21):
        time_machine.move_to(later(minutes=minutes), tick=False)
        seen.append(news(reader, queue="")["list"])
        assert seen[-1] == mark_of(reader.get("/queue/"))
    assert len(set(seen)) == 3


def test_a_delay_that_is_flagged_changes_the_mark(queue):
    reader, _drafts, mark = queue
    alarms.fire_due(at=later(2))
    assert news(reader, queue="")["list"] != mark


def test_a_later_page_of_the_queue_has_a_mark_of_its_own(visit, ministry):
    drafts = [ministry.submitted(f"Number {number}.", at=later(minutes=number - 60)) for number in range(52)]
    reader = visit("helen")
    page = reader.get("/queue/")
    after = page[page.index('rel="next" href="?after=') + 24 :].split('"')[0]
    second = mark_of(reader.get(f"/queue/?after={after}"))
    assert news(reader, queue=after)["list"] == second != mark_of(page)
    reader.post(at(drafts[51], "approve"), revision=hash_of(drafts[51]), next="queue")
    assert news(reader, queue=after)["list"] != second


@pytest.mark.parametrize("odd", ["rubbish", "%00", "99990914T090000.000000Z-1", "20260914T090000.000000Z-" + "9" * 40])
def test_odd_places_are_no_fault(queue, odd):
    reader, _drafts, _mark = queue
    assert news(reader, queue=odd)["list"] is not None


def test_news_cost_the_same_few_queries_whatever_waits(visit, ministry):
    reader = visit("helen")
    ministry.submitted()
    few = [cost(reader, address) for address in ("/live/", "/live/?queue=")]
    for number in range(30):
        ministry.submitted(f"Another {number}.", channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    assert [cost(reader, address) for address in ("/live/", "/live/?queue=")] == few
    # The session, its person, the seats, a count, the inbox, whom the frame is for; then the seats again, and the rows.
    assert few[0] <= 6
    assert few[1] <= 8


def test_whoever_decides_at_more_places_pays_for_each_role_and_not_for_each_place(visit, ministry):
    reader = visit("helen")
    few = cost(reader, "/live/?queue=")
    for number in range(3):
        holder = Posting.objects.get(user=getattr(ministry, ("dana", "mina", "carla")[number]))
        Deputy.objects.create(posting=holder, user=ministry.helen, starts_at=NOW, ends_at=later(1))
    # A head, and now an approver at three offices: what waits of levels and of reviews is counted for one role more.
    assert cost(reader, "/live/?queue=") == few + 2


def test_the_words_of_clocks_are_given_to_the_page_in_the_readers_language(visit, ministry):
    assert "min left&quot;" in visit("helen").get("/")
    assert "min left&quot;" not in visit("gil").get("/")


def test_the_number_of_people_and_channels_costs_nothing(visit, ministry):
    reader = visit("helen")
    few = cost(reader, "/live/")
    for number in range(10):
        post(person(f"head{number}", f"Head {number}"), ministry.riyadh, "head")
        channel("threads", f"@riyadh{number}", ministry.riyadh, "en")
    assert cost(reader, "/live/") == few
