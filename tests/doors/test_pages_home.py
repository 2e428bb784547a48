"""My drafts: what needs me first, what is where, and what can be found."""

import html
import re

import pytest
from django.test import Client

from accounts.models import Role
from approvals.actions import alarms, decide, withdraw
from approvals.actions.write import Writing, revise
from tests.doors.pages import hash_of, main
from tests.people import NOW, fresh, later, person, post, variant


def test_the_first_visit_of_an_author_teaches_and_leads_to_writing(visit):
    page = visit("layla").get("/")
    assert "You have not written a post yet" in main(page)
    assert 'href="/drafts/new/"' in page


def test_who_writes_nothing_begins_with_their_queue(visit, ministry):
    draft = ministry.submitted()
    page = visit("helen").get("/")
    assert main(page).startswith("Home Awaiting your decision 1 To the queue")
    assert draft.reference in main(page)
    assert "Write a post" not in main(page)


def test_what_needs_the_author_comes_first(visit, ministry, time_machine):
    draft = ministry.draft("Not yet submitted.")
    returned = ministry.submitted("To be changed.")
    decide.request_changes(
        draft_id=returned.pk, by=ministry.helen, revision=fresh(returned).revision.hash, at=NOW, comment="Why?"
    )
    cleared, late = ministry.cleared("To be published."), ministry.submitted("Overdue at somebody.")
    alarms.fire_due(at=later(5))
    time_machine.move_to(later(5), tick=False)
    waiting = ministry.submitted("Waiting at somebody.", at=later(5))
    ended = ministry.submitted("Ended.", at=later(5))
    withdraw.withdraw(draft_id=ended.pk, by=ministry.layla, at=later(5))
    told = main(visit("layla").get("/"))
    order = [told.index(each.reference) for each in (late, returned, cleared, waiting, draft, ended)]
    assert order == sorted(order)
    assert told.index("These need you 3") < order[0] < order[2] < told.index("In review 1") < order[3]
    assert "1 h overdue" in told
    assert "4 h left" in told
    assert "Head of mission, Embassy in Riyadh" in told


def test_a_draft_is_found_by_a_part_of_its_reference_or_by_a_word(visit, ministry):
    ministry.draft("The consulate in Jeddah reopens.")
    other = ministry.draft("Trade talks.")
    reader = visit("layla")
    assert "Jeddah" in main(reader.get("/?q=jeddah"))
    assert other.reference not in main(reader.get("/?q=jeddah"))
    assert "Trade talks" in main(reader.get(f"/?q={other.reference[-4:]}"))
    assert "No draft fits" in main(reader.get("/?q=jeddah trade"))


def test_a_draft_is_found_by_the_text_of_one_channel_in_its_own_script(visit, ministry):
    ministry.draft("Welcome.", variants=(variant(ministry.x, "ar", "أهلا بكم في الرياض"),))
    assert "Welcome" in main(visit("layla").get("/?q=الرياض"))


def test_drafts_can_be_narrowed_to_one_state(visit, ministry):
    waiting, draft = ministry.submitted("Waiting."), ministry.draft("Not submitted.")
    told = main(visit("layla").get("/?state=in_review"))
    assert waiting.reference in told
    assert draft.reference not in told


@pytest.mark.parametrize(
    "odd", ["?state=castle", "?q=%00", "?after=rubbish", "?of=%00", "?q=" + "x" * 5000, "?state=&q="]
)
def test_odd_addresses_are_no_fault(visit, ministry, odd):
    ministry.draft("Here.")
    visit("layla").get(f"/{odd}")


def test_only_my_own_drafts_are_mine_and_all_are_those_i_may_see(visit, ministry):
    mine, colleagues = ministry.draft("Mine."), ministry.draft("Omar's.", by=ministry.omar)
    foreign = ministry.draft("Geneva's.", by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))
    told, everything = main(visit("layla").get("/")), main(visit("layla").get("/?of=all"))
    assert mine.reference in told
    assert colleagues.reference not in told
    assert colleagues.reference in everything
    assert foreign.reference not in everything


def test_a_long_list_goes_on_where_the_page_before_ended(visit, ministry):
    drafts = [ministry.draft(f"Number {number}.", at=later(minutes=number - 60)) for number in range(53)]
    reader = visit("layla")
    first = reader.get("/?of=all")
    assert drafts[-1].reference in main(first)
    assert drafts[2].reference not in main(first)
    following = first[first.index('rel="next" href="') + 17 :].split('"')[0].replace("&amp;", "&")
    second = main(reader.get(f"/{following}"))
    assert [draft.reference in second for draft in drafts[:4]] == [True, True, True, False]


def test_right_to_left_text_keeps_its_direction_and_nothing_in_it_is_interpreted(visit, ministry):
    ministry.draft("مرحبا <script>alert(1)</script>", language="ar")
    page = visit("layla").get("/")
    assert '<p class="ch-row-excerpt" dir="auto" lang="ar">مرحبا &lt;script&gt;' in page


def test_a_long_group_of_my_drafts_opens_alone_page_by_page(visit, ministry):
    drafts = [ministry.draft(f"Draft {number}.", at=later(number / 100)) for number in range(55)]
    newest_first = [draft.reference for draft in reversed(drafts)]
    reader = visit("layla")
    page = reader.get("/drafts/")
    assert "Drafts 55" in main(page)
    assert [reference for reference in newest_first if reference in page] == newest_first[:20]
    assert 'href="/drafts/?group=drafts">All 55' in page
    first = reader.get("/drafts/?group=drafts")
    assert [reference for reference in newest_first if reference in first] == newest_first[:50]
    behind = re.search(r'rel="next" href="([^"]+)"', first)[1]
    rest = reader.get(f"/drafts/{html.unescape(behind)}")
    assert [reference for reference in newest_first if reference in rest] == newest_first[50:]
    assert 'rel="next"' not in rest
    nonsense = reader.get("/drafts/?group=drafts&after=nonsense")
    assert [reference for reference in newest_first if reference in nonsense] == newest_first[:50]


@pytest.mark.parametrize("group", ["needs", "in_review", "finished"])
def test_a_group_that_is_empty_says_so(visit, ministry, group):
    assert "None now." in main(visit("layla").get(f"/drafts/?group={group}"))


def test_a_group_that_there_is_not_shows_them_all(visit, ministry):
    draft = ministry.draft("Here.")
    assert draft.reference in visit("layla").get("/drafts/?group=%00")


def test_a_draft_of_somebody_else_that_i_had_a_hand_in_is_among_mine(visit, ministry):
    ministry.draft("Mine.")
    theirs, untouched = ministry.draft("Theirs."), ministry.draft("Theirs, too.")
    colleague = person("kim", "Kim Weaver")
    post(colleague, ministry.riyadh, Role.AUTHOR)
    revise(
        draft_id=theirs.pk, by=colleague, at=later(1), if_match=hash_of(theirs),
        writing=Writing(ministry.content("Theirs, mended."), ()),
    )  # fmt: skip
    page = visit("layla").get("/drafts/")
    assert theirs.reference in page
    client = Client()
    client.force_login(colleague, backend="accounts.backends.SignIn")
    told = main(client.get("/drafts/").content.decode())
    assert theirs.reference in told
    assert untouched.reference not in told
