"""Granting a pre-authorization, and amending one: first for whom, then the terms; every fault by its field."""

from datetime import UTC, datetime, timedelta

import pytest

from approvals.models import AuthorizationVersion, PreAuthorization
from tests.actions.authorizing import authorized, posting_of, proposed
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, channel

NEW = "/authorizations/new/"


def for_(posting):
    return f"{NEW}?posting={posting.pk}"


def form(ministry, **changes):
    """Return the terms as the page's form sends them."""
    fields = {
        "starts_at": "", "until": "2027-03-01T00:00", "channels": [ministry.x.pk], "languages": ["en"],
        "kinds": ["original", "reply"], "barred_topics": ["sanctions"], "barred_countries": "Israel, ir",
        "per_day": "10", "per_week": "40", "review_limit": "8", "review_runs_on": "working", "halve_after": "1",
        "suspend_after": "2", "trust_days": "30", "words": "Not on a day of voting.",
        "words_fr": "Pas un jour de vote.", "note": "She has posted well.",
    }  # fmt: skip
    return fields | changes


def test_the_posting_is_chosen_first_and_leads_to_the_terms(visit, ministry):
    officer = visit("paul")
    page = officer.get(NEW)
    assert "Helen Brandt (helen), Head of mission, Embassy in Riyadh" in page
    assert "Layla Haddad (layla)" not in page
    for typed, whose in (
        ("Helen Brandt (helen), Head of mission, Embassy in Riyadh", ministry.helen), ("helen brandt", ministry.helen),
        ("layla", ministry.layla), (" Greta Lind ", ministry.greta),
    ):  # fmt: skip
        address = officer.post(NEW, posting=typed)
        said = main(officer.get(address))
        assert whose.name in said
        assert "What may go out" in said


@pytest.mark.parametrize("typed", ["", "Nobody", "Dana Okafor", "Paul Nguyen", "x" * 400, "\x00"])
def test_whoever_cannot_be_pre_authorized_is_refused_beside_the_field(visit, ministry, typed):
    page = visit("paul").post(NEW, 400, posting=typed)
    assert "ch-error-summary" in page


def test_of_several_postings_of_one_name_the_page_says_which_there_are(visit, ministry):
    ministry.layla.postings.create(office=ministry.geneva, role="author", starts_at=NOW - timedelta(days=1))
    said = main(visit("paul").post(NEW, 400, posting="layla"))
    assert "Several postings are called so." in said
    assert "Layla Haddad (layla), Author, Permanent Mission in Geneva" in said


@pytest.mark.parametrize("asked", ["0", "-1", "nobody", "99999999", "9" * 30, "1%00"])
def test_an_address_that_names_no_posting_asks_for_one(visit, ministry, asked):
    assert "First, to whom." in main(visit("paul").get(f"{NEW}?posting={asked}"))


def test_the_form_offers_the_channels_of_the_postings_office_and_what_is_usual(visit, ministry):
    channel("x", "@closed", ministry.riyadh, "en").__class__.objects.filter(handle="@closed").update(state="closed")
    page = visit("paul").get(for_(posting_of(ministry.helen)))
    for shown in ("X @EmbassyRiyadh", "Mastodon @riyadh@social.example", "Arabic"):
        assert shown in main(page)
    for hidden in ("@MissionGeneva", "@closed", "French</span>"):
        assert hidden not in page[page.index("<main") : page.index("</main>")]
    for name, value in (("per_day", "10"), ("per_week", "40"), ("review_limit", "8"), ("halve_after", "1"),
                        ("suspend_after", "2"), ("trust_days", "30"), ("until", "2027-09-14T00:00")):  # fmt: skip
        assert f'name="{name}" value="{value}"' in page, name


