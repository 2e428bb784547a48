"""The pages of cleared lines: found, read, written, put into a post, and withdrawn; and what may stand beside them."""

import pytest
import time_machine

from approvals.actions import submit
from approvals.models import ClearedLine, Draft, Event, PermittedAddition
from tests.actions import lining
from tests.actions.asking import publish_on_x
from tests.actions.lining import TEXT, asks_nobody, fresh_line, in_use, written
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, later

WHY = "The position has changed."


def form(ministry, **fields):
    values = {
        "office": ministry.riyadh.pk, "name": "The rules of Geneva", "texts": "1", "text-0-language": "en",
        "text-0-text": TEXT, "until": "2026-10-14T09:00", "do": "save",
    }  # fmt: skip
    return values | fields


def typed(ministry, **fields):
    values = {"channels": [ministry.x.pk], "text": "", "language": "en", "kind": "original", "urgency": "routine",
              "variants": "0"}  # fmt: skip
    return values | fields


# The library


def test_everyone_reads_the_lines_that_are_cleared_and_whose_they_are(visit, ministry):
    in_use(ministry, texts={"en": TEXT, "ar": "نؤيد القواعد المتفق عليها."}, topics=("trade",))
    said = main(visit("gil").get("/lines/"))
    assert "The rules of Geneva" in said
    assert "Embassy in Riyadh" in said
    assert "Trade" in said


def test_a_line_that_is_not_cleared_is_for_those_who_may_see_its_draft(visit, ministry):
    line = written(ministry)
    assert "The rules of Geneva" in main(visit("layla").get("/lines/"))
    assert "The rules of Geneva" not in main(visit("gil").get("/lines/"))
    visit("gil").get(f"/lines/{line.pk}/", 404)


def test_an_empty_library_says_what_a_line_is_for(visit, ministry):
    said = main(visit("layla").get("/lines/"))
    assert "There is no line to take yet" in said
    assert 'href="/lines/new/"' in visit("layla").get("/lines/")
    assert 'href="/lines/new/"' not in visit("rita").get("/lines/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=keep", True), ("q=Geneva+rules", True), ("q=castle", False), ("topic=trade", True),
        ("topic=sanctions", False), ("language=en", True), ("language=fr", False), ("office=RUH", True),
        ("office=GVA", True), ("standing=in_use", True), ("standing=over", False), ("standing=nonsense", True),
        ("topic=nonsense", True), ("after=99999", True), ("after=x", True), ("q=%00", True),
    ],
)  # fmt: skip
def test_lines_are_found_by_words_topic_language_owner_and_standing(visit, ministry, asked, found):
    in_use(ministry, topics=("trade",))
    assert ("The rules of Geneva" in main(visit("gil").get(f"/lines/?{asked}"))) is found


def test_the_library_costs_the_same_however_many_lines(visit, ministry):
    page = visit("layla")
    in_use(ministry, topics=("trade",))
    few = cost(page, "/lines/")
    for number in range(5):
        in_use(ministry, topics=("trade",), name=f"Line {number}")
    assert cost(page, "/lines/") == few


def test_many_lines_come_in_pages(visit, ministry):
    in_use(ministry)
    draft = ClearedLine.objects.get().draft
    for number in range(60):
        copy = Draft.objects.create(
            reference=f"RUH-X-{number}", office=draft.office, author=draft.author, kind="line", created_at=NOW,
            state_since=NOW, revision=draft.revision,
        )  # fmt: skip
        ClearedLine.objects.create(draft=copy, name=f"N{number:02}", valid_from=NOW, until=later(9), cleared_at=NOW)
    first = visit("layla").get("/lines/")
    last = ClearedLine.objects.get(name="N49")
    assert f"after={last.pk}" in first
    assert "N50" not in first
    second = main(visit("layla").get(f"/lines/?after={last.pk}"))
    assert "N50" in second
    assert "The rules of Geneva" in second


# One line


def test_the_page_of_a_line_says_it_in_every_language_and_where_it_is_quoted(visit, ministry):
    asks_nobody(ministry)
    line = in_use(ministry, texts={"en": TEXT, "ar": "نؤيد القواعد المتفق عليها."})
    draft = submit.submit(draft_id=ministry.draft(TEXT).pk, by=ministry.layla, at=NOW)
    publish_on_x(ministry, draft, at=later(1))
    with time_machine.travel(later(2), tick=False):
        said = visit("layla").get(f"/lines/{line.pk}/")
        others = visit("gil").get(f"/lines/{line.pk}/")
    assert '<div class="ch-post" dir="auto" lang="ar">' in said
    assert f'href="/drafts/{draft.pk}/"' in said
    assert "https://x.com/EmbassyRiyadh/status/1234567890" in said
    assert "https://x.com/EmbassyRiyadh/status/1234567890" in others
    assert f'href="/drafts/{draft.pk}/"' not in others
    assert "Withdraw this line" not in others


