"""Writing and editing a draft by a form that works without scripts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from approvals.actions import write
from approvals.actions.write import Writing
from approvals.models import Draft, Event
from channels.models import Channel
from tests.doors.pages import at, hash_of, main
from tests.people import NOW, fresh, later, variant

RIYADH = ZoneInfo("Asia/Riyadh")


def form(ministry, text="The embassy is open today.", **fields):
    values = {
        "channels": [ministry.x.pk], "text": text, "language": "en", "kind": "original", "urgency": "routine",
        "variants": "0", "do": "save",
    }  # fmt: skip
    return values | fields


def local(instant, zone=RIYADH):
    return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def test_a_post_is_saved_as_a_draft_of_the_writers_office(visit, ministry):
    fields = form(ministry, topics=["trade"], urgency="urgent", moment=local(later(24)), publish_at=local(later(20)))
    page = visit("layla").follow("/drafts/new/", **fields)
    draft = Draft.objects.get()
    assert (draft.office, draft.author, draft.state) == (ministry.riyadh, ministry.layla, "draft")
    assert (draft.topics, draft.urgency, draft.moment, draft.publish_at) == (["trade"], "urgent", later(24), later(20))
    assert draft.revision.body.text == "The embassy is open today."
    assert f"{draft.reference} is saved as revision 1." in main(page)


def test_a_post_is_saved_and_submitted_at_once(visit, ministry):
    page = visit("layla").follow("/drafts/new/", **form(ministry, do="submit"))
    assert Draft.objects.get().state == "in_review"
    assert "RUH-2026-0001 is submitted." in main(page)
    assert "Can decide now: Helen Brandt" in main(page)


def test_what_cannot_be_submitted_is_saved_and_the_form_says_why(visit, ministry):
    page = visit("layla").follow("/drafts/new/", **form(ministry, "x" * 281, do="submit"))
    assert Draft.objects.get().state == "draft"
    assert "RUH-2026-0001 is saved, but not submitted:" in main(page)
    assert "Edit RUH-2026-0001" in main(page)
    assert "281 of 280" in main(page)


def test_a_finding_is_confirmed_in_the_form_and_on_the_record(visit, ministry):
    reader, text = visit("layla"), "Call the embassy on +966 11 488 2288."
    page = reader.follow("/drafts/new/", **form(ministry, text, do="submit"))
    draft = Draft.objects.get()
    assert 'name="confirm" value="telephone"' in page
    fields = form(ministry, text, do="submit", base=hash_of(draft), confirm=["telephone"])
    reader.follow(at(draft, "edit"), **fields)
    assert fresh(draft).state == "in_review"
    assert Event.objects.get(kind="submitted").data["confirmed"] == ["telephone"]


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"channels": []}, "Channels: Choose at least one channel."),
        ({"kind": "reply"}, "Address of the post it answers: A reply or repost needs the address"),
        ({"kind": "reply", "in_reply_to": "javascript:alert(1)"}, "Give the whole address of the post"),
        ({"moment": local(NOW)}, "Moment: The moment has passed already."),
        ({"moment": "9999-12-31T23:59"}, "This time is more than two years ahead."),
        ({"moment": "soon"}, "Give a day and a time"),
        ({"publish_at": local(later(5)), "moment": local(later(4))}, "Slot: The slot is after the draft's moment."),
        ({"topics": ["castles"]}, "Topics: Select a valid choice."),
        ({"language": "xx"}, "Language of the text: Select a valid choice."),
    ],
)
def test_each_refusal_stands_beside_its_field_and_in_the_summary(visit, ministry, fields, beside):
    page = visit("layla").post("/drafts/new/", 400, **form(ministry, **fields))
    assert "There is a problem" in main(page)
    assert main(page).count(beside.partition(": ")[2] or beside) >= 2
    assert beside in main(page)
    assert "The embassy is open today." in page, "nothing that was typed is lost"
    assert not Draft.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(visit, ministry):
    told = main(
        visit("layla").post("/drafts/new/", 400, **form(ministry, kind="reply", moment=local(NOW), channels=[]))
    )
    for each in (
        "Choose at least one channel.",
        "A reply or repost needs the address",
        "The moment has passed already.",
    ):
        assert told.count(each) >= 2, "in the summary, and beside the field"


def test_a_channel_of_another_office_is_refused(visit, ministry):
    page = visit("layla").post("/drafts/new/", 400, **form(ministry, channels=[ministry.geneva_x.pk]))
    assert "You cannot write for one of these channels." in main(page)
    assert not Draft.objects.exists()


def test_a_time_is_typed_in_the_writers_zone_and_a_skipped_hour_is_refused(visit, ministry, time_machine):
    zurich = form(ministry, channels=[ministry.geneva_x.pk])
    reader = visit("gil")
    ministry.gil.language = "en"
    ministry.gil.save()
    time_machine.move_to(datetime(2026, 3, 20, 9, tzinfo=ZoneInfo("UTC")), tick=False)
    assert "In your time zone, Europe/Zurich (+01:00)." in main(reader.get("/drafts/new/"))
    page = reader.post("/drafts/new/", 400, **zurich, moment="2026-03-29T02:30")
    assert "At 02:30 on that day the clocks in Europe/Zurich have been put forward" in main(page)
    reader.follow("/drafts/new/", **zurich, moment="2026-03-29T03:30")
    assert Draft.objects.get().moment == datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("UTC"))


def test_one_channel_gets_a_text_of_its_own(visit, ministry):
    channels = [ministry.x.pk, ministry.mastodon.pk]
    row = {"variants": "1", "variant-0-channel": ministry.mastodon.pk, "variant-0-language": "ar"}
    visit("layla").follow("/drafts/new/", **form(ministry, channels=channels, **row, **{"variant-0-text": "مفتوحة"}))
    posts = {(post.channel_id, post.text) for post in Draft.objects.get().revision.body.posts()}
    assert posts == {(ministry.x.pk, "The embassy is open today."), (ministry.mastodon.pk, "مفتوحة")}


def test_a_row_is_added_and_taken_away_without_saving(visit, ministry):
    reader = visit("layla")
    page = reader.post("/drafts/new/", 200, **form(ministry, do="add_variant"))
    assert 'name="variant-0-text"' in page
    assert "There is a problem" not in main(page)
    rows = {f"variant-{row}-{name}": value for row, text in enumerate(["first", "second"])
            for name, value in (("channel", ministry.x.pk), ("language", "en"), ("text", text))}  # fmt: skip
    page = reader.post("/drafts/new/", 200, **form(ministry, do="remove_variant-0", **rows) | {"variants": "2"})
    assert 'name="variant-0-text"' in page
    assert 'name="variant-1-text"' not in page
    assert "second" in page
    assert "first</textarea>" not in page
    assert not Draft.objects.exists()


@pytest.mark.parametrize("asked", [{"do": "add_variant"}, {"variants": "2", "do": "remove_variant-7"}])
def test_a_row_without_a_channel_yet_is_shown_and_not_judged(visit, ministry, asked):
    page = visit("layla").post("/drafts/new/", 200, **form(ministry) | {"channels": []} | asked)
    assert 'name="variant-0-text"' in page
    assert "There is a problem" not in page


def test_a_text_for_a_channel_that_is_not_chosen_is_refused(visit, ministry):
    row = {
        "variants": "1",
        "variant-0-channel": ministry.mastodon.pk,
        "variant-0-language": "en",
        "variant-0-text": "a",
    }
    page = visit("layla").post("/drafts/new/", 400, **form(ministry) | row)
    assert "A text of its own was given for a channel that the draft does not target." in main(page)


def test_checking_says_counts_findings_route_and_time_and_saves_nothing(visit, ministry):
    fields = form(ministry, "Hidden\u200b here", channels=[ministry.x.pk, ministry.mastodon.pk], moment=local(later(8)))
    told = main(visit("layla").post("/drafts/new/", 200, **fields | {"do": "check"}))
    assert "12 of 280" in told
    assert "of 500" in told
    assert "Character 7 is invisible: ZERO WIDTH SPACE (U+200B)" in told
    assert "Head of mission 4 h on the clock" in told
    assert "Approver, Middle East Desk" in told
    assert "it is cleared by Tue 15 Sept 2026, 04:00" in told
    assert "Too late for its moment" in told
    assert not Draft.objects.exists()


def test_the_live_check_answers_with_its_part_of_the_page_only(visit, ministry):
    part = visit("layla").post("/drafts/check/", 200, **form(ministry, moment=local(later(48))))
    assert "<html" not in part
    assert "In time for its moment" in part
    assert 'id="counts" hx-swap-oob="true"' in part
    assert 'role="status"' in part
    assert not Draft.objects.exists()


def test_the_live_check_tells_what_is_wrong_with_a_time(visit, ministry):
    part = visit("layla").post("/drafts/check/", 200, **form(ministry, moment=local(NOW - timedelta(hours=1))))
    assert "The moment has passed already." in part


def test_a_text_no_platform_takes_is_answered_with_its_length(visit, ministry):
    part = visit("layla").post("/drafts/check/", 200, **form(ministry, "x" * 100_001))
    assert "This is 100001 characters long; no platform takes more than 100000." in part
    visit("layla").post("/drafts/new/", 413, **form(ministry, "x" * 100_001))


def test_the_check_says_nothing_of_a_draft_one_may_not_see(visit, ministry):
    draft = ministry.draft()
    visit("gil").post("/drafts/check/", 404, draft=str(draft.pk), text="a")
    visit("layla").post("/drafts/check/", 200, draft="rubbish", **form(ministry))


def test_an_edit_makes_a_new_revision(visit, ministry):
    draft = ministry.draft("First.", moment=later(30))
    reader = visit("layla")
    page = reader.get(at(draft, "edit"))
    assert f'name="base" value="{hash_of(draft)}"' in page
    assert local(later(30)) in page
    reader.follow(at(draft, "edit"), **form(ministry, "Second.", base=hash_of(draft), moment=local(later(30))))
    assert (fresh(draft).revision.number, fresh(draft).revision.body.text) == (2, "Second.")


def test_seconds_that_the_field_does_not_show_are_kept(visit, ministry):
    precise = later(30, seconds=17)
    draft = ministry.draft("First.", moment=precise)
    shown = {"moment": local(precise), "initial-moment": local(precise)}
    visit("layla").follow(at(draft, "edit"), **form(ministry, base=hash_of(draft), **shown))
    assert fresh(draft).moment == precise


def test_two_writers_of_one_draft_lose_nothing(visit, ministry):
    draft = ministry.draft("One.")
    read = hash_of(draft)
    theirs = Writing(ministry.content("One, by Omar."))
    write.revise(draft_id=draft.pk, by=ministry.omar, writing=theirs, if_match=read, at=NOW)
    reader = visit("layla")
    page = reader.post(at(draft, "edit"), 412, **form(ministry, "One, by Layla.", base=read))
    assert "Omar Sayegh saved revision 2 while you were writing" in main(page)
    assert "One, by Layla.</textarea>" in page
    assert "Omar" in main(page)
    assert f'name="base" value="{hash_of(draft)}"' in page
    reader.follow(at(draft, "edit"), **form(ministry, "One, by Layla.", base=hash_of(draft)))
    assert [revision.body.text for revision in draft.revisions.all()] == ["One.", "One, by Omar.", "One, by Layla."]


def test_only_authors_edit_and_only_before_submission(visit, ministry):
    submitted, returned = ministry.submitted(), ministry.submitted()
    page = visit("layla").client.get(at(submitted, "edit"), follow=True)
    assert "A draft can be changed before it is submitted" in main(page.content.decode())
    assert "Only an author of this draft may do this." in main(visit("helen").get(at(returned, "edit"), 403))
    visit("gil").get(at(submitted, "edit"), 404)


def test_a_frozen_channel_is_not_offered_but_stays_with_the_draft_that_has_it(visit, ministry):
    draft = ministry.draft(channel_ids=(ministry.mastodon.pk,))
    Channel.objects.filter(pk=ministry.mastodon.pk).update(state="frozen")
    assert "@riyadh@social.example" not in visit("layla").get("/drafts/new/")
    assert "@riyadh@social.example" in visit("layla").get(at(draft, "edit"))


def test_who_may_write_for_no_channel_is_told_so(visit, ministry):
    told = main(visit("dana").get("/drafts/new/"))
    assert "You cannot write for any channel" in told


@pytest.mark.parametrize(
    "odd",
    [{"variants": "-1"}, {"variants": "9" * 40}, {"variants": "9" * 5000}, {"do": "remove_variant-99"}, {"do": "\x00"},
     {"variants": "2", "do": f"remove_variant-{'9' * 5000}"}, {"text": "\x00"}, {"channels": ["x"]}, {"moment": "\x00"},
     {"base": "\x00"}, {"kind": "castle"}, {"confirm": ["\x00"]}],
)  # fmt: skip
def test_odd_input_is_no_fault(visit, ministry, odd):
    response = visit("layla").client.post("/drafts/new/", form(ministry) | odd)
    assert response.status_code in (200, 302, 400)


def test_the_languages_offered_are_those_of_ones_channels_and_of_the_draft(visit, ministry):
    draft = ministry.draft("Bonjour.", language="fr", variants=(variant(ministry.x, "uk", "Вітаємо"),))
    assert '<option value="ar">Arabic</option>' in visit("layla").get("/drafts/new/")
    page = visit("layla").get(at(draft, "edit"))
    assert '<option value="fr" selected>French</option>' in page
    assert '<option value="uk" selected>Ukrainian</option>' in page