def test_an_officer_grants_one_and_it_awaits_a_second_officer(visit, ministry):
    officer = visit("paul")
    said = main(officer.follow(for_(posting_of(ministry.helen)), **form(ministry, passes_to_acting="on")))
    assert "It is proposed. A second policy officer is asked to countersign it." in said
    version = AuthorizationVersion.objects.get()
    assert (version.status, version.proposed_by, version.starts_at) == ("proposed", ministry.paul, NOW)
    # Paul's clock is that of Toronto.
    assert version.until == datetime(2027, 3, 1, 5, tzinfo=UTC)
    assert list(version.channels.all()) == [ministry.x]
    assert (version.languages, version.kinds) == (["en"], ["original", "reply"])
    assert (version.barred_topics, version.barred_countries) == (["sanctions"], ["IL", "IR"])
    assert (version.per_day, version.per_week, version.passes_to_acting) == (10, 40, True)
    assert (version.review_limit, version.review_runs_on) == (timedelta(hours=8), "working")
    assert (version.halve_after, version.suspend_after, version.trust_days) == (1, 2, 30)
    assert (version.words, version.words_fr) == ("Not on a day of voting.", "Pas un jour de vote.")
    assert version.note == "She has posted well."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"until": ""}, "Say until when it holds: there is no pre-authorization without an end."),
        ({"until": "2027-10-01T00:00"}, "It lasts a year at most."),
        ({"until": "2026-09-14T04:00"}, "This end has passed already."),
        ({"until": "one day"}, "Give a day and a time"),
        ({"starts_at": "2026-09-01T00:00"}, "The start has passed already."),
        ({"starts_at": "2027-04-01T00:00"}, "It ends after it starts."),
        ({"channels": []}, "Choose at least one channel."),
        ({"channels": ["99999"]}, "99999"),
        ({"channels": ["x"]}, "Select a valid choice"),
        ({"languages": []}, "Choose at least one language."),
        ({"languages": ["xx-no"]}, "xx-no"),
        ({"kinds": []}, "Choose at least one kind of post"),
        ({"kinds": ["line"]}, "line"),
        ({"barred_topics": ["weather"]}, "weather"),
        ({"barred_countries": "Israel, Narnia"}, "“Narnia” is the name of no country, and no code."),
        ({"per_day": "0"}, "greater than or equal to 1"),
        ({"per_day": "many"}, "Enter a whole number."),
        ({"per_week": "9" * 40}, "less than or equal to 500"),
        ({"per_day": "41"}, "The quota of seven days is at least that of one day."),
        ({"review_limit": "0"}, "greater than or equal to 0.25"),
        ({"review_limit": "1000"}, "Give a time limit from 15 minutes to 30 days."),
        ({"review_runs_on": "moon"}, "moon"),
        ({"halve_after": "2"}, "The quota is halved before it is suspended"),
        ({"trust_days": ""}, "This field is required."),
        ({"words": "x" * 2001}, "2000"),
        ({"words_fr": "a\x00b"}, "Null characters are not allowed."),
        ({"note": "x" * 501}, "500"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_granted(visit, ministry, sent, said):
    page = visit("paul").post(for_(posting_of(ministry.helen)), 400, **form(ministry) | sent)
    assert said in main(page)
    assert "ch-error-summary" in page
    assert "ch-field-wrong" in page
    # What was typed is kept.
    assert "Not on a day of voting." in page or "words" in sent
    assert not PreAuthorization.objects.exists()


def test_several_faults_are_all_named_at_once(visit, ministry):
    sent = form(ministry, until="2027-10-01T00:00", per_day="41", halve_after="3")
    said = main(visit("paul").post(for_(posting_of(ministry.helen)), 400, **sent))
    for sentence in ("It lasts a year at most.", "The quota of seven days", "The quota is halved before"):
        assert sentence in said


def test_a_posting_that_has_one_already_gets_no_second(visit, ministry):
    version = authorized(ministry)
    said = main(visit("paul").post(for_(posting_of(ministry.helen)), 409, **form(ministry)))
    assert f"This posting has the pre-authorization {version.authorization.number}." in said


def test_nobody_but_a_policy_officer_grants_or_amends(visit, ministry):
    version = authorized(ministry)
    for name in ("helen", "rita", "layla", "dana"):
        visit(name).get(NEW, 403)
        visit(name).post(for_(posting_of(ministry.layla, "author")), 403, **form(ministry))
        visit(name).post(f"/authorizations/{version.authorization.number}/amend/", 403, **form(ministry))


def test_nobody_grants_to_themselves(visit, ministry):
    own = ministry.paul.postings.create(office=ministry.riyadh, role="head", starts_at=NOW - timedelta(days=1))
    assert "Nobody authorizes themselves" in main(visit("paul").post(for_(own), 403, **form(ministry)))


def test_an_amendment_begins_with_the_terms_that_count_and_becomes_a_version(visit, ministry):
    version = authorized(ministry, per_day=7, words="Be kind.", barred_countries=("IL",))
    amend = f"/authorizations/{version.authorization.number}/amend/"
    officer = visit("paul")
    page = officer.get(amend)
    for shown in ('name="per_day" value="7"', "Be kind.", 'value="Israel"'):
        assert shown in page
    said = main(officer.follow(amend, **form(ministry, per_day="8")))
    assert "Version 2 is proposed, and awaits a second policy officer." in said
    assert "Posts in a day at most: 7 → 8." in said
    assert "already" in main(officer.get(amend, 409))
    assert "already" in main(officer.post(amend, 409, **form(ministry)))


def test_what_is_not_accepted_yet_is_called_off_before_it_is_written_anew(visit, ministry):
    version = proposed(ministry)
    visit("paul").get(f"/authorizations/{version.authorization.number}/amend/", 409)


def test_the_forms_cost_the_same_however_many_topics_and_channels_there_are(visit, ministry):
    officer, address = visit("paul"), for_(posting_of(ministry.helen))
    few = cost(officer, address)
    for n in range(15):
        channel("x", f"@other{n}", ministry.riyadh, "en", "fr")
    assert cost(officer, address) == few
    assert few <= 14
    assert cost(officer, NEW) <= 12


def test_gil_reads_the_form_in_french_where_he_is_an_officer(visit, ministry):
    ministry.gil.postings.create(office=ministry.comms, role="policy", starts_at=NOW - timedelta(days=1))
    page = visit("gil").get(for_(posting_of(ministry.helen)))
    assert '<html lang="fr">' in page
    for shown in ("anglais", "arabe", "Sanctions"):
        assert shown in main(page)
