"""The instrument on one page: in English and in French, whoever reads it, with its number, version and signatures."""

import re

import pytest

from approvals.actions import authorization_stops
from tests.actions.authorizing import accept, amended, authorized, countersign, countersigned, posting_of, proposed
from tests.doors.pages import main, words
from tests.doors.test_pages_cost import cost
from tests.people import NOW


def paper(version, query=""):
    return f"/authorizations/{version.authorization.number}/paper/{query}"


def side(page, language):
    """Return what one side of the paper says."""
    found = re.search(rf'<section lang="{language}".*?</section>', page, flags=re.DOTALL)
    assert found is not None
    return words(found[0])


@pytest.mark.parametrize("name", ["helen", "gil"])
def test_both_languages_stand_side_by_side_whatever_the_readers_own(visit, ministry, name):
    posting = posting_of(ministry.helen) if name == "helen" else posting_of(ministry.gil, "author")
    fields = {"channel_ids": (ministry.geneva_x.pk,)} if name == "gil" else {}
    version = countersigned(
        ministry, posting=posting, words="Not on a day of voting.", words_fr="Pas un jour de vote.", **fields
    )  # fmt: skip
    page = visit(name).get(paper(version))
    english, french = side(page, "en"), side(page, "fr")
    assert "Pre-authorization to publish" in english
    assert "They may be in English." in english
    assert "Not on a day of voting." in english
    assert "Pas un jour de vote." not in english
    assert "anglais" in french
    assert "Pas un jour de vote." in french
    assert "Not on a day of voting." not in french
    assert "Mon 14 Sept 2026" in english
    assert "lun. 14 sept. 2026" in french


def test_its_times_are_those_of_the_postings_office_whoever_reads_it_with_the_zone_named(visit, ministry):
    version = authorized(ministry)
    for name in ("helen", "paul", "rita"):
        english = side(visit(name).get(paper(version)), "en")
        assert "from Mon 14 Sept 2026, 12:00 Asia/Riyadh (+03:00)" in english
        for signed in ("Granted by Paul Nguyen", "Countersigned by Petra Wolf", "Accepted by Helen Brandt"):
            assert f"{signed} Mon 14 Sept 2026, 12:00 Asia/Riyadh (+03:00)" in english


def test_it_bears_its_number_and_version_and_says_that_it_is_not_in_force_before_it_is_accepted(visit, ministry):
    version = proposed(ministry)
    officer = visit("petra")
    page = officer.get(paper(version))
    assert f"{version.authorization.number} Version 1" in main(page)
    assert "Proposed. It is not in force before it is countersigned and its holder accepts it." in side(page, "en")
    assert "Countersigned by Not yet" in side(page, "en")
    countersign(ministry, version)
    assert "Countersigned. It is not in force before its holder accepts it." in side(officer.get(paper(version)), "en")
    accept(version)
    assert "Accepted by its holder." in side(officer.get(paper(version)), "en")


def test_conditions_given_in_one_language_only_stand_on_both_sides_marked_as_what_they_are(visit, ministry):
    version = countersigned(ministry, words="Be kind.")
    page = visit("helen").get(paper(version))
    assert "Be kind." in side(page, "fr")
    assert page.count('<div lang="en" dir="auto"><p>Be kind.</p></div>') == 2


def test_the_holder_is_led_from_the_paper_to_where_it_is_accepted_and_nobody_else_is(visit, ministry):
    version = countersigned(ministry)
    way = f'href="/authorizations/{version.authorization.number}/#act"'
    assert way in visit("helen").get(paper(version))
    assert way not in visit("paul").get(paper(version))


def test_each_version_has_its_paper_and_what_is_under_way_comes_first(visit, ministry):
    version = authorized(ministry)
    amended(ministry, version, per_day=5)
    officer = visit("paul")
    assert "At most 5 posts may go out in a day." in main(officer.get(paper(version)))
    assert "At most 3 posts may go out in a day." in main(officer.get(paper(version, "?version=1")))
    for wrong in ("3", "0", "-1", "x", "9" * 30, "1%00"):
        officer.get(paper(version, f"?version={wrong}"), 404)


def test_a_paper_that_was_revoked_says_so(visit, ministry):
    version = authorized(ministry)
    authorization_stops.revoke(
        authorization_id=version.authorization_id, reason="He left.", by=ministry.paul, at=NOW
    )  # fmt: skip
    assert "Revoked on Mon 14 Sept 2026, 12:00 Asia/Riyadh (+03:00)." in side(visit("rita").get(paper(version)), "en")


def test_what_an_officer_wrote_is_shown_as_text(visit, ministry):
    version = countersigned(ministry, words="<script>alert(1)</script>")
    assert "<script>alert" not in visit("helen").get(paper(version))


def test_the_paper_costs_the_same_with_one_version_and_with_six(visit, ministry):
    version = authorized(ministry)
    reader = visit("helen")
    few = cost(reader, paper(version))
    for per_day in range(4, 9):
        accept(countersign(ministry, amended(ministry, version, per_day=per_day)))
    assert cost(reader, paper(version)) == few
    assert few <= 14
