"""The search box: straight to a draft by its reference; drafts by words, people, channels, as far as one may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import withdraw
from tests.doors.pages import at, main
from tests.doors.test_pages_cost import cost, some_of_each
from tests.people import NOW, later, variant


def test_a_reference_leads_straight_to_its_draft(visit, ministry):
    draft = ministry.draft()
    visit("layla").post("/search/?q=x", status=405)
    response = visit("layla").client.get("/search/", {"q": " ruh 2026 1 "})
    assert (response.status_code, response["Location"]) == (302, at(draft))


def test_a_reference_that_is_not_mine_to_see_is_not_said_to_exist(visit, ministry):
    draft = ministry.draft("The consulate in Jeddah reopens.")
    reader = visit("gil")
    assert main(reader.get(f"/search/?q={draft.reference}")).replace(draft.reference, "RUH-2026-9999") == main(
        reader.get("/search/?q=RUH-2026-9999")
    )
    for typed in ("jeddah", "2026", f"&by={ministry.layla.pk}", f"&channel={ministry.x.pk}", "&state=draft"):
        assert "0001" not in main(reader.get(f"/search/?q={typed}")).replace(draft.reference, "")


def test_what_was_looked_for_is_marked_where_the_text_has_it(visit, ministry):
    ministry.draft(
        "Nothing about it here.", variants=(variant(ministry.x, "ar", "x " * 100 + "أهلًا بكم في الرِّياض <b>"),)
    )
    page = visit("layla").get("/search/?q=الرياض")
    assert "<mark>الرِّياض</mark> &lt;b&gt;</p>" in page
    assert 'dir="auto" lang="ar">…x' in page


def test_a_mark_never_hides_that_a_letter_is_not_what_it_seems(visit, ministry):
    ministry.draft("Pay at pаypal now.")  # a Cyrillic а
    assert 'class="ch-lookalike"' in visit("layla").get("/search/?q=pay")


def test_a_person_and_a_channel_are_found_by_name_and_lead_to_their_drafts(visit, ministry):
    mine, other = ministry.draft("Mine."), ministry.draft("Omar's.", by=ministry.omar)
    reader = visit("layla")
    found = reader.get("/search/?q=omar")
    assert f'href="/search/?by={ministry.omar.pk}"' in found, "a username is not everybody's to read"
    assert "Embassy in Riyadh" in main(found)
    assert other.reference in main(found)
    assert mine.reference not in main(found)
    by = main(reader.get(f"/search/?by={ministry.omar.pk}"))
    assert "Only drafts by Omar Sayegh" in by
    assert (other.reference in by, mine.reference in by) == (True, False)
    channels = reader.get("/search/?q=embassyriy")
    assert f'href="/channels/{ministry.x.pk}/"' in channels
    on_mastodon = ministry.draft("Elsewhere.", channel_ids=(ministry.mastodon.pk,))
    aimed = main(reader.get(f"/search/?channel={ministry.mastodon.pk}"))
    assert (on_mastodon.reference in aimed, mine.reference in aimed) == (True, False)
    assert 'href="/offices/GVA/"' in reader.get("/search/?q=geneva perm")


def test_who_holds_no_posting_any_more_is_no_person_to_find(visit, ministry):
    ministry.omar.postings.update(ends_at=later(-1))
    assert "People" not in main(visit("layla").get("/search/?q=omar"))


def test_what_is_found_can_be_narrowed_to_a_state(visit, ministry):
    waiting, ended = ministry.submitted("Jeddah waits."), ministry.submitted("Jeddah ended.")
    withdraw.withdraw(draft_id=ended.pk, by=ministry.layla, at=NOW)
    told = main(visit("layla").get("/search/?q=jeddah&state=withdrawn"))
    assert (ended.reference in told, waiting.reference in told) == (True, False)


def test_a_long_result_goes_on_where_the_page_before_ended(visit, ministry):
    drafts = [ministry.draft(f"Jeddah {number}.", at=later(minutes=number - 60)) for number in range(52)]
    reader = visit("layla")
    first = reader.get("/search/?q=jeddah")
    assert drafts[1].reference not in main(first)
    following = first[first.index('rel="next" href="') + 17 :].split('"')[0].replace("&amp;", "&")
    second = main(reader.get(f"/search/{following}"))
    assert [draft.reference in second for draft in drafts[:3]] == [True, True, False]


def test_an_empty_box_teaches_what_can_be_typed(visit, ministry):
    assert "A reference leads straight to its draft" in main(visit("layla").get("/search/?q=%20%20"))
    assert "Nothing was found" in main(visit("layla").get("/search/?q=zzzz"))


@pytest.mark.parametrize("odd", [
    "%00", "'", '"', "\\", "%26|!:*", "(a%26b)", "a:*", "🎉", "%F0%9F%8E%89 x", "x" * 5000, "%20" * 300, "-", "--",
    "RUH-", "a " * 90, "%ff%fe", "<script>", "%EF%BF%BF", "٢٠٢٦", "1e5", "a\u0301" * 60, "%E2%80%AEabc",
])  # fmt: skip
def test_nothing_that_can_be_typed_is_a_fault(visit, ministry, odd):
    ministry.draft("Here.")
    reader = visit("layla")
    for address in (
        f"/search/?q={odd}",
        f"/search/?q=a&state={odd}&by={odd}&channel={odd}&after={odd}",
        f"/?of=all&q={odd}",
    ):
        response = reader.client.get(address)
        assert response.status_code in (200, 302, 400), address
        assert response.status_code != 400 or "%ff" in odd


def test_a_search_costs_the_same_whatever_it_finds(visit, ministry):
    rita, layla = visit("rita"), visit("layla")
    some_of_each(ministry, 1)
    searches = [
        (rita, "/search/?q=review"),
        (layla, "/search/?q=layla"),
        (rita, "/search/?q=riyadh+review"),
        (layla, f"/search/?by={ministry.layla.pk}"),
    ]
    few = [cost(*each) for each in searches]
    some_of_each(ministry, 9)
    assert few == [cost(*each) for each in searches]
    assert max(few) <= 24


def test_searching_writes_nothing_and_puts_nobody_on_record(visit, ministry):
    draft = ministry.draft()
    reader = visit("gil")
    with CaptureQueriesContext(connection) as asked:
        reader.get(f"/search/?q={draft.reference}")
    assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
