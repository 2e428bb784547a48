"""The hash of a revision: the same posts have the same hash, other posts have another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.content import Content, Picture, PostImage, Variant, clean_text

channels = st.integers(1, 4)
languages = st.sampled_from(["en", "ar", "fr"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
pictures = st.builds(
    Picture,
    st.sampled_from(["a" * 64, "b" * 64, "c" * 64]),
    st.dictionaries(languages, texts.filter(bool), max_size=2).map(lambda said: tuple(sorted(said.items()))),
    st.sets(channels, max_size=2).map(lambda chosen: tuple(sorted(chosen))),
    st.sets(languages, max_size=1).map(tuple),
)
contents = st.builds(
    Content,
    channel_ids=st.lists(channels, min_size=1, max_size=3, unique=True).map(tuple),
    language=languages,
    text=texts,
    kind=st.sampled_from(["original", "reply", "repost"]),
    in_reply_to=st.sampled_from(["", "https://x.com/a/1"]),
    variants=st.lists(st.builds(Variant, channels, languages, texts), max_size=3).map(tuple),
    images=st.lists(pictures, max_size=3, unique_by=lambda one: one.hash).map(tuple),
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


def test_what_was_stored_before_there_were_images_keeps_its_form_and_its_hash():
    """Guarantee 1."""
    stored = {
        "channels": [3, 1], "language": "en", "text": "Open today.", "kind": "original", "in_reply_to": "",
        "variants": [{"channel": 1, "language": "fr", "text": "Ouvert."}],
    }  # fmt: skip
    content = Content.from_json(stored)
    assert content.to_json() == stored
    assert content.digest() == "0dd02383c0a9573777d892f321021c5337d43960230d7672dfe66e1bc5b93648"


MAP, FLAG = Picture("a" * 64, (("en", "A map."),)), Picture("b" * 64, (("en", "A flag."),))
WITH_BOTH = Content((1, 2), "en", "Look.", images=(MAP, FLAG))


def test_the_hash_changes_with_the_order_of_images_with_an_image_and_with_a_description():
    """Guarantee 1."""
    others = [
        replace(WITH_BOTH, images=images)
        for images in ((FLAG, MAP), (MAP,), (), (MAP, replace(FLAG, descriptions=(("en", "A flag!"),))))
    ]
    assert len({content.digest() for content in [WITH_BOTH, *others]}) == 5


def test_a_description_in_a_language_that_no_post_has_changes_nothing_that_is_posted():
    spare = replace(MAP, descriptions=(*MAP.descriptions, ("fr", "Une carte.")))
    assert replace(WITH_BOTH, images=(spare, FLAG)).digest() == WITH_BOTH.digest()


def test_each_post_takes_the_images_that_go_with_it_described_in_its_language():
    both = Picture("c" * 64, (("en", "A lake."), ("fr", "Un lac.")))
    english, elsewhere = replace(MAP, languages=("en",)), replace(FLAG, channel_ids=(2,))
    content = Content(
        (1, 2), "en", "Look.", variants=(Variant(1, "en", "Look."), Variant(1, "fr", "Voyez.")),
        images=(english, both, elsewhere),
    )  # fmt: skip
    seen = {(post.channel_id, post.language): post.images for post in content.posts()}
    lake, lac = PostImage("c" * 64, "A lake."), PostImage("c" * 64, "Un lac.")
    a_map, a_flag = PostImage("a" * 64, "A map."), PostImage("b" * 64, "A flag.")
    assert seen == {(1, "en"): (a_map, lake), (1, "fr"): (lac,), (2, "en"): (a_map, lake, a_flag)}
