"""A text is a cleared line only when nobody could say that it is not: every change is a change."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from approvals.rules import cleared_lines
from approvals.rules.cleared_lines import NOTHING, Line, Permitted, Quotation, of_posts, only_lines, quotation

SUPPORT = Line(1, "We support the rules agreed in Geneva, and we will keep them.")
HELP = Line(2, "Consular help is open day and night. Call the number on our page. #SafeTravels")
ARABIC = Line(3, "السفارة مفتوحة اليوم، وتقدّم المساعدة القنصلية ليلاً ونهاراً.")
CHINESE = Line(4, "使馆今天照常开放。")
LINES = [SUPPORT, HELP, ARABIC, CHINESE]
PERMITTED = Permitted(frozenset({"travel.example"}), ("Good morning", "Bonjour"))


def asked(text, lines=LINES, permitted=PERMITTED):
    return quotation(text, lines, permitted)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        (SUPPORT.text, (1,)),
        (f"{SUPPORT.text} {HELP.text}", (1, 2)),
        (f"{HELP.text}\n\n{SUPPORT.text}", (2, 1)),
        (f"  {SUPPORT.text}\n", (1,)),
        (SUPPORT.text.replace(" ", "\u00a0"), (1,)),
        (f"@someone {SUPPORT.text}", (1,)),
        (f"@someone@social.example, {SUPPORT.text} @another", (1,)),
        (f"Good morning! {SUPPORT.text}", (1,)),
        (f"good morning @someone: {SUPPORT.text}", (1,)),
        (f"{SUPPORT.text} https://travel.example/rules?a=1", (1,)),
        (f"{SUPPORT.text} https://help.travel.example", (1,)),
        (f"{HELP.text} #SafeTravels", (2,)),
        (ARABIC.text, (3,)),
        (f"@someone {ARABIC.text}", (3,)),
        (CHINESE.text, (4,)),
        (CHINESE.text * 2, (4,)),
    ],
)
def test_whole_lines_with_what_may_stand_beside_them_are_unaltered(text, used):
    assert asked(text) == Quotation("unaltered", used)


@pytest.mark.parametrize(
    "text",
    [
        SUPPORT.text.replace("We support", "We do not support"),
        SUPPORT.text.replace("support", "Support"),
        SUPPORT.text.lower(),
        SUPPORT.text.rstrip("."),
        SUPPORT.text.replace(".", "?"),
        f"{SUPPORT.text}?",
        f"“{SUPPORT.text}”",
        f"Not: {SUPPORT.text}",
        f"{SUPPORT.text} Not.",
        f"{SUPPORT.text} 🙂",
        f"{SUPPORT.text} #SafeTravels",
        f"{HELP.text} #Other",
        f"{SUPPORT.text} https://travel.example.evil.example/",
        f"{SUPPORT.text} https://eviltravel.example/",
        f"{SUPPORT.text} https://user@travel.example/",
        f"{SUPPORT.text} https://travel.example:8443/",
        f"{SUPPORT.text} http:travel.example",
        f"{SUPPORT.text} travel.example",
        f"Good morning? {SUPPORT.text}",
        f"Good evening {SUPPORT.text}",
        f"@ someone {SUPPORT.text}",
        SUPPORT.text.replace(", and we will keep them", ""),
        SUPPORT.text.replace("rules", "r\u200bules"),
        SUPPORT.text.replace("e", "\u0435", 1),
        SUPPORT.text.replace("the", "\u202ethe"),
        SUPPORT.text.replace("rules", "@rules"),
        SUPPORT.text.replace("rules", "Good morning rules"),
        ARABIC.text.replace("مفتوحة", "ليست مفتوحة"),
        ARABIC.text.replace("،", ","),
        CHINESE.text.replace("照常", "不"),
        f"不{CHINESE.text}",
        CHINESE.text.rstrip("。"),
    ],
)
def test_any_change_to_a_line_or_beside_it_is_a_change(text):
    assert asked(text).kind == "altered"


def test_a_change_is_told_word_by_word_against_the_nearest_line():
    found = asked(SUPPORT.text.replace("We support", "We do not support"))
    assert (found.nearest, found.lines, found.named) == (1, (), (1,))
    assert [(segment.change, segment.text) for segment in found.changes] == [
        ("equal", "We "),
        ("insert", "do not "),
        ("equal", "support the rules agreed in Geneva, and we will keep them."),
    ]


def test_half_a_line_is_that_line_with_the_other_half_gone():
    found = asked("We support the rules agreed in Geneva.")
    assert (found.kind, found.nearest) == ("altered", 1)
    assert any(segment.change == "delete" for segment in found.changes)


def test_a_line_with_words_of_ones_own_is_quoted_whole_and_still_altered():
    found = asked(f"As we said: {SUPPORT.text} Thank you.")
    assert (found.kind, found.lines, found.nearest) == ("altered", (1,), 1)


@pytest.mark.parametrize("text", ["", "   ", "@someone", "Good morning", "The library is open on Sunday.", "in Geneva"])
def test_a_text_without_a_line_quotes_none(text):
    assert asked(text) == NOTHING


def test_what_is_written_with_a_mark_apart_is_the_same_letter():
    line = Line(7, "Écoutez l'ambassadrice à midi.")
    assert asked(unicodedata.normalize("NFD", line.text), [line]).kind == "unaltered"


def test_two_lines_run_together_are_no_line():
    """Nobody may make a word that neither line has."""
    lines = [Line(1, "We help"), Line(2, "less people.")]
    assert asked("We helpless people.", lines).kind != "unaltered"
    assert asked("We help less people.", lines).kind == "unaltered"


def test_a_longer_line_that_begins_as_another_is_found_whole():
    lines = [Line(1, "We help."), Line(2, "We help. Always. #Geneva")]
    assert asked("We help. Always. #Geneva", lines) == Quotation("unaltered", (2,))


def test_nothing_stands_beside_lines_that_nobody_permitted():
    assert asked(f"Good morning {SUPPORT.text}", permitted=Permitted()).kind == "altered"
    assert asked(f"{SUPPORT.text} https://travel.example/", permitted=Permitted()).kind == "altered"


SPACES = st.sampled_from([" ", "  ", "\n", "\n\n", "\u00a0", "\t"])
BESIDE = st.sampled_from(["@someone", "@a.b@social.example,", "Good morning!", "https://travel.example/x"])


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=4), st.lists(BESIDE, max_size=3), st.data())
def test_lines_and_what_may_stand_beside_them_in_any_order_are_unaltered(lines, beside, data):
    parts = data.draw(st.permutations([*(line.text for line in lines), *beside]))
    gaps = [data.draw(SPACES) for _ in parts]
    found = asked("".join(part + gap for part, gap in zip(parts, gaps, strict=True)))
    assert found.kind == "unaltered"
    assert set(found.lines) == {line.id for line in lines}


@given(st.sampled_from(LINES), st.integers(0, 200), st.characters(exclude_categories=("Cs", "Zs", "Zl", "Zp", "Cc")))
def test_a_character_put_in_anywhere_is_an_alteration(line, place, sign):
    place = min(place, len(line.text))
    text = line.text[:place] + sign + line.text[place:]
    assume(cleared_lines.normal_text(text) != cleared_lines.normal_text(line.text))
    assert asked(text).kind != "unaltered"


@given(st.sampled_from(LINES), st.integers(0, 200))
def test_a_character_taken_out_anywhere_is_an_alteration(line, place):
    place = min(place, len(line.text) - 1)
    assume(not line.text[place].isspace())
    assert asked(line.text[:place] + line.text[place + 1 :]).kind != "unaltered"


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=40), max_size=5))
def test_any_text_has_an_answer_and_an_unaltered_one_has_nothing_but_its_lines(text, texts):
    lines = [Line(number, line) for number, line in enumerate(texts)]
    found = quotation(text, lines, Permitted())
    assert found.kind in ("unaltered", "altered", "none")
    if found.kind == "unaltered" and not set(text) & set("@#h"):
        left = cleared_lines.normal_text(text)
        for line in sorted((lines[number].text for number in found.lines), key=len, reverse=True):
            left = left.replace(cleared_lines.normal_text(line), "")
        assert not left.strip()


@given(st.text(max_size=200))
def test_the_changes_of_an_altered_text_give_back_both_texts(text):
    found = asked(f"{SUPPORT.text} {text}")
    if found.kind == "altered":
        kept = next(line.text for line in LINES if line.id == found.nearest)
        after = "".join(segment.text for segment in found.changes if segment.change != "delete")
        before = "".join(segment.text for segment in found.changes if segment.change != "insert")
        assert before == cleared_lines.normal_text(kept)
        assert after == cleared_lines.normal_text(f"{SUPPORT.text} {text}")


def test_a_draft_is_unaltered_only_when_each_of_its_posts_is():
    whole, changed = Quotation("unaltered", (1,)), Quotation("altered", (), 1)
    assert of_posts([whole, whole]) == "unaltered"
    assert of_posts([whole, NOTHING]) == "altered"
    assert of_posts([whole, changed]) == "altered"
    assert of_posts([NOTHING, changed]) == "altered"
    assert of_posts([NOTHING, NOTHING]) == "none"
    assert of_posts([]) == "none"


def line(*values):
    return {"field": "cleared_line", "in": list(values)}


@pytest.mark.parametrize(
    ("condition", "only"),
    [
        (line("unaltered"), True),
        ({"not": line("altered", "none")}, True),
        ({"all": [line("unaltered", "altered"), {"not": line("altered")}]}, True),
        ({"all": [{"field": "topic", "in": ["trade"]}, line("unaltered")]}, True),
        ({"any": [{"all": [line("unaltered"), {"field": "kind", "in": ["reply"]}]}, line("unaltered")]}, True),
        (line("unaltered", "altered"), False),
        ({"not": line("none")}, False),
        ({"any": [line("unaltered"), {"field": "topic", "in": ["trade"]}]}, False),
        ({"field": "topic", "in": ["trade"]}, False),
        ({}, False),
        ({"field": "nothing", "in": ["x"]}, False),
        ({"all": [line("unaltered"), line("none")]}, False),
    ],
)
def test_a_condition_is_for_lines_alone_only_where_that_is_proven(condition, only):
    assert only_lines(condition) is only


SCOPE = {"topics": ["trade"], "countries": ["SA"], "channels": [1, 2]}
DRAFT = {"has_topics": ["trade"], "country": "SA", "targets": [1]}


@pytest.mark.parametrize(
    ("scope", "draft", "within"),
    [
        ({}, {}, True),
        ({"topics": [], "countries": [], "channels": []}, {"has_topics": [], "country": "CH", "targets": [9]}, True),
        ({}, {"has_topics": ["trade", "sanctions"]}, False),
        ({}, {"has_topics": []}, False),
        ({}, {"country": "CH"}, False),
        ({}, {"targets": [1, 2]}, True),
        ({}, {"targets": [1, 3]}, False),
        ({}, {"targets": []}, False),
    ],
)
def test_a_line_is_for_drafts_wholly_within_its_scope(scope, draft, within):
    assert cleared_lines.covers(**SCOPE | scope, **DRAFT | draft) is within
