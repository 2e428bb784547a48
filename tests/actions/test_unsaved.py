"""What an author types is kept until it is saved: in order, for nobody else, and no longer than it is needed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Posting
from approvals.actions import unsaved
from approvals.actions.unsaved import Ended, Sitting
from approvals.actions.write import Writing
from approvals.models import Draft, Event, UnsavedWords
from tests.actions.asking import hash_of, refused
from tests.people import NOW, fresh, later


def keep(by, sitting, text="Half a sen", *, sequence=1, at=NOW, typed_at=None, **fields):
    return unsaved.keep_words(
        by=by, sitting=sitting, sequence=sequence, fields={"text": [text]} | fields, typed_at=typed_at or at, at=at
    )


def kept(by):
    """Return the texts that are kept of this person, the newest first."""
    return [words.fields["text"][0] for words in by.unsaved_words.filter(ended_at=None)]


@pytest.fixture
def sitting():
    return Sitting(uuid4())


def test_what_is_typed_is_kept_as_it_is_and_is_on_no_record(ministry, sitting):
    """Guarantee 24."""
    text = "  Half a sen\r\n— «demi» نصف 👩‍👩‍👧 "
    words = keep(ministry.layla, sitting, text, topics=["trade", "sanctions"], moment=["soon"])
    assert UnsavedWords.objects.get().fields == {
        "text": [text], "topics": ["trade", "sanctions"], "moment": ["soon"]
    }  # fmt: skip
    assert words.typed_at == NOW
    assert not Event.objects.exists()
    assert not Draft.objects.exists()


def test_an_older_request_that_arrives_later_overwrites_nothing(ministry, sitting):
    """Guarantee 24."""
    keep(ministry.layla, sitting, "Half a sentence", sequence=7)
    keep(ministry.layla, sitting, "Half a sen", sequence=6)
    keep(ministry.layla, sitting, "Half a sentence", sequence=7)
    assert kept(ministry.layla) == ["Half a sentence"]
    keep(ministry.layla, sitting, "A whole sentence.", sequence=8)
    assert kept(ministry.layla) == ["A whole sentence."]


def test_two_windows_are_two_sittings_and_neither_loses_a_word(ministry):
    """Guarantee 24."""
    draft = ministry.draft()
    for text in ("In one window.", "In the other."):
        keep(ministry.layla, Sitting(uuid4(), draft.pk), text)
    assert sorted(kept(ministry.layla)) == ["In one window.", "In the other."]


def test_what_is_saved_is_kept_no_more_and_a_late_request_brings_it_not_back(ministry, sitting):
    keep(ministry.layla, sitting, sequence=3)
    writing = Writing(ministry.content("A whole sentence."))
    draft = unsaved.create_from(Ended(sitting, 4), by=ministry.layla, writing=writing, at=later(1))
    assert fresh(draft).revision.body.text == "A whole sentence."
    assert kept(ministry.layla) == []
    with refused("sitting_over", status=409) as caught:
        keep(ministry.layla, sitting, sequence=3, at=later(1))
    assert caught.value.params == {"sequence": 4}, "so that the page knows whether it has typed more since"


def test_a_sitting_of_which_nothing_came_ends_too(ministry, sitting):
    draft = ministry.draft()
    sitting = Sitting(sitting.key, draft.pk)
    unsaved.amend_from(
        Ended(sitting, 2), by=ministry.layla, draft_id=draft.pk, change=lambda present: present,
        if_match=hash_of(draft), at=NOW,
    )  # fmt: skip
    with refused("sitting_over"):
        keep(ministry.layla, sitting, sequence=1)


def test_what_was_refused_is_still_kept(ministry):
    """Guarantee 24."""
    draft = ministry.draft()
    sitting = Sitting(uuid4(), draft.pk)
    keep(ministry.layla, sitting)
    with refused("if_match_stale"):
        unsaved.amend_from(
        Ended(sitting, 2), by=ministry.layla, draft_id=draft.pk, change=lambda present: present,
            if_match="0" * 64, at=NOW,
        )  # fmt: skip
    assert kept(ministry.layla) == ["Half a sen"]


def test_a_sitting_that_goes_on_with_another_ends_it(ministry, sitting):
    """Guarantee 24."""
    keep(ministry.layla, sitting)
    onward = Sitting(uuid4(), continues=sitting.key)
    keep(ministry.layla, onward, "Half a sentence, and more.")
    assert kept(ministry.layla) == ["Half a sentence, and more."]
    with refused("sitting_over"):
        keep(ministry.layla, sitting, "The old window goes on.", sequence=9)


def test_a_sitting_that_is_saved_ends_the_one_it_took_up(ministry, sitting):
    keep(ministry.layla, sitting)
    onward = Sitting(uuid4(), continues=sitting.key)
    writing = Writing(ministry.content("A whole sentence."))
    unsaved.create_from(Ended(onward, 1), by=ministry.layla, writing=writing, at=NOW)
    assert kept(ministry.layla) == []


def test_words_are_thrown_away_by_whoever_typed_them_and_by_nobody_else(ministry, sitting):
    keep(ministry.layla, sitting)
    unsaved.throw_away(by=ministry.omar, key=sitting.key, at=NOW)
    assert kept(ministry.layla) == ["Half a sen"]
    for _press in range(2):
        unsaved.throw_away(by=ministry.layla, key=sitting.key, at=NOW)
        assert kept(ministry.layla) == []
    assert UnsavedWords.objects.get().fields == {}, "the row that stays holds no word"


def test_nobody_writes_into_the_words_of_somebody_else(ministry, sitting):
    keep(ministry.layla, sitting)
    keep(ministry.omar, sitting, "Omar's.", sequence=9)
    keep(ministry.omar, Sitting(uuid4(), continues=sitting.key), "Omar's too.")
    assert kept(ministry.layla) == ["Half a sen"]
    assert kept(ministry.omar) == ["Omar's too."], "his own sitting with that key went on"


@pytest.mark.parametrize("name", ["helen", "dana", "rita", "ivan"])
def test_who_may_not_write_keeps_nothing(ministry, sitting, name):
    with refused("author_nowhere", status=403):
        keep(getattr(ministry, name), sitting)


def test_who_may_not_write_for_the_office_of_a_draft_keeps_nothing_of_it(ministry, sitting):
    draft = ministry.draft()
    with refused("not_author", status=403):
        keep(ministry.gil, Sitting(sitting.key, draft.pk))
    with refused("not_author", status=403):
        keep(ministry.layla, Sitting(sitting.key, uuid4()))
    Posting.objects.filter(user=ministry.layla).update(ends_at=later(1))
    keep(ministry.layla, Sitting(sitting.key, draft.pk))
    with refused("author_nowhere"):
        keep(ministry.layla, Sitting(sitting.key, draft.pk), sequence=2, at=later(1))


def test_words_are_kept_though_a_colleague_has_submitted_the_draft_meanwhile(ministry, sitting):
    """Guarantee 24."""
    draft = ministry.submitted(by=ministry.omar)
    keep(ministry.layla, Sitting(sitting.key, draft.pk))
    assert kept(ministry.layla) == ["Half a sen"]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ["x" * (unsaved.MOST_CHARACTERS + 1)]},
        {"text": ["x" * 1000] * 501},
        {f"field-{n}": ["x"] for n in range(unsaved.MOST_FIELDS + 1)},
        {"n" * 81: ["x"]},
    ],
    ids=["one long text", "many texts", "many fields", "a long name"],
)
def test_more_than_a_form_holds_is_refused(ministry, sitting, fields):
    with refused("words_too_large", status=413):
        unsaved.keep_words(by=ministry.layla, sitting=sitting, sequence=1, fields=fields, typed_at=NOW, at=NOW)


def test_what_no_database_holds_is_left_out_and_the_rest_is_kept(ministry, sitting):
    keep(ministry.layla, sitting, "Half\x00 a \ud800sen")
    assert kept(ministry.layla) == ["Half a sen"]


def test_only_so_many_sittings_are_kept_and_those_go_on(ministry):
    sittings = [Sitting(uuid4()) for _ in range(unsaved.MOST_SITTINGS)]
    for sitting in sittings:
        keep(ministry.layla, sitting)
    with refused("too_many_sittings", status=409):
        keep(ministry.layla, Sitting(uuid4()))
    keep(ministry.layla, sittings[0], "Whole.", sequence=2)
    assert "Whole." in kept(ministry.layla)
    keep(ministry.omar, Sitting(uuid4()))


def test_words_are_as_old_as_they_were_typed_and_never_of_the_future(ministry):
    keep(ministry.layla, Sitting(uuid4()), "Offline.", typed_at=later(-2))
    keep(ministry.layla, Sitting(uuid4()), "A clock that is fast.", typed_at=later(2))
    assert [words.typed_at for words in UnsavedWords.objects.all()] == [NOW, later(-2)]


def test_words_that_nobody_came_back_for_go_after_thirty_days_and_not_before(ministry):
    for text, age in [("Fresh.", timedelta(days=30)), ("Old.", timedelta(days=30, seconds=1))]:
        keep(ministry.layla, Sitting(uuid4()), text, at=NOW - age)
    assert unsaved.forget_words(at=NOW) == 1
    assert kept(ministry.layla) == ["Fresh."]


def test_the_ministry_says_for_how_long(ministry, sitting, settings):
    settings.UNSAVED_WORDS_DAYS = 2
    keep(ministry.layla, sitting, at=NOW - timedelta(days=2, seconds=1))
    assert unsaved.forget_words(at=NOW) == 1


def test_the_database_lets_no_sitting_that_ended_keep_a_word(ministry, sitting):
    words = keep(ministry.layla, sitting)
    with pytest.raises(IntegrityError, match="a_sitting_that_ended_keeps_no_words"), transaction.atomic():
        UnsavedWords.objects.filter(pk=words.pk).update(ended_at=NOW)


def test_keeping_costs_a_fixed_number_of_queries(ministry, sitting):
    draft = ministry.draft()
    sitting = Sitting(sitting.key, draft.pk, continues=uuid4())
    keep(ministry.layla, sitting)
    for many in (False, True):
        if many:
            for _ in range(20):
                keep(ministry.layla, Sitting(uuid4(), draft.pk))
        with CaptureQueriesContext(connection) as asked:
            keep(ministry.layla, sitting, sequence=2 + many)
        statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
        assert len(statements) == 5, "seats, draft, lock, save, and the sitting that it goes on with"
