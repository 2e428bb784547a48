"""What was typed is read once for every box: by reference, words, person, channel or office, where one may see."""

import json

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from approvals import queries, searching
from approvals.models import Draft
from approvals.rules import finding
from tests.actions.asking import revise
from tests.people import NOW, variant


def found(typed, by=None):
    """Return the references that somebody finds; or that there are to find."""
    listed = queries.drafts(by, at=NOW) if by else Draft.objects.all()
    return {draft.reference for draft in queries.matching(listed, typed)}


def test_a_draft_is_found_by_whatever_one_knows_of_it(ministry):
    riyadh = ministry.draft("The consulate in Jeddah reopens.").reference
    paris = ministry.draft("L’Élysée reçoit.", by=ministry.omar, channel_ids=(ministry.mastodon.pk,)).reference
    arabic = ministry.draft("Welcome.", variants=(variant(ministry.x, "ar", "أهلًا بكم في الرِّياض"),)).reference
    chinese = ministry.draft("北京市外交部", by=ministry.gil, channel_ids=(ministry.geneva_x.pk,)).reference
    everything = {riyadh, paris, arabic, chinese}
    asked = {
        "": everything, "   ": everything,
        "jeddah": {riyadh}, "JEDD reop": {riyadh}, "jeddah elysee": set(), "elysee": {paris}, "الرياض": {arabic},
        "外交": {chinese}, "京外": set(),
        riyadh: {riyadh}, riyadh.lower(): {riyadh}, "2026": everything, f"{paris[-4:]} omar": {paris},
        "gva": {chinese}, "GVA-": {chinese}, "ruh elysee": {paris},
        "omar": {paris}, "Say": {paris}, "perrin": {chinese}, "layla jeddah": {riyadh}, "layla elysee": set(),
        "@riyadh@social": {paris}, "missiongeneva": {chinese}, "geneva": {chinese}, "missiong 北京": {chinese},
        "& | ! :*": set(), "'": set(), "\\": set(), "🎉": set(), "\x00": everything, "jeddah &": {riyadh},
        "jeddah " + "x" * 5000: set(), "a" * 300: set(),
    }  # fmt: skip
    assert {typed: found(typed) for typed in asked} == asked


def test_nothing_is_found_that_one_may_not_see(ministry):
    secret = ministry.draft("The consulate in Jeddah reopens.")
    for typed in ("jeddah", secret.reference, "layla", "embassyriyadh", "ruh"):
        assert found(typed, ministry.gil) == set()
        assert found(typed, ministry.omar) == {secret.reference}
    assert searching.exactly(secret.reference, queries.drafts(ministry.gil, at=NOW)) is None


def test_only_the_current_revision_is_searched(ministry):
    draft = ministry.draft("The consulate closes.")
    revise(draft, "The consulate reopens.", by=ministry.layla)
    assert found("reopens") == {draft.reference}
    assert found("closes") == set()


@pytest.mark.parametrize("spelled", ["RUH-2026-0001", "ruh-2026-1", " ruh 2026 1 ", "RUH‑2026‑0001", "ruh–2026–00001"])
def test_a_reference_is_known_however_it_is_spelled(ministry, spelled):
    draft = ministry.draft()
    assert searching.exactly(spelled, queries.drafts(ministry.layla, at=NOW)) == draft


@pytest.mark.parametrize("other", ["RUH-2026", "2026-0001", "RUH-2026-0001 x", "RUH-2026-0002", "", "RUH2026", "٢٠٢٦"])
def test_what_is_no_whole_reference_names_no_draft(ministry, other):
    ministry.draft()
    assert searching.exactly(other, queries.drafts(ministry.layla, at=NOW)) is None


def test_a_word_that_means_very_many_people_is_looked_for_in_texts(ministry, monkeypatch):
    monkeypatch.setattr(searching, "MOST_MEANT", 0)
    draft = ministry.draft("Layla speaks.", by=ministry.omar)
    ministry.draft("By her, and about something else.")
    assert found("layla") == {draft.reference}


def test_reading_costs_three_queries_whatever_is_typed(ministry, django_assert_num_queries):
    with django_assert_num_queries(3):
        searching.read("layla geneva ruh-2026 words and more words")
    with django_assert_num_queries(0):
        searching.read("  ")


ODD = [
    "", "İstanbul ıssız", "ǅ ŉ ﬁ ẞ ß ΌΣΟΣ Σ", "a\u0301\u0301b", "가나다 각", "がぎぐ カﾞ", "\ufffe\uffff", "कि हिन्दी",
    "ກຂ ប្រ", "x" * 500, "北" * 200, "a\u2028b\u00a0c\u3000d", "1.5e3 -7 +8", "\U000e0041flag🏴󠁧󠁢", "עִבְרִית שָׁלוֹם־עליכם",
]  # fmt: skip


def by_the_database(text):
    images = [
        {"hash": "abc", "descriptions": {"en": text, "fr": "Une porte"}, "languages": ["en"]},
        {"descriptions": {}},
    ]
    other = {"variants": [{"text": "Other", "language": "en"}], "kind": "original", "channels": [1], "images": images}
    content = json.dumps({"text": text, **other})
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(chancery_words(%s::jsonb))", [content])
        return set(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("text", ODD)
def test_the_database_cuts_the_same_words(text):
    assert by_the_database(text) == finding.words_of({"text": f"{text} Other Une porte"})


# Newer characters than the database's own tables know would be no mistake of either.
KNOWN = some.characters(
    codec="utf-8", exclude_characters="\x00", exclude_categories=("Cn", "Co"), max_codepoint=0x2FFFF
)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=some.text(KNOWN, max_size=60))
def test_the_database_cuts_any_text_into_the_same_words(text):
    assert by_the_database(text) == finding.words_of({"text": f"{text} Other Une porte"})
