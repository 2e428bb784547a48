"""Words that were typed and not saved are kept by the write page, and offered again to whoever typed them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from approvals.actions import unsaved as acts
from approvals.models import Draft, UnsavedWords
from tests.actions.asking import revise
from tests.doors.pages import at, hash_of, main
from tests.doors.sitting import keep, kept, typed
from tests.people import NOW, fresh, later

NEW = "/drafts/new/"


def way(page):
    """Return where the newest words that a page offers are taken up."""
    return re.search(r'href="([^"]+\?words=[^"]+)"', page)[1]


def test_what_is_typed_is_kept_and_said_in_the_zone_of_its_writer(visit, ministry):
    reader = visit("layla")
    said = keep(reader, ministry, reader.get(NEW))
    assert said["said"] == "Kept at 12:00", "nine o'clock in UTC is noon in Riyadh"
    assert kept() == [("layla", "Half a sen")]
    ministry.layla.language = "fr"
    ministry.layla.save()
    with translation.override("fr"):
        assert "12:00" in keep(reader, ministry, reader.get(NEW))["said"]


def test_unsaved_words_are_offered_above_the_form_and_taken_up_into_it(visit, ministry, time_machine):
    """Guarantee 24."""
    reader = visit("layla")
    keep(reader, ministry, reader.get(NEW), topics=["trade"], moment="2026-09-20T10:00")
    time_machine.move_to(later(2), tick=False)
    page = reader.get(NEW)
    assert "You have unsaved words of Mon 14 Sept 2026, 12:00" in main(page)
    assert "What you had changed: Channels, Text, Topics, Moment." in main(page)
    taken = reader.get(way(page))
    assert ">\nHalf a sen</textarea>" in taken
    assert 'value="2026-09-20T10:00"' in taken
    assert re.search(r'value="trade"[^>]*checked', taken)
    assert "The form holds your unsaved words of" in main(taken)
    assert "You have unsaved words" not in main(taken)
    keep(reader, ministry, taken, "A whole sentence.", sequence="2")
    assert kept() == [("layla", "A whole sentence.")], "the new sitting goes on with the old one"


def test_what_is_saved_is_offered_no_more(visit, ministry):
    reader = visit("layla")
    keep(reader, ministry, reader.get(NEW))
    taken = reader.get(way(reader.get(NEW)))
    reader.follow(NEW, **typed(ministry, taken, "A whole sentence.", do="save", sequence=""))
    assert Draft.objects.get().revision.body.text == "A whole sentence."
    assert kept() == []
    assert "unsaved words" not in main(reader.get(NEW))


def test_a_request_that_comes_after_the_save_is_told_that_the_sitting_is_over(visit, ministry):
    reader = visit("layla")
    page = reader.get(NEW)
    reader.follow(NEW, **typed(ministry, page, do="save", sequence="5"))
    answer = keep(reader, ministry, page, "Half a sen", 409, sequence="4")
    assert (answer["code"], answer["sequence"]) == ("sitting_over", 5)
    keep(reader, ministry, page, "Typed since, after Back.", sequence="6", sitting=answer["sitting"])
    assert kept() == [("layla", "Typed since, after Back.")]


def test_what_changed_of_a_draft_is_shown_word_by_word(visit, ministry):
    draft, reader = ministry.draft("The embassy is open today."), visit("layla")
    page = reader.get(at(draft, "edit"))
    base = hash_of(draft)
    keep(reader, ministry, page, "The embassy is closed today.", base=base)
    offered = reader.get(at(draft, "edit"))
    assert "You have unsaved words of" in main(offered)
    assert "What you had changed: Text." in main(offered)
    assert "closed" in main(offered)
    assert "unsaved words" not in main(reader.get(NEW)), "they belong to that draft's form"
    taken = reader.get(way(offered))
    reader.follow(at(draft, "edit"), **typed(ministry, taken, "The embassy is closed today.", base=base, do="save"))
    assert kept() == []


def test_topics_of_words_that_are_taken_up_are_saved_with_them(visit, ministry):
    """Guarantee 24."""
    draft, reader = ministry.draft(), visit("layla")
    base = hash_of(draft)
    keep(reader, ministry, reader.get(at(draft, "edit")), topics=["trade"], base=base)
    taken = reader.get(way(reader.get(at(draft, "edit"))))
    reader.follow(at(draft, "edit"), **typed(ministry, taken, topics=["trade"], base=base, do="save"))
    assert fresh(draft).topics == ["trade"]


def test_topics_chosen_before_the_form_was_shown_again_are_saved(visit, ministry):
    draft, reader = ministry.draft(), visit("layla")
    base, page = hash_of(draft), reader.get(at(draft, "edit"))
    page = reader.post(at(draft, "edit"), 200, **typed(ministry, page, topics=["trade"], base=base, do="check"))
    reader.follow(at(draft, "edit"), **typed(ministry, page, topics=["trade"], base=base, do="save"))
    assert fresh(draft).topics == ["trade"]


def test_words_that_change_nothing_are_not_offered(visit, ministry):
    draft, reader = ministry.draft("Open.\nToday."), visit("layla")
    keep(reader, ministry, reader.get(at(draft, "edit")), "Open.\r\nToday.", base=hash_of(draft))
    assert "unsaved words" not in main(reader.get(at(draft, "edit")))
    keep(reader, ministry, reader.get(NEW), "")
    assert "unsaved words" not in main(reader.get(NEW)), "a channel was chosen, and nothing was written"
    assert "A new post" not in main(reader.get("/"))


def test_words_on_top_of_an_older_revision_meet_the_newer_one_when_they_are_taken_up(visit, ministry):
    """Guarantee 24."""
    draft, reader = ministry.draft("The embassy is open today."), visit("layla")
    base = hash_of(draft)
    keep(reader, ministry, reader.get(at(draft, "edit")), "The embassy is closed today.", base=base)
    revise(draft, "The embassy is open tomorrow.", by=ministry.omar)
    taken = reader.get(way(reader.get(at(draft, "edit"))))
    assert "Omar Sayegh saved revision 2 while you were writing" in main(taken)
    assert "The embassy is closed today.</textarea>" in taken
    assert f'name="base" value="{hash_of(draft)}"' in taken
    fields = typed(ministry, taken, "The embassy is closed today.", base=hash_of(draft), do="save")
    reader.follow(at(draft, "edit"), **fields)
    assert Draft.objects.get().revision.number == 3


def test_words_are_thrown_away_without_a_script_and_not_by_one_press(visit, ministry):
    reader = visit("layla")
    keep(reader, ministry, reader.get(NEW))
    page = reader.get(NEW)
    assert "They cannot be brought back." in main(page)
    action = re.search(r'action="(/drafts/unsaved/[^"]+)"', page)[1]
    visit("omar").post(action)
    assert kept() == [("layla", "Half a sen")]
    told = reader.follow(action, **{"from": "form", "draft": ""})
    assert "The unsaved words are thrown away." in main(told)
    assert kept() == []
    assert reader.post(action, **{"from": "home"}) == "/"
    assert reader.post(action, draft="../../evil") == NEW


def test_the_home_page_lists_every_unsaved_word_of_ones_own_and_of_nobody_else(visit, ministry):
    """Guarantee 24."""
    draft, reader = ministry.draft(), visit("layla")
    keep(reader, ministry, reader.get(at(draft, "edit")), "Of a draft.", base=hash_of(draft))
    keep(reader, ministry, reader.get(NEW), "Of a new post.")
    page = reader.get("/")
    for said in ("Unsaved words 2", "Of a draft.", f"{draft.reference}, Mon 14 Sep", "A new post, Mon 14 Sep"):
        assert said in main(page)
    assert f"{at(draft, 'edit')}?words=" in page
    for name in ("omar", "helen", "rita", "ivan"):
        assert "Of a new post." not in visit(name).get("/")


def test_words_of_a_draft_that_was_submitted_meanwhile_can_be_copied(visit, ministry):
    """Guarantee 24."""
    draft, reader = ministry.draft(), visit("layla")
    page = reader.get(at(draft, "edit"))
    visit("omar").post(at(draft, "submit"), revision=hash_of(draft))
    keep(reader, ministry, page, "My own wording.", base=hash_of(draft))
    told = main(reader.get("/"))
    assert "This draft cannot be changed now. What you wrote is here to be copied." in told
    assert "My own wording." in told


def test_words_of_somebody_else_are_taken_up_by_nobody(visit, ministry):
    """Guarantee 24."""
    reader = visit("layla")
    keep(reader, ministry, reader.get(NEW), "Layla's own.")
    address = way(reader.get(NEW))
    for name in ("omar", "helen", "rita", "ivan"):
        assert "Layla's own." not in visit(name).get(address)
    assert "<textarea" in visit("omar").get(address), "an empty form"


@pytest.mark.parametrize("named", ["", "x", "00000000-0000-0000-0000-000000000000", "%00"])
def test_words_that_are_not_there_leave_the_form_as_it_is(visit, named):
    assert "unsaved words" not in main(visit("layla").get(f"{NEW}?words={named}"))


def test_a_step_of_the_form_keeps_what_is_in_it_where_no_script_does(visit, ministry):
    """Guarantee 24."""
    reader = visit("layla")
    page = reader.post(NEW, 200, **typed(ministry, reader.get(NEW), do="check", sequence=""))
    assert kept() == [("layla", "Half a sen")]
    page = reader.post(NEW, 400, **typed(ministry, page, "More.", kind="reply", do="save", sequence=""))
    assert ("layla", "More.") in kept()
    assert "You have unsaved words" not in main(page), "they are in the form already"
    reader.follow(NEW, **typed(ministry, page, "All of it.", do="save", sequence=""))
    assert ("layla", "More.") not in kept()


@pytest.mark.parametrize(
    ("sent", "code", "status"),
    [
        ({"sitting": ""}, "sitting_unknown", 400),
        ({"sitting": "WzEsMl0:1:forged"}, "sitting_unknown", 400),
        ({"text": "x" * (acts.MOST_CHARACTERS + 1)}, "words_too_large", 413),
        ({"n" * 81: "x"}, "words_too_large", 413),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_code_and_a_sentence(visit, ministry, sent, code, status):
    reader = visit("layla")
    answer = keep(reader, ministry, reader.get(NEW), status=status, **sent)
    assert answer["code"] == code
    assert answer["sentence"]
    assert not UnsavedWords.objects.exists()


@pytest.mark.parametrize("odd", ["-1", "1e9", "9" * 40, "seven", "٣", ""])
def test_an_odd_place_in_the_sequence_is_one_of_now_and_an_odd_age_is_none(visit, ministry, odd):
    reader = visit("layla")
    keep(reader, ministry, reader.get(NEW), sequence=odd, age=odd)
    words = UnsavedWords.objects.get()
    assert words.sequence == int(NOW.timestamp() * 1000)
    assert words.typed_at == NOW


def test_a_page_older_than_words_are_kept_keeps_nothing(visit, ministry, time_machine):
    reader = visit("layla")
    page = reader.get(NEW)
    time_machine.move_to(NOW + timedelta(days=31), tick=False)
    reader.client.force_login(ministry.layla, backend="accounts.backends.SignIn")
    assert keep(reader, ministry, page, status=400)["code"] == "sitting_unknown"


def test_a_page_given_to_another_draft_keeps_nothing_of_this_one(visit, ministry):
    first, second, reader = ministry.draft("One."), ministry.draft("Two."), visit("layla")
    page = reader.get(at(first, "edit"))
    reader.post(at(second, "edit"), 200, **typed(ministry, page, "Three.", do="check", base=hash_of(second)))
    assert kept() == []


def test_a_form_costs_the_same_with_three_offers_and_with_thirty(visit, ministry):
    reader = visit("layla")
    costs = []
    for more in (3, 27):
        for _ in range(more):
            keep(reader, ministry, reader.get(NEW))
        for address in (NEW, "/"):
            reader.get(address)
            with CaptureQueriesContext(connection) as asked:
                reader.get(address)
            costs.append(len(asked))
    assert costs[:2] == costs[2:]


@pytest.mark.parametrize(
    "spelled", ["6F9619FF-8B86-D011-B42D-00C04FC964FF", "6f9619ff8b86d011b42d00c04fc964ff", "{}", "x"]
)
def test_words_are_thrown_away_however_their_draft_is_spelled(visit, ministry, spelled):
    away = "/drafts/unsaved/6f9619ff-8b86-d011-b42d-00c04fc964ff/throw-away/"
    assert visit("layla").post(away, draft=spelled).startswith("/drafts/")
