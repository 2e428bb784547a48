"""What stands beside the text while one writes: the verdict, what would make it, counterparts, times and holds."""

import re
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from approvals.actions import write
from approvals.actions.write import Writing
from approvals.models import Draft
from channels.models import Channel
from tests.actions.asking import enforce, new_version
from tests.doors.pages import at, hash_of, main, words
from tests.doors.test_pages_in_force import hold
from tests.doors.test_pages_write import form, local
from tests.people import NOW, later, level, variant


def checked(visit, ministry, text="The embassy is open today.", **fields):
    return visit("layla").post("/drafts/check/", 200, **form(ministry, text, **fields))


def verdict(part):
    return words(re.search(r'<p class="wr-verdict[^>]*>.*?</p>', part, flags=re.DOTALL).group())


def stepped(visit, ministry, do, **fields):
    return visit("layla").post("/drafts/new/", 200, **form(ministry, **fields) | {"do": do})


def french_too(ministry):
    Channel.objects.filter(pk=ministry.x.pk).update(languages=["en", "ar"])


def test_an_empty_form_judges_nothing(visit, ministry):
    assert verdict(visit("layla").get("/drafts/new/")) == "Nothing written yet."
    part = checked(visit, ministry, "")
    assert verdict(part).startswith("Expected to be cleared: ")
    assert "There is no text" not in part
    assert verdict(checked(visit, ministry, "", channels=[])) == "Choose a channel."


def test_the_line_beside_the_buttons_says_the_first_thing_there_is_to_know(visit, ministry):
    assert verdict(checked(visit, ministry, "x" * 283)) == "3 characters too long"
    assert verdict(checked(visit, ministry, "Call +966 11 488 2288.")) == "1 thing to confirm"
    assert verdict(checked(visit, ministry, moment=local(later(48)))).startswith("In time: expected ")
    late = verdict(checked(visit, ministry, moment=local(later(8))))
    assert late.startswith("Too late: expected Tue 15 Sept, 04:00, needed by Mon 14 Sept")


def test_a_finding_leads_to_its_passage_in_the_units_of_the_browser(visit, ministry):
    part = checked(visit, ministry, "🇸🇦 Call +966 11 488 2288.")
    assert 'data-select="id_text" data-start="10" data-end="26"' in part
    over = checked(visit, ministry, "x" * 300)
    assert 'data-start="280" data-end="300"' in over
    assert "Show what is over" in over


def test_what_would_make_it_is_computed_and_one_press_does_it(visit, ministry):
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, hours=12, runs_on="working")
    enforce(ministry, version)
    part = checked(visit, ministry, moment=local(later(20)))
    assert "What would make it:" in part
    assert "As an urgent post it would be cleared by" in part
    assert 'value="set-urgency-urgent"' in part
    later_moment = re.search(r'value="(set-moment-[^"]+)"', part).group(1)
    page = stepped(visit, ministry, later_moment, moment=local(later(20)))
    assert "In time for its moment" in main(page)
    assert not Draft.objects.exists()


def test_a_topic_is_named_only_where_the_route_without_it_is_in_time(visit, ministry):
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    about = {"field": "topic", "in": ["sanctions"]}
    level(version, 2, "Desk", "country_desk", Role.APPROVER, hours=8, conditions=about)
    enforce(ministry, version)
    target = local(later(8))
    part = checked(visit, ministry, topics=["sanctions", "trade"], moment=target)
    assert 'value="drop-topics-sanctions"' in part
    assert 'value="drop-topics-trade"' not in part
    page = stepped(visit, ministry, "drop-topics-sanctions", topics=["sanctions"], moment=target)
    assert "In time for its moment" in main(page)


def test_steps_set_only_what_they_may(visit, ministry):
    page = stepped(visit, ministry, "set-text-gone")
    assert "The embassy is open today.</textarea>" in page
    assert "2026-09-20T09:00" in stepped(visit, ministry, "set-publish_at-2026-09-20T09:00")


def test_the_counterpart_of_a_channel_with_two_languages_is_one_press_away(visit, ministry):
    french_too(ministry)
    part = checked(visit, ministry)
    do = re.search(r'value="(add_language-ar[^"]*)"', part).group(1)
    assert "Add the Arabic text" in part
    assert "/drafts/check/" not in part, "a button of the answer leads to the page, not to the check"
    page = stepped(visit, ministry, do)
    assert "Text in Arabic" in page
    assert re.search(r'name="variant-0-beside"[^>]*checked', page)


def test_the_text_and_its_counterpart_are_both_posted_and_come_back_as_two_fields(visit, ministry):
    row = {"variants": "1", "variant-0-channel": [ministry.x.pk], "variant-0-language": "ar",
           "variant-0-text": "السفارة مفتوحة.", "variant-0-beside": "on"}  # fmt: skip
    visit("layla").follow("/drafts/new/", **form(ministry) | row)
    draft = Draft.objects.get()
    posts = {(post.language, post.text) for post in draft.revision.body.posts()}
    assert posts == {("en", "The embassy is open today."), ("ar", "السفارة مفتوحة.")}
    page = visit("layla").get(at(draft, "edit"))
    assert 'name="variants" value="1"' in page
    visit("layla").follow(at(draft, "edit"), **form(ministry, base=hash_of(draft)) | row)
    assert hash_of(draft) == draft.revision.hash, "saved as it was shown, nothing is another one"


