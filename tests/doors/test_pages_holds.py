"""The page of holds: everyone reads them; a policy officer sees what would wait, places one, and lifts it."""

import pytest

from approvals.actions import alarms
from approvals.actions.holds import place
from approvals.models import Draft, Hold, Publication
from tests.doors.pages import at, hash_of, main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, fresh, later

URL = "https://x.com/EmbassyRiyadh/status/1234567890"
WHY = "A minister is to speak first."


def held(ministry, scope="everything", value="", **more):
    fields = {"exempt_topics": (), "until": None, "reason": WHY, "by": ministry.paul, "at": NOW} | more
    return place(scope=scope, scope_value=value, **fields)


def form(**fields):
    return {"scope": "everything", "reason": WHY, "do": "place"} | fields


def test_everyone_reads_what_is_on_hold_why_who_placed_it_and_how_many_drafts_wait(visit, ministry):
    ministry.cleared(), ministry.cleared(), ministry.submitted()
    held(ministry, "country", "SA", until=later(3), exempt_topics=("trade",))
    assert "Arabie saoudite" in main(visit("gil").get("/holds/"))
    said = main(visit("layla").get("/holds/"))
    assert "On hold: the country Saudi Arabia" in said
    assert WHY in said
    assert "Placed by Paul Nguyen" in said
    assert "Until Mon 14 Sept 2026, 15:00" in said
    assert "Exempt: Trade" in said
    assert "2 cleared drafts wait" in said
    assert "Place a hold" not in said
    assert "Lift" not in said


def test_a_page_without_holds_says_that_what_is_cleared_can_go_out(visit, ministry):
    assert "Nothing is on hold" in main(visit("layla").get("/holds/"))


def test_the_way_there_is_in_the_navigation_of_everyone(visit, ministry):
    assert 'href="/holds/"' in visit("layla").get("/")


def test_an_officer_sees_first_what_would_wait_and_nothing_is_held_by_looking(visit, ministry):
    trade, other = ministry.cleared(topics=("trade",)), ministry.cleared()
    officer = visit("paul")
    said = main(officer.post("/holds/", 200, **form(do="preview", exempt_topics=["trade"])))
    assert f"1 cleared draft would wait until the hold is over: {other.reference}" in said
    assert trade.reference not in said
    assert "1 cleared draft is exempt, and can go out." in said
    assert not Hold.objects.exists()
    assert "No draft that is cleared now would wait." in main(
        officer.post("/holds/", 200, **form(do="preview", scope="language", language="ar"))
    )


def test_what_was_typed_is_kept_while_one_looks_at_the_effect(visit, ministry):
    page = visit("paul").post("/holds/", 200, **form(do="preview", scope="topic", topic="trade"))
    assert WHY in page
    assert '<option value="trade" selected>' in page


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({}, ("everything", "")),
        ({"scope": "country", "country": "SA"}, ("country", "SA")),
        ({"scope": "channel", "channel": "x:@EmbassyRiyadh"}, ("channel", "x:@EmbassyRiyadh")),
        ({"scope": "topic", "topic": "trade"}, ("topic", "trade")),
        ({"scope": "language", "language": "ar"}, ("language", "ar")),
        # What stands in the fields of other scopes was left there, and is not meant.
        ({"scope": "everything", "country": "SA", "topic": "trade"}, ("everything", "")),
    ],
)
def test_an_officer_places_a_hold(visit, ministry, sent, kept):
    officer = visit("paul")
    said = main(officer.follow("/holds/", **form(until="2026-09-14T12:00", exempt_topics=["sanctions"], **sent)))
    hold = Hold.objects.get()
    assert (hold.scope, hold.scope_value) == kept
    # Paul's clock is that of Toronto.
    assert (hold.reason, hold.until, hold.placed_by) == (WHY, later(7), ministry.paul)
    assert hold.exempt_topics == ["sanctions"]
    assert "Publishing is on hold now" in said


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": ""}, "Say why: the reason goes on record."),
        ({"reason": "x" * 501}, "500"),
        ({"scope": ""}, "This field is required."),
        ({"scope": "planet"}, "planet"),
        ({"scope": "country"}, "Say which one"),
        ({"scope": "country", "country": "FR"}, "FR"),
        ({"scope": "topic", "topic": "trade", "exempt_topics": ["trade"]}, "cannot be exempt as well"),
        ({"exempt_topics": ["weather"]}, "weather"),
        ({"until": "2026-09-14T04:00"}, "The end has passed already."),
        ({"until": "tomorrow"}, "Give a day and a time"),
        ({"until": "9999-01-01T00:00"}, "two years"),
    ],
)
@pytest.mark.parametrize("do", ["place", "preview"])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_held(visit, ministry, sent, said, do):
    page = visit("paul").post("/holds/", 400, **form(do=do) | sent)
    assert said in main(page)
    assert "ch-error-summary" in page
    assert not Hold.objects.exists()


def test_an_officer_lifts_a_hold_and_it_is_listed_as_over(visit, ministry):
    hold = held(ministry)
    officer = visit("petra")
    said = main(officer.follow(f"/holds/{hold.pk}/lift/", reason="She has spoken."))
    assert "The hold is lifted: everything." in said
    assert "Lifted by Petra Wolf" in said
    assert "She has spoken." in said
    assert "Nothing is on hold" in said


