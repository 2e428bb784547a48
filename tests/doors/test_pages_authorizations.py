"""The register of pre-authorizations, one of them, and what each person sees and may press there."""

import pytest

from approvals.actions import authorization_stops
from approvals.models import AuthorizationVersion, PreAuthorization
from tests.actions.authorizing import accept, amended, authorized, countersign, countersigned, posting_of, proposed
from tests.doors.pages import main, words
from tests.doors.test_pages_cost import cost
from tests.people import NOW, later, person, post

Status = AuthorizationVersion.Status
LIST = "/authorizations/"
WHY = "She tweets about sanctions."


def address(version, verb=""):
    """Return the address of the page of a version's pre-authorization, or of one of its verbs."""
    return f"/authorizations/{version.authorization.number}/{verb + '/' if verb else ''}"


def suspended(ministry, version, *, at=NOW, by=None):
    return authorization_stops.suspend(
        authorization_id=version.authorization_id, reason=WHY, by=by or ministry.paul, at=at
    )


# Who sees what


@pytest.mark.parametrize(("name", "sees"), [("paul", True), ("rita", True), ("helen", True), ("gil", False),
                                            ("layla", False), ("dana", False), ("greta", False)])  # fmt: skip
def test_officers_the_holder_and_the_head_see_it_and_nobody_else_does(visit, ministry, name, sees):
    version = authorized(ministry)
    listed = visit(name).get(LIST)
    assert (version.authorization.number in listed) is sees
    for verb in ("", "paper"):
        visit(name).get(address(version, verb), 200 if sees else 404)
    visit(name).get(f"/authorizations/holders/{version.authorization.posting_id}/", 200 if sees else 404)


def test_the_head_sees_that_of_an_author_of_the_office_and_another_head_does_not(visit, ministry):
    version = authorized(ministry, posting=posting_of(ministry.layla, "author"))
    assert "Layla Haddad" in main(visit("helen").get(LIST))
    visit("layla").get(address(version))
    visit("greta").get(address(version), 404)
    visit("omar").get(address(version), 404)


def test_an_empty_register_teaches_and_offers_an_officer_to_grant(visit, ministry):
    said = main(visit("paul").get(LIST))
    assert "Nobody is pre-authorized yet" in said
    assert "Grant a pre-authorization" in said
    said = main(visit("layla").get(LIST))
    assert "There is no pre-authorization that you may see" in said
    assert "Grant a pre-authorization" not in said


def test_the_way_there_is_in_the_navigation_of_those_whom_it_concerns(visit, ministry):
    for name, shown in (("paul", True), ("rita", True), ("helen", True), ("layla", True), ("dana", False)):
        assert (f'href="{LIST}"' in visit(name).get("/queue/")) is shown


# What comes first, and what is asked for in the address


def test_what_awaits_the_reader_comes_first(visit, ministry):
    authorized(ministry)
    proposed(ministry, posting=posting_of(ministry.layla, "author"))
    for name, first in (("petra", "Layla Haddad"), ("paul", "Layla Haddad")):
        said = main(visit(name).get(LIST))
        assert said.index(first) < said.index("Helen Brandt")
        assert ("These await you" in said) is (name == "petra")
    said = main(visit("rita").get(LIST))
    assert "Awaits you" not in said
    assert "Paul Nguyen proposed it. It awaits a second policy officer, who countersigns it." in said


def test_a_countersigned_version_awaits_its_holder(visit, ministry):
    countersigned(ministry)
    assert "These await you" in main(visit("helen").get(LIST))
    assert "These await you" not in main(visit("petra").get(LIST))


def test_the_list_is_narrowed_by_state_and_office_in_the_address(visit, ministry):
    authorized(ministry)
    version = authorized(ministry, posting=posting_of(ministry.greta), channel_ids=(ministry.geneva_x.pk,))
    suspended(ministry, version)
    officer = visit("paul")
    for query, riyadh, geneva in (
        ("state=suspended", False, True), ("state=in_force", True, False), ("office=RUH", True, False),
        ("state=suspended&office=RUH", False, False), ("state=over", False, False), ("state=ending", False, False),
        ("state=nonsense&office=XXX", True, True),
    ):  # fmt: skip
        said = main(officer.get(f"{LIST}?{query}")).split("Show all")[-1].split("Show", 1)[-1]
        assert ("Helen Brandt" in said, "Greta Lind" in said) == (riyadh, geneva), query
    assert "No pre-authorization fits" in main(officer.get(f"{LIST}?state=over"))


