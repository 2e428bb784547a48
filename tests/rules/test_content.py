"""The hash of a revision: the same posts have the same hash, other posts have another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.content import Content, Variant, clean_text

channels = st.integers(1, 4)
languages = st.sampled_from(["en", "ar", "fr"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
contents = st.builds(
    Content,
    channel_ids=st.lists(channels, min_size=1, max_size=3, unique=True).map(tuple),
    language=languages,
    text=texts,
    kind=st.sampled_from(["original", "reply", "repost"]),
    in_reply_to=st.sampled_from(["", "https://x.com/a/1"]),
    variants=st.lists(st.builds(Variant, channels, languages, texts), max_size=3).map(tuple),
)


def posted(content):
    return (content.kind, content.in_reply_to, content.posts())


@given(contents, contents)
def test_the_hash_is_the_same_exactly_when_what_would_be_posted_is(one, other):
    """Guarantee 1."""
    assert (one.digest() == other.digest()) == (posted(one) == posted(other))


@given(contents, st.randoms())
def test_the_hash_does_not_depend_on_the_order_things_were_written_in(content, random):
    shuffled = replace(
        content,
        channel_ids=tuple(random.sample(content.channel_ids, len(content.channel_ids))),
        variants=tuple(random.sample(content.variants, len(content.variants))),
    )
    assert shuffled.digest() == content.digest()


@given(contents)
def test_content_comes_back_from_the_database_as_it_went_in(content):
    """Guarantee 1."""
    back = Content.from_json(content.to_json())
    assert back == content
    assert back.digest() == content.digest()


@given(contents, texts)
def test_another_wording_has_another_hash(content, wording):
    """Guarantee 1."""
    taken = Content((1,), "en", content.text)
    assert (replace(taken, text=wording).digest() == taken.digest()) == (wording == content.text)


def test_texts_cannot_run_into_one_another():
    together = Content((1, 2), "en", "", variants=(Variant(1, "en", "a"), Variant(2, "en", "b")))
    swapped = Content((1, 2), "en", "", variants=(Variant(1, "en", "b"), Variant(2, "en", "a")))
    joined = Content((1,), "en", "ab")
    assert len({together.digest(), swapped.digest(), joined.digest()}) == 3


def test_words_that_look_alike_have_different_hashes():
    """Guarantee 1."""
    looks = ["paypal", "pаypal", "pay\u200bpal", "paypal ", "PAYPAL"]
    assert len({Content((1,), "en", text).digest() for text in looks}) == len(looks)


def test_a_channel_with_its_own_text_does_not_take_the_common_one():
    content = Content((1, 2), "en", "common", variants=(Variant(2, "ar", "own"),))
    assert [(post.channel_id, post.language, post.text) for post in content.posts()] == [
        (1, "en", "common"),
        (2, "ar", "own"),
    ]


def test_a_channel_can_post_in_two_languages():
    content = Content((1,), "en", "", variants=(Variant(1, "fr", "oui"), Variant(1, "en", "yes")))
    assert [post.language for post in content.posts()] == ["en", "fr"]


@given(texts)
def test_line_ends_are_kept_as_platforms_count_them(text):
    clean = clean_text(text)
    assert "\r" not in clean
    assert clean_text(clean) == clean
    assert clean_text(text.replace("\n", "\r\n")) == clean
