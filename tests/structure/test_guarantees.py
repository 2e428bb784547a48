"""Every promise has a test that fails when it is broken, and the page that lists them is true."""

from tests.structure.guarantees import PAGE, WHOLE_FILES, by_clause, page, promises
from tests.structure.source import ROOT

# What the first release promises, each with tests that name it; more may be added when it is built.
WANTED = {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 15, 16, 17, 18, 21}
ALL = set(range(1, 25))


def unbuilt():
    return {number for number, words in promises().items() if "not built yet" in words.lower()}


def test_every_promise_of_this_release_has_tests_that_name_it():
    assert {number for number in WANTED if not by_clause().get(number)} == set()
    assert unbuilt() & WANTED == set()


def test_a_promise_without_a_test_is_said_not_to_be_built_yet():
    assert set(promises()) == ALL
    assert {
        number for number in ALL - unbuilt() if not by_clause().get(number) and not WHOLE_FILES.get(number)
    } == set()


def test_no_test_names_a_promise_that_there_is_not():
    assert set(by_clause()) <= ALL
    assert {file for files in WHOLE_FILES.values() for file in files if not (ROOT / file).exists()} == set()


def test_the_page_of_guarantees_is_what_the_tests_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.structure.guarantees"
