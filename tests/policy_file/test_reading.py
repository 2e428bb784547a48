"""A file is read without trust: what could fool its reader, or grow, is named or refused, by both of YAML's parsers."""

import time

import pytest
import yaml

from approvals.policy_file import reading
from approvals.policy_file.reading import LARGEST, read, text_of
from approvals.refusals import Refused

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(params=["SafeLoader", "CSafeLoader"], autouse=True)
def parser(request, monkeypatch):
    """Each test runs with the parser in Python, and with the one in C where there is one."""
    monkeypatch.setattr(reading, "LOADER", getattr(yaml, request.param, yaml.SafeLoader))


def noted(text):
    """Return what is wrong with how a text is written."""
    return [(problem.path, problem.code) for problem in read(text).problems]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("yes", "yes"), ("True", "True"), ("2026-09-14", "2026-09-14"),
        ("12:30:00", "12:30:00"), ("1_000", "1_000"), ("0x1F", "0x1F"), ("017", "017"), ("1.5", "1.5"),
        (".inf", ".inf"),
        ("=", "="), ("<<", "<<"), ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("4", 4),
        ("-4", -4), ('"4"', "4"), ("'true'", "true"), ('"\\u00e9\\n"', "é\n"), ("سفارة", "سفارة"), ("🕊", "🕊"),
        ("9999999999", "9999999999"),
    ],
)  # fmt: skip
def test_only_true_false_null_and_whole_numbers_are_no_texts(typed, value):
    document = read(f"field: {typed}\n")
    assert document.value == {"field": value}
    assert type(document.value["field"]) is type(value)
    assert document.problems == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file_empty"),
        ("# only a comment\n", "file_empty"),
        ("--- \na: 1\n---\nb: 2\n", "file_of_several"),
        ("a: [1, 2\n", "file_not_yaml"),
        ("a: b: c\n", "file_not_yaml"),
        ("a: 'open\n", "file_not_yaml"),
        ("*nobody\n", None),
        ("a: @x\n", "file_not_yaml"),
        ("%TAG ! tag:example,2000:\n--- !x {}\n", None),
        ("a:\n\t- b\n", "file_has_tabs"),
        ("\tname: x\n", "file_has_tabs"),
        ("a: \x00\n", "file_not_text"),
        ("a: \x07\n", "file_not_text"),
        ("a: \ud800\n", "file_not_text"),
        ("[" * 5000, "file_too_deep"),
        ("[" * 150_000, "file_too_deep"),
        ("- " * 90_000, "file_too_deep"),
        ("{a: " * 40_000, "file_too_deep"),
        ("? " * 90_000, "file_too_deep"),
        ("a: " + "x" * LARGEST, "file_too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text, code):
    if code is None:
        assert read(text).problems
        return
    with pytest.raises(Refused) as caught:
        read(text)
    assert caught.value.code == code
    assert "%(" not in caught.value.sentence


def test_a_refusal_names_the_line():
    with pytest.raises(Refused) as caught:
        read("name: x\nlevels:\n  - [1\n\nend")
    assert caught.value.params["line"] >= 4
    with pytest.raises(Refused) as caught:
        read("name: x\nlevels:\n\t- a\n")
    assert caught.value.params["line"] == 3


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\xff\xfea\x00", "file_not_text"),
        ("é: 1".encode("latin-1"), "file_not_text"),
        ("a: 1".encode("utf-16"), "file_not_text"),
        (b"x" * 10_000_000, "file_too_large"),
    ],
)
def test_bytes_that_are_no_text_are_refused(raw, code):
    with pytest.raises(Refused) as caught:
        text_of(raw)
    assert (caught.value.code, caught.value.status) == (code, 413 if code == "file_too_large" else 400)


def test_the_mark_that_some_editors_put_first_is_no_part_of_the_text():
    assert read(text_of(b"\xef\xbb\xbfname: x\r\norder: 1\r\n")).value == {"name": "x", "order": 1}


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("a: !!python/object/apply:os.system [ls]", ("a",), "tag"),
        ("a: !!python/name:os.system", ("a",), "tag"),
        ("a: !!str 4", ("a",), "tag"),
        ("a: ! 4", ("a",), "tag"),
        ("a: !!binary aGk=", ("a",), "tag"),
        ("a: &x 1", ("a",), "anchor"),
        ("a: [b, *x]", ("a", 1), "anchor"),
        ("&x a: 1", ("a",), "anchor"),
        ("!!str a: 1", ("a",), "tag"),
        ("a: 1\nb: 2\na: 3", ("a",), "twice"),
        ("a: {b: {c: 1, c: 2}}", ("a", "b", "c"), "twice"),
        ("[1, 2]: x", ("?",), "field_name"),
        ("{a: 1}: x", ("?",), "field_name"),
        ("? *x\n: 1", ("?",), "field_name"),
        ('"\\0": 1', ("\x00",), "field_name"),
        ('a: "\\0"', ("a",), "unusable"),
        ('a: "\\x1b[31m"', ("a",), "unusable"),
        ("a: x\u202ey", ("a",), "unusable"),
        ('a: "\\u2066"', ("a",), "unusable"),
    ],
)
def test_what_could_fool_a_reader_is_named_by_its_place(text, path, code):
    assert (path, code) in noted(text)


def test_half_a_character_is_not_taken(parser):
    try:
        found = noted('a: "\\ud800"')
    except Refused:
        found = [(("a",), "unusable")]  # the parser in C reads no such thing at all
    assert found == [(("a",), "unusable")]


def test_a_file_that_would_grow_does_not():
    begun = time.perf_counter()
    document = read(LAUGHS)
    assert {problem.code for problem in document.problems} == {"anchor"}
    assert len(document.lines) < 200
    assert time.perf_counter() - begun < 1


def test_the_line_of_each_value_is_known_and_of_what_is_missing_that_of_its_place():
    document = read("name: x\nlevels:\n  - a: 1\n    b:\n      c: 2\n  - d\n")
    assert document.line(("levels", 0, "b", "c")) == 5
    assert document.line(("levels", 1)) == 6
    assert document.line(("levels", 0, "missing")) == 3
    assert document.line(("nowhere",)) == 1
