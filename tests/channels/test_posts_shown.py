"""A post on a page is what its readers will see: nothing interpreted, nothing hidden."""

from django.template import Context, Template

SHOW = Template("{% load posts %}{% post_text text language %}")
LIST = Template("{% load posts %}{% post_excerpt text language %}")


def shown(text, language="en", template=SHOW):
    return template.render(Context({"text": text, "language": language}))


def test_markup_in_a_post_is_text():
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown("<script>alert(1)</script>")
    assert "<script" not in shown("<script>", template=LIST)


def test_a_language_code_cannot_break_out_of_its_attribute():
    assert 'lang="en&quot; onload=&quot;alert(1)"' in shown("Hello", 'en" onload="alert(1)')


def test_a_post_takes_its_own_direction_and_keeps_its_line_breaks():
    assert shown("سلام\n\nوداعا", "ar") == '<div class="ch-post" dir="auto" lang="ar">سلام\n\nوداعا</div>'


def test_a_character_that_turns_the_text_around_is_named_in_its_place():
    page = shown("Pay \u202e001\u202c now")
    assert "\u202e" not in page
    assert "RIGHT-TO-LEFT OVERRIDE" in page


def test_joiners_that_persian_and_emoji_need_are_left_alone():
    text = "می\u200cخواهم 👨\u200d👩\u200d👧"
    assert text in shown(text, "fa")


def test_a_letter_of_another_alphabet_is_marked_and_named():
    page = shown("p\u0430ypal")
    assert "CYRILLIC SMALL LETTER A" in page
    assert 'class="ch-lookalike"' in page


def test_an_excerpt_is_one_paragraph_cut_short_and_marks_what_is_hidden_too():
    page = shown("First line\n\nsecond\u200b " + "word " * 200, template=LIST)
    assert "First line second" in page
    assert "ZERO WIDTH SPACE" in page
    assert page.endswith("…</p>")
    assert len(page) < 600


def test_an_empty_post_is_an_empty_block():
    assert shown("", "") == '<div class="ch-post" dir="auto"></div>'