def test_the_draft_of_a_line_says_what_it_is_and_offers_no_publishing(visit, ministry):
    line = in_use(ministry)
    page = visit("layla")
    said = page.get(f"/drafts/{line.draft_id}/")
    assert "This is a line to take" in said
    assert f'href="/lines/{line.pk}/"' in said
    assert "/publish/" not in said
    assert "/withdraw/" not in said
    assert "can be published by" not in said
    assert "Cleared line" in main(page.get("/"))


def test_the_ordinary_form_sends_the_author_of_a_line_to_its_own(visit, ministry):
    line = written(ministry)
    page = visit("layla")
    assert page.client.get(f"/drafts/{line.draft_id}/edit/")["Location"] == f"/lines/{line.pk}/edit/"
    assert TEXT in main(page.get(f"/lines/{line.pk}/edit/"))


def test_an_author_writes_a_line_changes_it_and_submits_it(visit, ministry):
    page = visit("layla")
    page.post("/lines/new/", 302, **form(ministry))
    line = ClearedLine.objects.get()
    assert (line.name, line.valid_from) == ("The rules of Geneva", NOW)
    changed = form(
        ministry, base=line.draft.current.hash, name="Twelve rules", **{"text-0-text": f"{TEXT} All twelve."}
    )
    page.post(f"/lines/{line.pk}/edit/", 302, **changed)
    assert fresh_line(line).name == "Twelve rules"
    assert fresh_line(line).draft.revision.body.text == f"{TEXT} All twelve."


def test_another_language_is_added_and_taken_away_without_saving(visit, ministry):
    page = visit("layla")
    more = page.post("/lines/new/", 200, **form(ministry, do="add_text"))
    assert "text-1-text" in more
    two = form(ministry, texts="2", do="remove_text-0", **{"text-1-language": "ar", "text-1-text": "نؤيد."})
    less = page.post("/lines/new/", 200, **two)
    assert "text-1-text" not in less
    assert "نؤيد." in less
    assert not ClearedLine.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"until": ""}, {"until": "2020-01-01T00:00"}, {"name": ""}, {"text-0-text": ""}, {"office": "99"},
     {"topics": ["castles"]}, {"channels": ["99999"]}, {"texts": "nonsense", "text-0-text": ""}],
)  # fmt: skip
def test_what_cannot_be_a_line_comes_back_with_what_is_wrong(visit, ministry, fields):
    said = main(visit("layla").post("/lines/new/", 400, **form(ministry, **fields)))
    assert "There is a problem" in said
    assert not ClearedLine.objects.exists()


def test_a_line_that_somebody_changed_meanwhile_is_not_overwritten(visit, ministry):
    line = written(ministry)
    visit("layla").post(f"/lines/{line.pk}/edit/", 412, **form(ministry, base="old", name="Mine"))
    assert fresh_line(line).name == "The rules of Geneva"


def test_who_is_an_author_nowhere_writes_no_line(visit, ministry):
    visit("rita").get("/lines/new/", status=403)
    visit("helen").get("/lines/new/", status=403)


def test_a_line_is_withdrawn_with_a_reason_that_its_page_shows(visit, ministry):
    line = in_use(ministry)
    page = visit("paul")
    page.post(f"/lines/{line.pk}/withdraw/", 400, reason="")
    page.post(f"/lines/{line.pk}/withdraw/", 302, reason=WHY)
    said = main(page.get(f"/lines/{line.pk}/"))
    assert WHY in said
    assert "Withdrawn" in said
    page.post(f"/lines/{line.pk}/withdraw/", 409, reason=WHY)


# In the write form


def test_the_form_offers_the_lines_that_the_post_has_room_for(visit, ministry):
    in_use(ministry)
    in_use(ministry, "For trade alone.", name="Of trade", topics=("trade",))
    page = visit("layla")
    assert "Show the lines" in main(page.get("/drafts/new/"))
    said = main(page.post("/drafts/new/", 200, **typed(ministry, do="find_lines")))
    assert "The rules of Geneva" in said
    assert "Of trade" not in said
    said = main(page.post("/drafts/new/", 200, **typed(ministry, do="find_lines", topics=["trade"])))
    assert "Of trade" in said
    assert not Draft.objects.exclude(kind="line").exists()


