"""A draft's page says what changed since one last looked; a look is a POST of the page, and a GET writes nothing."""

import pytest

from approvals.actions import commenting, decide, looking, submit, write
from approvals.actions.write import Writing
from approvals.models import Look
from tests.doors.pages import at, hash_of, main
from tests.people import NOW, fresh, later


def read(visit, name, draft, *, seen=None, **more):
    """Send what a draft's page sends once it has been in view."""
    seen = fresh(draft).event_count if seen is None else seen
    return visit(name).post(at(draft, "looked"), revision=hash_of(draft), seen=seen, **more)


def changed_by_layla(ministry, draft, text, *, when):
    decide.request_changes(draft_id=draft.pk, by=ministry.helen, revision=hash_of(draft), at=when, comment="Anew.")
    writing = Writing(ministry.content(text))
    write.revise(draft_id=draft.pk, by=ministry.layla, writing=writing, if_match=hash_of(draft), at=when)
    submit.submit(draft_id=draft.pk, by=ministry.layla, at=when)


def test_the_first_time_nothing_is_new_and_looking_alone_writes_nothing(visit, ministry):
    draft = ministry.submitted()
    page = visit("helen").get(at(draft))
    assert "Since you last looked" not in page
    assert 'id="looked"' in page
    assert not Look.objects.exists()


def test_what_changed_since_is_said_at_the_top_each_with_its_place_and_marked_there(visit, ministry, time_machine):
    draft = ministry.submitted("Open on Monday.")
    read(visit, "omar", draft)
    said = commenting.comment(draft_id=draft.pk, by=ministry.helen, text="Which Monday?", at=later(1))
    changed_by_layla(ministry, draft, "Open on Tuesday.", when=later(2))
    ministry.approve(draft, ministry.helen, at=later(3))
    time_machine.move_to(later(4), tick=False)
    page = visit("omar").get(at(draft))
    told = main(page)
    assert "Since you last looked, Mon 14 Sept 2026, 12:00" in told
    assert f'<a href="{at(draft)}?from=1#changes">Layla Haddad saved revision 2.</a>' in page
    assert f'<a href="#said-{said.pk}">1 new comment</a>' in page
    assert f'id="said-{said.pk}"' in page
    passed = next(event for event in draft.events.all() if event.kind == "step_passed")
    assert f'<a href="#event-{passed.sequence}">It passed Head of mission.</a>' in page
    assert f'id="event-{passed.sequence}"' in page
    assert "Helen Brandt New" in told
    assert "It passed Head of mission. New" in told


def test_the_text_that_changed_since_is_shown_in_its_place(visit, ministry):
    draft = ministry.submitted("Open on Monday.")
    read(visit, "helen", draft)
    changed_by_layla(ministry, draft, "Open on Tuesday.", when=NOW)
    page = visit("helen").get(at(draft))
    assert "What changed since revision 1, which you read" in main(page)
    assert 'id="show-changes" checked' in page
    assert "[deleted: Monday ]" in main(page)
    assert 'id="show-changes" checked' not in visit("layla").get(at(draft)), "one's own words are no news"


def test_a_script_is_answered_with_nothing_and_a_form_with_the_page(visit, ministry):
    draft = ministry.submitted()
    assert read(visit, "helen", draft, quietly="1", status=204) == ""
    assert read(visit, "helen", draft) == at(draft)
    assert Look.objects.get().event_count == fresh(draft).event_count


def test_whoever_comments_has_read_what_the_page_showed(visit, ministry):
    draft = ministry.submitted()
    sent = {"revision": hash_of(draft), "seen": draft.event_count, "text": "Soon?"}
    visit("helen").post(at(draft, "comment"), **sent)
    assert Look.objects.get(person=ministry.helen).event_count == draft.event_count
    assert "Since you last looked" not in visit("helen").get(at(draft)), "one's own comment is no news"
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="No.", at=later(1))
    assert "1 new comment" in main(visit("helen").get(at(draft)))


def test_whoever_decides_has_read_what_the_page_showed(visit, ministry):
    draft = ministry.submitted()
    visit("helen").post(at(draft, "approve"), revision=hash_of(draft), seen=draft.event_count)
    assert Look.objects.get().person == ministry.helen


@pytest.mark.parametrize("odd", [{"seen": 99}, {"seen": "x"}, {"seen": "9" * 30}, {"seen": ""}, {"revision": "\x00"}])
def test_an_odd_look_is_refused(visit, ministry, odd):
    draft = ministry.submitted()
    sent = {"revision": hash_of(draft), "seen": 1} | odd
    assert "More was said to be read than has happened." in main(visit("helen").post(at(draft, "looked"), 400, **sent))
    assert not Look.objects.exists()


def test_a_stranger_looks_at_nothing(visit, ministry):
    draft = ministry.submitted()
    visit("gil").post(at(draft, "looked"), 404, revision=hash_of(draft), seen=1)


def test_a_long_story_is_folded_but_for_what_is_new(visit, ministry):
    draft = ministry.submitted()
    for number in range(20):
        commenting.comment(draft_id=draft.pk, by=ministry.omar, text=f"Remark {number}.", at=later(1))
    page = visit("layla").get(at(draft))
    assert "15 earlier events" in main(page)
    assert page.count('id="event-') == 23
    looking.look(draft_id=draft.pk, by=ministry.layla, revision=hash_of(draft), seen=10, at=NOW)
    assert "10 earlier events" in main(visit("layla").get(at(draft)))


def test_french_readers_are_told_in_french(visit, ministry):
    ministry.helen.language = "fr"
    ministry.helen.save()
    draft = ministry.submitted()
    read(visit, "helen", draft)
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Soon?", at=later(1))
    assert "depuis votre dernière lecture" in main(visit("helen").get(at(draft))).lower()