def test_one_that_ends_soon_is_marked_with_what_is_left_of_it(visit, ministry):
    authorized(ministry, until=later(24 * 20))
    said = main(visit("paul").get(f"{LIST}?state=ending"))
    assert "It ends soon." in said
    assert "20 d 0 h left" in said


def test_what_is_over_is_listed_last(visit, ministry):
    version = authorized(ministry)
    authorization_stops.revoke(authorization_id=version.authorization_id, reason=WHY, by=ministry.paul, at=NOW)
    authorized(ministry)
    said = main(visit("paul").get(LIST))
    assert said.index("It is in force until") < said.index("Paul Nguyen revoked it")
    assert f"Paul Nguyen revoked it on Mon 14 Sept 2026, 05:00. The reason: {WHY}" in said.split("Over")[-1]


def test_one_that_was_declined_at_once_never_came_into_force(visit, ministry):
    version = countersigned(ministry)
    visit("helen").post(address(version, "decline"), version=1, reason="Not for me.")
    said = main(visit("paul").get(LIST))
    assert "Never in force" in said
    assert "It never came into force" in main(visit("paul").get(address(version)))


# The page


def test_the_page_says_where_it_stands_and_its_terms_in_sentences(visit, ministry):
    version = authorized(
        ministry, barred_countries=("IL",), passes_to_acting=True, words="Not on the day of a vote.", halve_after=1,
        suspend_after=2,
    )  # fmt: skip
    said = main(visit("helen").get(address(version)))
    for sentence in (
        "It is in force until Sat 13 Mar 2027, 12:00.",
        "Helen Brandt (Head of mission, Embassy in Riyadh) may publish without prior approval",
        "whoever acts for the holder may use it as well.",
        "Posts may go out on X @EmbassyRiyadh.", "They may be in English.", "They may be original posts and replies.",
        "No post may go out under it on these topics: Sanctions.",
        "No post may go out under it that names one of these countries: Israel.",
        "At most 3 posts may go out in a day.", "At most 10 posts may go out in a week: a day and the six before it.",
        "within 8 working hours.", "One adverse outcome in 30 days halves the quota.",
        "2 adverse outcomes in 30 days suspend it", "Not on the day of a vote.",
        "Paul Nguyen proposed it, as version 1.", "Petra Wolf countersigned version 1.",
        "Helen Brandt accepted version 1.",
    ):  # fmt: skip
        assert sentence in said, sentence


def test_gil_reads_the_page_in_french(visit, ministry):
    version = authorized(
        ministry, posting=posting_of(ministry.gil, "author"), channel_ids=(ministry.geneva_x.pk,),
        languages=("fr",), words="In English.", words_fr="Pas le jour d’un vote.",
    )  # fmt: skip
    page = visit("gil").get(address(version))
    assert '<html lang="fr">' in page
    assert "français" in main(page)
    assert "Pas le jour d’un vote." in main(page)
    assert "In English." not in main(page)


# What it costs


def many(ministry, number):
    """Grant so many pre-authorizations, one of them suspended and one amended."""
    for n in range(number):
        someone = person(f"head{number}.{n}", f"Head {number} {n}")
        version = authorized(ministry, posting=post(someone, ministry.riyadh, "author"))
        if n == 0:
            suspended(ministry, version)
            amended(ministry, version, per_day=5)
        if n == 1:
            authorization_stops.revoke(
                authorization_id=version.authorization_id, reason=WHY, by=ministry.paul, at=NOW
            )  # fmt: skip


def test_the_list_costs_the_same_with_two_and_with_twenty(visit, ministry):
    many(ministry, 2)
    officer = visit("paul")
    few = cost(officer, LIST)
    many(ministry, 18)
    assert cost(officer, LIST) == few
    assert few <= 22


def test_the_page_costs_the_same_with_one_version_and_with_ten(visit, ministry):
    version = authorized(ministry)
    officer = visit("paul")
    few = cost(officer, address(version))
    for per_day in range(4, 9):
        other = countersign(ministry, amended(ministry, version, per_day=per_day))
        accept(other)
        restriction = suspended(ministry, version)
        authorization_stops.resume(restriction_id=restriction.pk, reason=WHY, by=ministry.petra, at=NOW)
    assert cost(officer, address(version)) <= few + 1
    assert few <= 18
    assert PreAuthorization.objects.count() == 1
    assert words(officer.get(address(version)))