def test_without_a_script_a_line_is_put_behind_the_text(visit, ministry):
    line = in_use(ministry)
    page = visit("layla")
    said = main(page.post("/drafts/new/", 200, **typed(ministry, text="@someone", do=f"insert_line-{line.pk}")))
    assert f"@someone {TEXT}" in said
    for odd in ("insert_line-99999", "insert_line-x", "insert_line"):
        assert "@someone" in main(page.post("/drafts/new/", 200, **typed(ministry, text="@someone", do=odd)))


def test_the_check_says_that_a_line_is_quoted_and_that_nobody_is_asked(visit, ministry):
    asks_nobody(ministry)
    in_use(ministry)
    said = visit("layla").post("/drafts/check/", 200, **typed(ministry, text=TEXT))
    assert "Quoted word for word" in said
    assert "nobody is asked" in said


def test_the_check_shows_a_change_word_by_word_and_what_it_does_to_the_route(visit, ministry):
    asks_nobody(ministry)
    in_use(ministry)
    text = TEXT.replace("We support", "We do not support")
    said = visit("layla").post("/drafts/check/", 200, **typed(ministry, text=text))
    assert "Not word for word: The rules of Geneva" in said
    assert "<ins>" in said
    assert "Word for word it would ask nobody;" in said
    assert "with these changes it asks 3 levels." in said


def test_the_check_says_that_a_line_is_not_for_this_post(visit, ministry):
    in_use(ministry, topics=("trade",))
    said = visit("layla").post("/drafts/check/", 200, **typed(ministry, text=TEXT))
    assert "this post is outside its scope" in said


def test_submitting_lines_alone_is_told_on_the_record(visit, ministry):
    asks_nobody(ministry)
    in_use(ministry)
    page = visit("layla")
    page.post("/drafts/new/", 302, **typed(ministry, text=TEXT, do="submit"))
    draft = Draft.objects.exclude(kind="line").get()
    said = main(page.get(f"/drafts/{draft.pk}/"))
    assert "It consists of cleared lines, unaltered (The rules of Geneva)" in said
    assert "and nobody is asked" in said
    assert "it consists of cleared lines, and no level was asked" in said
    assert "it passed every level" not in said


def test_a_cleared_draft_says_that_a_line_was_withdrawn_before_anybody_posts_it(visit, ministry):
    asks_nobody(ministry)
    line = in_use(ministry)
    layla = visit("layla")
    layla.post("/drafts/new/", 302, **typed(ministry, text=TEXT, do="submit"))
    draft = Draft.objects.exclude(kind="line").get()
    assert "Copy the text" in layla.get(f"/drafts/{draft.pk}/")
    layla.post(f"/lines/{line.pk}/withdraw/", 302, reason="The rules have changed.")
    said = main(layla.get(f"/drafts/{draft.pk}/"))
    assert "It must not go out any more." in said
    assert "Reason: The rules have changed." in said
    assert "It was out before that" in said
    assert "Copy the text" not in said


# What may stand beside them


def test_everyone_reads_what_may_stand_beside_lines_and_officers_change_it(visit, ministry):
    lining.permit("greeting", "Good morning", ministry)
    assert "Good morning" in main(visit("layla").get("/lines/permitted/"))
    assert "Permit it" not in main(visit("layla").get("/lines/permitted/"))
    visit("layla").post("/lines/permitted/", 403, kind="site", value="travel.example.org")
    page = visit("paul")
    page.post("/lines/permitted/", 302, kind="site", value="https://Travel.example.org/x")
    added = PermittedAddition.objects.get(kind="site")
    assert added.value == "travel.example.org"
    page.post(f"/lines/permitted/{added.pk}/take-back/", 302)
    page.post(f"/lines/permitted/{added.pk}/take-back/", 404)
    kinds = Event.objects.filter(ledger__name="ministry").values_list("kind", flat=True)
    assert list(kinds) == ["addition_permitted", "addition_taken_back"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("site", "localhost"), ("site", "10.0.0.1"), ("site", "intranet.local"), ("site", "not a site"),
        ("site", "exаmple.org"), ("site", ""), ("site", "a@travel.example.org"), ("greeting", "Hello @you"),
        ("greeting", "Not true:"), ("greeting", "#Geneva"), ("greeting", "https://a.example"), ("greeting", "1"),
        ("greeting", "a\u200bb"), ("nothing", "Good morning"),
    ],
)  # fmt: skip
def test_what_is_no_public_site_and_no_greeting_is_not_permitted(visit, ministry, kind, value):
    visit("paul").post("/lines/permitted/", 400, kind=kind, value=value)
    assert not PermittedAddition.objects.exists()
