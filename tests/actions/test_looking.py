"""How far somebody has read a draft: theirs alone, never further than what has happened, never taken back."""

from approvals import looks
from approvals.actions import commenting, looking
from approvals.models import Event, Look
from tests.actions.asking import approve, hash_of, refused, revise
from tests.people import NOW, fresh, later


def look(draft, by, *, at=NOW, seen=None, revision=None):
    seen = fresh(draft).event_count if seen is None else seen
    return looking.look(draft_id=draft.pk, by=by, revision=revision or hash_of(draft), seen=seen, at=at)


def news(draft, user):
    return [
        event.kind for event in looks.news(looks.of(user, [draft]).get(draft.pk), Event.objects.filter(draft=draft))
    ]


def remark(draft, by, *, at=NOW):
    commenting.comment(draft_id=draft.pk, by=by, text="Soon?", at=at)


def test_what_happened_since_a_look_is_news_and_what_was_read_is_none(ministry):
    draft = ministry.submitted()
    look(draft, ministry.helen)
    assert news(draft, ministry.helen) == []
    remark(draft, ministry.omar, at=later(1))
    assert news(draft, ministry.helen) == ["commented"]
    assert looks.changed(ministry.helen, [draft]) == {draft.pk}
    look(draft, ministry.helen, at=later(2))
    assert news(draft, ministry.helen) == []
    assert looks.changed(ministry.helen, [draft]) == set()


def test_what_came_of_ones_own_act_is_no_news(ministry):
    draft = ministry.submitted()
    look(draft, ministry.helen)
    approve(draft, ministry.helen, at=later(1))
    assert news(draft, ministry.helen) == []
    assert looks.changed(ministry.helen, [draft]) == set()
    approve(draft, ministry.dana, at=later(2))
    assert news(draft, ministry.helen) == ["approve", "step_passed", "step_opened"]
    assert looks.changed(ministry.helen, [draft]) == {draft.pk}


def test_there_is_no_news_before_the_first_look(ministry):
    draft = ministry.submitted()
    assert news(draft, ministry.helen) == []
    assert looks.changed(ministry.helen, [draft]) == set()


def test_an_older_page_takes_nothing_back(ministry):
    draft = ministry.draft("First.")
    first, seen = hash_of(draft), draft.event_count
    revise(draft, "Second.", by=ministry.layla)
    look(draft, ministry.omar, at=later(1))
    look(draft, ministry.omar, at=later(2), seen=seen, revision=first)
    kept = Look.objects.get()
    assert (kept.revision.number, kept.event_count, kept.at) == (2, fresh(draft).event_count, later(1))


def test_a_look_says_no_more_than_has_happened_and_names_a_revision_of_the_draft(ministry):
    draft = ministry.submitted()
    for odd in ({"seen": 99}, {"seen": -1}, {"revision": "0" * 64}, {"revision": hash_of(ministry.draft("Other."))}):
        with refused("look_unlikely"):
            look(draft, ministry.helen, **odd)


def test_who_may_not_see_a_draft_has_no_look_at_it(ministry):
    draft = ministry.submitted()
    with refused("not_found"):
        look(draft, ministry.gil)


def test_looks_are_read_with_one_query_however_many_drafts(ministry, django_assert_num_queries):
    drafts = [ministry.submitted(f"Number {number}.") for number in range(5)]
    for draft in drafts:
        look(draft, ministry.helen)
        remark(draft, ministry.omar, at=later(1))
    with django_assert_num_queries(1):
        assert [found.revision.number for found in looks.of(ministry.helen, drafts).values()] == [1] * 5
    with django_assert_num_queries(1):
        assert looks.changed(ministry.helen, drafts) == {draft.pk for draft in drafts}
    assert looks.of(ministry.layla, drafts) == {}