def test_lifting_without_a_reason_keeps_the_hold(visit, ministry):
    hold = held(ministry)
    page = visit("paul").post(f"/holds/{hold.pk}/lift/", 400, reason=" ")
    assert "Say why: the reason goes on record." in main(page)
    assert Hold.objects.get(pk=hold.pk).lifted_at is None


def test_lifting_what_is_over_says_so(visit, ministry):
    hold = held(ministry)
    officer = visit("paul")
    officer.post(f"/holds/{hold.pk}/lift/", reason="Enough.")
    assert "This hold is over" in main(officer.post(f"/holds/{hold.pk}/lift/", 409, reason="Enough."))
    officer.post("/holds/999/lift/", 404, reason="Enough.")


def test_a_held_drafts_page_says_why_it_waits_until_when_and_whom_to_turn_to(visit, ministry):
    """Guarantee 22."""
    draft = ministry.cleared(moment=later(9))
    held(ministry, until=later(3))
    page = visit("layla").get(at(draft))
    said = main(page)
    assert "Cleared, but it waits: publishing is on hold." in said
    assert WHY in said
    assert "On hold: everything, since Mon 14 Sept 2026, 12:00" in said
    assert "Turn to Paul Nguyen, or another policy officer." in said
    assert "the draft expires" in said
    assert "Open X with the text" not in said
    assert "Copy the text" not in said
    assert "This post is on hold, so it must not go out." in said


def test_a_post_that_was_out_before_the_hold_is_recorded_on_the_page(visit, ministry, time_machine):
    draft = ministry.cleared(at=later(-2))
    held(ministry, at=NOW)
    author = visit("layla")
    sent = {"channel": ministry.x.pk, "language": "en", "url": URL, "revision": hash_of(draft)}
    assert "on hold" in main(author.post(at(draft, "publish"), 409, **sent))
    author.post(at(draft, "publish"), published_at="2026-09-14T11:30", **sent)
    assert Publication.objects.get().published_at == later(-0.5)
    assert "before the hold that was placed since" in main(author.get(at(draft)))


def test_of_two_channels_the_one_that_is_free_can_go_out_and_the_other_says_why_not(visit, ministry):
    """Guarantee 22."""
    draft = ministry.cleared(channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    held(ministry, "channel", "x:@EmbassyRiyadh")
    page = visit("layla").get(at(draft))
    assert "Open X with the text" not in main(page)
    assert "Open Mastodon with the text" in main(page)
    assert "Cleared, but it waits" not in main(page)
    assert page.count("so it must not go out") == 1


def test_a_draft_in_a_list_says_that_it_is_on_hold_and_why(visit, ministry):
    draft, exempt = ministry.cleared(), ministry.cleared(topics=("trade",))
    held(ministry, exempt_topics=("trade",))
    for address in ("/", "/?of=all", "/?state=cleared"):
        said = main(visit("layla").get(address)).split("Until it is lifted")[-1]
        assert f"On hold : {WHY}" in said
        assert "Ready to publish" in said
        assert draft.reference in said
        assert exempt.reference in said


def test_the_story_of_a_draft_tells_of_the_hold(visit, ministry):
    draft = ministry.cleared(publish_at=later(1))
    hold = held(ministry)
    alarms.fire_due(at=later(1))
    visit("paul").post(f"/holds/{hold.pk}/lift/", reason="Enough.")
    Hold.objects.filter(pk=hold.pk).update(lifted_at=later(2), next_alarm_at=later(2))
    alarms.fire_due(at=later(2))
    said = main(visit("layla").get(at(draft)))
    assert f"Its slot came while publishing was on hold ({WHY}): it waits, and the author was told." in said
    assert "the author was asked again" in said
    assert fresh(draft).state == "cleared"


def test_the_page_of_holds_costs_the_same_for_two_of_each_and_for_twenty(visit, ministry):
    reader = visit("paul")

    def more(number):
        for n in range(number):
            held(ministry, "topic", "trade")
            over = held(ministry, until=later(1))
            Hold.objects.filter(pk=over.pk).update(lifted_at=NOW, lifted_by=ministry.petra, lift_reason="Enough.")
            ministry.cleared(f"Waits {n}.", topics=("trade",))

    more(2)
    few = cost(reader, "/holds/")
    more(18)
    assert cost(reader, "/holds/") == few <= 18
    assert Draft.objects.filter(state="cleared").count() == 20


def test_lists_and_the_drafts_page_cost_the_same_under_two_holds_and_under_twenty(visit, ministry):
    reader, draft = visit("layla"), ministry.cleared(topics=("trade",))
    ministry.cleared(), ministry.cleared()

    def more(number):
        for _ in range(number):
            held(ministry, "topic", "trade", exempt_topics=("sanctions",))

    more(2)
    few = [cost(reader, address) for address in ("/", at(draft))]
    more(18)
    assert [cost(reader, address) for address in ("/", at(draft))] == few
    assert few[1] <= 36


def test_past_holds_come_in_pages(visit, ministry):
    for number in range(60):
        hold = held(ministry, reason=f"Reason {number:02}.", at=later(-number - 1))
        Hold.objects.filter(pk=hold.pk).update(lifted_at=NOW, lifted_by=ministry.petra, lift_reason="Enough.")
    page = visit("layla").get("/holds/")
    assert "Reason 00." in page
    assert "Reason 55." not in page
    rest = visit("layla").get("/holds/?after=" + page.split("?after=")[1].split('"')[0])
    assert "Reason 55." in rest