def test_one_text_serves_several_channels(visit, ministry):
    both = [ministry.x.pk, ministry.mastodon.pk]
    row = {"variants": "1", "variant-0-channel": both, "variant-0-language": "ar", "variant-0-text": "مفتوحة"}
    visit("layla").follow("/drafts/new/", **form(ministry, channels=both) | row)
    draft = Draft.objects.get()
    assert {(post.channel_id, post.text) for post in draft.revision.body.posts()} == {(pk, "مفتوحة") for pk in both}
    assert 'name="variants" value="1"' in visit("layla").get(at(draft, "edit"))


def test_a_counterpart_that_was_left_behind_says_so(visit, ministry):
    draft = ministry.draft("Open.", variants=(variant(ministry.x, "ar", "مفتوحة"), variant(ministry.x, "en", "Open.")))
    row = {"variants": "1", "variant-0-channel": [ministry.x.pk], "variant-0-language": "ar", "variant-0-beside": "on"}
    common = {"draft": str(draft.pk)} | row
    said = "The first text has changed since this one was written (revision 1)."
    assert said not in checked(visit, ministry, "Open.", **common | {"variant-0-text": "مفتوحة"})
    assert said in checked(visit, ministry, "Closed.", **common | {"variant-0-text": "مفتوحة"})
    assert said not in checked(visit, ministry, "Closed.", **common | {"variant-0-text": "مغلقة"})
    kept = (variant(ministry.x, "ar", "مفتوحة"), variant(ministry.x, "en", "Closed."))
    content = ministry.content("Closed.", variants=kept)
    write.revise(draft_id=draft.pk, by=ministry.layla, writing=Writing(content), if_match=hash_of(draft), at=NOW)
    assert said in visit("layla").get(at(draft, "edit")), "also when it was saved so"


def test_each_post_is_shown_as_it_will_appear(visit, ministry):
    text = "See @someone at https://example.org/a #Open " + "and more " * 40
    part = checked(visit, ministry, text, channels=[ministry.x.pk, ministry.mastodon.pk])
    assert 'aria-label="As it will appear on X @EmbassyRiyadh"' in part
    assert part.count('<span class="ch-post-link">https://example.org/a</span>') == 2
    assert part.count('<span class="ch-post-hashtag">#Open</span>') == 2
    assert part.count("<summary>Show more</summary>") == 1, "X folds it, Mastodon does not say"


def test_a_reply_is_shown_with_what_it_answers(visit, ministry):
    reply = {"kind": "reply", "in_reply_to": "https://x.com/a/status/1", "answers_author": "A citizen",
             "answers_text": "Are you open?"}  # fmt: skip
    part = checked(visit, ministry, **reply)
    card = part[part.index('class="pp"') :]
    assert "A citizen" in card
    assert "Are you open?" in card


def test_a_slot_is_told_in_the_time_of_the_office_and_whether_it_is_closed_then(visit, ministry):
    ministry.layla.time_zone = "Europe/Zurich"
    ministry.layla.save()
    friday = NOW + timedelta(days=4)
    part = checked(visit, ministry, publish_at=local(friday))
    assert "Embassy in Riyadh: " in part
    assert "Embassy in Riyadh is closed on" in part


def test_a_hold_that_covers_it_is_said_at_once(visit, ministry):
    hold(ministry)
    assert "placed a hold that covers this" in words(checked(visit, ministry))


def test_the_page_of_a_draft_tells_its_slot_from_its_moment(visit, ministry):
    draft = ministry.draft(publish_at=later(3), moment=later(48))
    page = visit("layla").get(at(draft))
    assert "Too late for its slot" in main(page)
    assert ">Slot</text>" in page
    assert "Answer by" not in page


def test_who_reads_french_reads_it_in_french(visit, ministry):
    ministry.layla.language = "fr"
    ministry.layla.save()
    page = visit("layla").get("/drafts/new/")
    assert "Urgence et public visé" in main(page)
    assert verdict(page) == "Rien n’est écrit encore."


def test_the_check_costs_the_same_with_many_texts_and_channels(visit, ministry):
    reader = visit("layla")

    def price(rows):
        fields = {"variants": str(rows)}
        for row in range(rows):
            fields |= {f"variant-{row}-channel": [ministry.x.pk], f"variant-{row}-language": "en",
                       f"variant-{row}-text": f"Text {row}"}  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            reader.post("/drafts/check/", 200, **form(ministry, moment=local(later(3))) | fields)
        return len(asked)

    price(0)
    assert price(0) == price(12) <= 24
