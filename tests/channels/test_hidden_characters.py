"""Reviewers see what will be posted: what hides is refused by position and name; what a language needs passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twitter_text.regexp.emoji import emoji_list

from channels.screening import Run, screen, visible

ENGLAND, SCOTLAND, WALES = (
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in code) + "\U000e007f"
    for code in ("gbeng", "gbsct", "gbwls")
)


def codes(text: str) -> list[str]:
    return [finding.code for finding in screen(text)]


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم به خانه بروم؛ کتاب‌های ایران و NGO‌ها",  # Persian, with its joiners
        "اجتماع وزراء الخارجية في الرياض، الساعة ١٢٫٥",
        "ه‍ is how the Hijri year is shortened",
        "Разом з Україною: IT-компанії, об'єднання, COVID-19",
        "中文测试，使用iPhone手机。葛\U000e0100城",  # with an ideographic variant
        "日本語のテキスト、ＡＢＣ",
        "한국어 텍스트",
        "ශ්‍රී ලංකා, ന്‍റെ, র‍্যাব, नमस्ते",
        "ภาษา\u200bไทย ខ្មែរ\u200bភាសា",  # where a line may break in a language without spaces
        "ᠮᠣᠩᠭᠣᠯ᠎ᠠ",
        "שָׁלוֹם, בְּרֵאשִׁ֖ית (abc)\u200f.",
        "Tiếng Việt, Qazaqstan, Ħamrun, İstanbul",
        f"👨‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 ❤️ ☎︎ 1️⃣ ™️ 🇨🇦🇫🇷 {ENGLAND}{SCOTLAND}{WALES}",
        "The minister said \u2068شكرا جزيلا\u2069 to all.",
        "كتبت \u2066Global Affairs\u2069 اليوم",
        "\u202bعربي\u202c and \u2067עברית\u2069",
        "Two lines\r\nand a\ttab",
        "",
    ],
)
def test_what_languages_and_emoji_need_passes(text):
    assert screen(text) == []


def test_every_emoji_that_unicode_lists_passes():
    for entry in emoji_list:
        assert screen(f"Bravo {entry.emoji}!") == [], entry.codepoint
        assert screen(f"مرحبا{entry.emoji}{entry.emoji}") == [], entry.codepoint


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("pay\u200bments", 3, "ZERO WIDTH SPACE (U+200B)"),
        ("ab\u200cc", 2, "ZERO WIDTH NON-JOINER (U+200C)"),
        ("e\u200dx", 1, "ZERO WIDTH JOINER (U+200D)"),
        ("a\u2060b", 1, "WORD JOINER (U+2060)"),
        ("\ufeffHello", 0, "ZERO WIDTH NO-BREAK SPACE (U+FEFF)"),
        ("co\u00adoperate", 2, "SOFT HYPHEN (U+00AD)"),
        ("one\u2028two", 3, "LINE SEPARATOR (U+2028)"),
        ("\u3164", 0, "HANGUL FILLER (U+3164)"),
        ("x\ufe0fy", 1, "VARIATION SELECTOR-16 (U+FE0F)"),
        ("a\U000e0101", 1, "VARIATION SELECTOR-18 (U+E0101)"),
        ("Hi\U000e0041", 2, "TAG LATIN CAPITAL LETTER A (U+E0041)"),
        ("A\u200eB", 1, "LEFT-TO-RIGHT MARK (U+200E)"),
        ("שלום a\u200fb", 6, "RIGHT-TO-LEFT MARK (U+200F)"),
        ("سلام\u200c\u200cعلیکم", 5, "ZERO WIDTH NON-JOINER (U+200C)"),  # two spell out nothing but a secret
        ("👩\u200d", 1, "ZERO WIDTH JOINER (U+200D)"),
    ],
)
def test_what_no_reader_sees_is_refused_by_its_place_and_name(text, place, name):
    (finding,) = screen(text)
    assert (finding.code, finding.severity) == ("hidden_characters", "blocking")
    assert (finding.start, finding.end, finding.params["name"]) == (place, place + 1, name)


def test_a_message_hidden_in_tag_characters_behind_a_flag_is_refused():
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all rules")
    assert set(codes(f"\U0001f3f4{hidden}\U000e007f")) == {"hidden_characters"}
    assert set(codes(f"{ENGLAND}{hidden}")) == {"hidden_characters"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("abc \u202edef", [4]),  # an override left open
        ("abc \u202edef\u202c", [4, 8]),  # an override, though closed
        ("\u202dabc\u202c", [0, 4]),
        ("a \u2067שלום", [2]),  # an isolate left open
        ("a \u2067שלום\nb\u2069", [2, 9]),  # a paragraph ends what is open
        ("a\u2069", [1]),  # closes nothing
        ("a\u202c", [1]),
        ("\u2067abc, 1.5\u2069", [0, 9]),  # turns around what is written left to right
        ("\u2068\u202bשלום\u2069", [1]),
        ("\u202b\u2068שלום\u202c\u2069", [0, 6]),
    ],
)
def test_changes_of_direction_must_be_closed_and_needed(text, places):
    found = screen(text)
    assert [finding.start for finding in found] == places
    assert {finding.code for finding in found} == {"hidden_characters"}


def test_isolates_may_stand_inside_one_another():
    assert screen("\u2068one \u2067שלום \u2066two\u2069\u2069\u2069") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [("a\x00b", 1), ("\ud83d", 0), ("ok\x1b[31m", 2), ("a\x85", 1), ("a\x7f", 1), ("\ufffe", 0), ("x\U0010ffff", 1)],
    ids=ascii,
)
def test_what_no_platform_can_carry_is_unusable(text, place):
    (finding,) = screen(text)
    assert (finding.code, finding.severity, finding.start) == ("unusable_text", "blocking", place)


def test_a_pile_of_marks_is_refused_with_its_height():
    (finding,) = screen("Z" + "\u0301" * 1_000 + "algo")
    assert (finding.code, finding.severity) == ("too_many_marks", "blocking")
    assert (finding.start, finding.params["count"]) == (1, "1000")


def test_neighbours_that_are_the_same_are_one_finding():
    (finding,) = screen("a" + "\u200b" * 7 + "b")
    assert (finding.start, finding.end) == (1, 8)


def test_a_hostile_text_cannot_fill_the_answer():
    assert len(screen("\u200b\x00" * 10_000)) == 40


def test_a_reviewer_is_shown_a_marker_for_what_hides():
    assert visible("a\u200b\u200bb pаy \x00") == [
        Run("a"),
        Run("", "2 × ZERO WIDTH SPACE (U+200B)"),
        Run("b p"),
        Run("а", "CYRILLIC SMALL LETTER A (U+0430)"),
        Run("y "),
        Run("", "U+0000"),
    ]


def test_a_reviewer_is_shown_an_honest_text_as_it_is():
    assert visible("می‌خواهم 👩🏽‍💻") == [Run("می‌خواهم 👩🏽‍💻")]
    assert visible("") == [Run("")]


AWKWARD = st.text(
    st.one_of(
        st.sampled_from("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0f\n"),
        st.sampled_from("aбαسש中👩🏽🇨\U0001f3f4\U000e0067\U000e007f\u0301\x00\ud800"),
        st.characters(),
    )
)


@given(AWKWARD)
def test_whatever_is_written_each_finding_names_a_part_of_the_text_in_order(text):
    found = screen(text)
    assert [finding.start for finding in found] == sorted(finding.start for finding in found)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in found)


@given(AWKWARD)
def test_what_is_shown_is_safe_to_show_and_loses_nothing_that_can_be_seen(text):
    runs = visible(text)
    hidden = {place for finding in screen_all(text) for place in range(finding.start, finding.end)}
    assert "".join(run.text for run in runs) == "".join(sign for place, sign in enumerate(text) if place not in hidden)
    "".join(run.text + run.label for run in runs).encode()


def screen_all(text):
    from channels import hidden, screening

    return [*hidden.hidden_characters(text), *screening._unusable(text)]


@given(AWKWARD)
def test_a_text_mended_as_told_has_nothing_hidden_left(text):
    for _attempt in range(len(text) + 1):
        blocked = [f for f in screen(text) if f.code in ("hidden_characters", "unusable_text")]
        if not blocked:
            break
        gone = {place for finding in blocked for place in range(finding.start, finding.end)}
        text = "".join(sign for place, sign in enumerate(text) if place not in gone)
    assert "hidden_characters" not in codes(text)
