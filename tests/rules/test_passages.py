"""Where quoted words stand in a text, and in a later one: any text, any words."""

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules import passages
from approvals.rules.passages import Passage

texts = st.text(alphabet="ab cé\n", max_size=40)


@given(texts, texts)
def test_words_are_found_wherever_they_stand(text, quote):
    found = passages.places(text, quote)
    expected = [place for place in range(len(text)) if quote and text.startswith(quote, place)]
    assert found == expected


@given(texts, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=5))
def test_the_pieces_of_a_text_are_the_text_and_each_passage_is_the_pieces_that_bear_its_number(text, spans):
    known = [
        Passage(number, start, start + length)
        for number, (start, length) in enumerate(spans, start=1)
        if start + length <= len(text)
    ]
    pieces = passages.pieces(text, known)
    assert "".join(piece.text for piece in pieces) == text
    for passage in known:
        marked = "".join(piece.text for piece in pieces if passage.number in piece.numbers)
        assert marked == text[passage.start : passage.end]
        assert sum(passage.number in piece.ends for piece in pieces) == 1


def test_words_keep_their_place_in_an_unaltered_text_also_where_they_stand_twice():
    assert passages.carried("no", 6, then="yes, no, no", now="yes, no, no") == 6


def test_in_another_text_words_are_found_where_they_stand_once():
    assert passages.carried("no", 0, then="no", now="yes and no") == 8
    assert passages.carried("no", 0, then="no", now="no and no") is None
    assert passages.carried("no", 0, then="no", now="yes") is None
