"""Pre-authorizations through the API: proposed, countersigned, accepted, amended, stopped, and who sees them."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Deputy
from approvals.actions import alarms, authorization_stops
from approvals.models import Event, PreAuthorization, Restriction
from tests.actions.authorizing import authorized, found, posting_of, proposed
from tests.doors.calls import Caller, refused
from tests.people import LONG_AGO, NOW, later, person, post

ROOT = "/pre-authorizations/"
WHY = {"reason": "A post to look into."}


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(ministry):
    return Caller(ministry.paul)


def grant(ministry, **changes):
    """Return a grant for Helen as a policy officer sends it."""
    return {
        "posting": str(posting_of(ministry.helen).pk), "channels": [str(ministry.x.pk)], "languages": ["en"],
        "kinds": ["original", "reply"], "per_day": 3, "per_week": 10, "starts_at": "2026-09-14T12:00:00+03:00",
        "until": "2027-03-14T09:00:00Z", "review_limit": "PT8H",
    } | changes  # fmt: skip


def terms(ministry, **changes):
    return {name: value for name, value in grant(ministry, **changes).items() if name != "posting"}


def test_a_grant_goes_from_the_proposal_to_the_acceptance(ministry, officer):
    answer = officer.call("POST", ROOT, grant(ministry, words="Only facts.", suspend_after=2, barred_topics=["trade"]))
    assert answer.status_code == 201, answer.content
    status, shown = officer.get(answer["Location"])
    assert (status, shown) == (200, answer.json())
    assert (shown["number"], shown["state"], shown["in_force"]) == ("PA-2026-0001", "awaits_officer", None)
    assert shown["posting"]["person"] == {"id": str(ministry.helen.pk), "name": "Helen Brandt"}
    assert shown["allowed"] == ["call_off"]
    path, petra, helen = f"{ROOT}{shown['id']}/", Caller(ministry.petra), Caller(ministry.helen)
    assert "countersign" in petra.get(path)[1]["allowed"]
    status, shown = petra.post(f"{path}countersign/", {"version": 1})
    assert (status, shown["state"]) == (200, "awaits_holder")
    assert helen.get(path)[1]["allowed"] == ["accept", "decline"]
    status, shown = helen.post(f"{path}accept/", {"version": 1})
    assert (status, shown["state"], shown["under_way"], shown["allowed"]) == (200, "in_force", None, [])
    assert shown["used"] == {"today": 0, "this_week": 0, "per_day": 3, "per_week": 10}


def test_a_version_is_given_with_all_its_terms_and_who_agreed_to_it(ministry):
    version = authorized(ministry, words="Only facts.", halve_after=1, suspend_after=2, barred_countries=("CH",))
    shown = Caller(ministry.helen).get(f"{ROOT}{version.authorization_id}/")[1]
    assert shown["versions"] == [shown["in_force"]]
    given = shown["in_force"]
    assert given.pop("channels") == [{"id": str(ministry.x.pk), "platform": "x", "handle": "@EmbassyRiyadh"}]
    people = {given.pop(f"{verb}_by")["name"] for verb in ("proposed", "countersigned", "accepted")}
    assert people == {"Paul Nguyen", "Petra Wolf", "Helen Brandt"}
    assert {given.pop(f"{verb}_at") for verb in ("proposed", "countersigned", "accepted")} == {"2026-09-14T09:00:00Z"}
    assert given == {
        "number": 1, "status": "in_force", "languages": ["en"], "kinds": ["original", "reply"],
        "barred_topics": ["sanctions"], "barred_countries": ["CH"], "per_day": 3, "per_week": 10,
        "starts_at": "2026-09-14T09:00:00Z", "until": "2027-03-13T09:00:00Z", "passes_to_acting": False,
        "words": "Only facts.", "words_fr": "", "review_limit": "PT8H", "review_runs_on": "working",
        "halve_after": 1, "suspend_after": 2, "trust_days": 30, "note": "", "closed_by": None, "closed_at": None,
        "close_reason": "",
    }  # fmt: skip


def test_an_amendment_awaits_both_again_and_can_be_declined_or_called_off(ministry, officer):
    version = authorized(ministry)
    path, petra, helen = f"{ROOT}{version.authorization_id}/", Caller(ministry.petra), Caller(ministry.helen)
    status, shown = officer.post(f"{path}versions/", terms(ministry, per_day=5))
    assert (status, shown["in_force"]["number"], shown["under_way"]["number"]) == (201, 1, 2)
    assert officer.post(f"{path}call-off/", {"version": 2, **WHY})[0] == 200
    officer.post(f"{path}versions/", terms(ministry, per_day=5))
    petra.post(f"{path}countersign/", {"version": 3})
    status, shown = helen.post(f"{path}decline/", {"version": 3, "reason": "Too many."})
    assert (status, shown["state"], shown["under_way"]) == (200, "in_force", None)
    assert [(one["number"], one["status"]) for one in shown["versions"]] == [
        (3, "declined"), (2, "called_off"), (1, "in_force"),
    ]  # fmt: skip


def test_it_is_suspended_lifted_and_revoked(ministry, officer):
    version = authorized(ministry)
    path = f"{ROOT}{version.authorization_id}/"
    status, shown = officer.post(f"{path}suspend/", WHY)
    assert (status, shown["state"], "suspend" in shown["allowed"]) == (200, "suspended", False)
    restriction = shown["restrictions"][0]
    assert (restriction["kind"], restriction["cause"], restriction["stands"]) == ("suspended", "officer", True)
    status, shown = officer.post(f"{path}restrictions/{restriction['id']}/lift/", {"reason": "In order."})
    assert (status, shown["state"], shown["restrictions"][0]["stands"]) == (200, "in_force", False)
    status, shown = officer.post(f"{path}revoke/", WHY)
    assert (status, shown["state"], shown["revoke_reason"], shown["allowed"]) == (200, "revoked", WHY["reason"], [])


def test_what_the_rules_of_trust_did_is_given_with_the_reviews_that_led_to_it(ministry, officer):
    version = authorized(ministry, halve_after=1, suspend_after=2)
    review = found(ministry, version, "correct")
    alarms.fire_due(at=NOW)
    shown = officer.get(f"{ROOT}{version.authorization_id}/")[1]
    (halved,) = shown["restrictions"]
    assert (halved["kind"], halved["cause"], halved["by"]) == ("halved", "trust", None)
    assert (halved["reviews"], halved["until"]) == ([str(review.pk)], "2026-10-14T09:00:00Z")
    assert review.draft.reference in halved["reason"]
    assert shown["used"] == {"today": 1, "this_week": 1, "per_day": 1, "per_week": 5}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"until": None}, "end_needed", "until"),
        ({"starts_at": None}, "start_needed", "starts_at"),
        ({"until": "2026-09-14T08:59:59Z"}, "end_past", "until"),
        ({"until": "2028-01-01T00:00:00Z"}, "longer_than_a_year", "until"),
        ({"until": "9999-12-31T23:59:59Z"}, "longer_than_a_year", "until"),
        ({"until": "2027-03-14T09:00:00"}, "invalid", "until"),
        ({"starts_at": "2026-09-13T09:00:00Z"}, "start_past", "starts_at"),
        ({"channels": []}, "no_channel", "channels"),
        ({"channels": ["999999"]}, "unknown_channel", "channels"),
        ({"channels": "1"}, "invalid", "channels"),
        ({"languages": []}, "languages_needed", "languages"),
        ({"languages": ["klingon"]}, "invalid", "languages"),
        ({"kinds": []}, "kinds_needed", "kinds"),
        ({"kinds": ["line"]}, "invalid", "kinds"),
        ({"barred_topics": ["weather"]}, "unknown_topic", "barred_topics"),
        ({"barred_countries": ["ZZ"]}, "unknown_country", "barred_countries"),
        ({"per_day": 0}, "invalid", "per_day"),
        ({"per_day": "3"}, "invalid", "per_day"),
        ({"per_day": True}, "invalid", "per_day"),
        ({"per_day": 9, "per_week": 8}, "week_below_day", "per_week"),
        ({"review_limit": "PT14M"}, "review_limit_out_of_range", "review_limit"),
        ({"review_limit": 8}, "invalid", "review_limit"),
        ({"passes_to_acting": "yes"}, "invalid", "passes_to_acting"),
        ({"halve_after": 3, "suspend_after": 2}, "halves_too_late", "halve_after"),
        ({"trust_days": 0}, "invalid", "trust_days"),
        ({"words": "x" * 2001}, "invalid", "words"),
        ({"words": "a\u0000b"}, "unusable_text", "words"),
        ({"number": "PA-2026-0009"}, "invalid", "number"),
        ({"status": "in_force"}, "invalid", "status"),
        ({"posting": "999999"}, "unknown_posting_to_grant", "posting"),
        ({"posting": None}, "invalid", "posting"),
    ],
)
def test_what_cannot_be_granted_is_refused_with_its_field_and_nothing_is_kept(ministry, officer, changes, code, field):
    answer = officer.post(ROOT, grant(ministry, **changes))
    assert refused(answer) == (400, code)
    assert field in {name.partition(".")[0] for name in answer[1]["errors"]}
    assert not PreAuthorization.objects.exists()


def test_a_grant_to_oneself_is_forbidden(ministry, officer):
    own = post(ministry.paul, ministry.riyadh, "author")
    assert refused(officer.post(ROOT, grant(ministry, posting=str(own.pk)))) == (403, "grant_to_self")


def test_a_channel_of_another_office_is_refused(ministry, officer):
    answer = officer.post(ROOT, grant(ministry, channels=[str(ministry.geneva_x.pk)]))
    assert refused(answer) == (400, "channel_of_another_office")


@pytest.mark.parametrize("body", [{}, {"version": 0}, {"version": "1"}, {"version": 1, "at": "now"}, []])
@pytest.mark.parametrize("verb", ["countersign", "accept", "decline", "call-off"])
def test_a_verb_names_the_version_that_was_read_and_nothing_else(ministry, verb, body):
    version = proposed(ministry)
    who = Caller(ministry.helen if verb in ("accept", "decline") else ministry.petra)
    assert refused(who.post(f"{ROOT}{version.authorization_id}/{verb}/", body)) == (400, "invalid")


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": 7}, {"reason": "x" * 501}, {**WHY, "at": "now"}, []])
@pytest.mark.parametrize("verb", ["suspend", "revoke"])
def test_stopping_takes_a_reason_and_nothing_else(ministry, officer, verb, body):
    version = authorized(ministry)
    assert refused(officer.post(f"{ROOT}{version.authorization_id}/{verb}/", body)) == (400, "invalid")
    assert not Restriction.objects.exists()


def test_a_restriction_of_another_instrument_is_not_lifted_here(ministry, officer):
    one, other = authorized(ministry), authorized(ministry, posting=posting_of(ministry.layla, "author"))
    restriction = authorization_stops.suspend(
        authorization_id=one.authorization_id, reason="Look.", by=ministry.paul, at=NOW
    )
    answer = officer.post(f"{ROOT}{other.authorization_id}/restrictions/{restriction.pk}/lift/", WHY)
    assert refused(answer) == (404, "not_found")
    assert Restriction.objects.get().lifted_at is None


def test_holders_deputies_heads_and_the_ministrys_officers_see_it_and_nobody_else(ministry):
    """Guarantee 11."""
    posting = posting_of(ministry.layla, "author")
    version = authorized(ministry, posting=posting)
    Deputy.objects.create(posting=posting, user=ministry.carla, starts_at=LONG_AGO, ends_at=later(1))
    path = f"{ROOT}{version.authorization_id}/"
    for name, status in {
        "layla": 200, "carla": 200, "helen": 200, "paul": 200, "rita": 200,
        "omar": 404, "gil": 404, "greta": 404, "dana": 404, "ivan": 404,
    }.items():  # fmt: skip
        caller = Caller(getattr(ministry, name))
        assert caller.get(path)[0] == status, name
        assert len(caller.get(ROOT)[1]["results"]) == (status == 200), name
        if status == 404:
            assert refused(caller.post(f"{path}revoke/", WHY)) == (404, "not_found"), name
    with time_machine.travel(later(1), tick=False):
        assert Caller(ministry.carla).get(path)[0] == 404


def test_they_are_listed_the_newest_first_in_pages_and_by_whether_they_are_over(ministry, officer):
    first = authorized(ministry)
    second = authorized(ministry, posting=posting_of(ministry.layla, "author"), at=later(-1))
    third = authorized(ministry, posting=posting_of(ministry.omar, "author"), at=later(-2))
    authorization_stops.revoke(authorization_id=second.authorization_id, reason="Over.", by=ministry.paul, at=NOW)
    ids = [str(version.authorization_id) for version in (first, second, third)]

    def listed(query=""):
        return [one["id"] for one in officer.get(f"{ROOT}{query}")[1]["results"]]

    assert listed() == ids
    assert listed("?over=true") == [ids[1]]
    assert listed("?over=false") == [ids[0], ids[2]]
    _status, page = officer.get(f"{ROOT}?limit=2")
    assert [one["id"] for one in officer.get(page["next"])[1]["results"]] == ids[2:]
    assert refused(officer.get(f"{ROOT}?state=in_force")) == (400, "invalid")


def test_a_repeat_with_the_same_key_grants_once(ministry, officer):
    """Guarantee 20."""
    first, again = (officer.call("POST", ROOT, grant(ministry), Idempotency_Key="grant-1") for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again["Idempotency-Replayed"] == "true"
    assert (PreAuthorization.objects.count(), Event.objects.filter(kind="authorization_proposed").count()) == (1, 1)


def test_lists_pages_and_acts_cost_the_same_for_two_and_for_twenty(ministry, officer):
    def many(count):
        for number in range(count):
            holder = person(f"{count}-{number}", f"Author {count} {number}")
            version = authorized(ministry, posting=post(holder, ministry.riyadh, "author"))
            authorization_stops.suspend(
                authorization_id=version.authorization_id, reason="Look.", by=ministry.paul, at=NOW
            )
        return version

    def costs(version):
        path, sent = f"{ROOT}{version.authorization_id}/", []
        for method, address, body in (("GET", ROOT, None), ("GET", path, None), ("POST", f"{path}revoke/", WHY)):
            with CaptureQueriesContext(connection) as asked:
                assert officer.call(method, address, body).status_code == 200
            sent.append(len(asked))
        return sent

    few = costs(many(2))
    assert costs(many(20)) == few
    print(f"list, one, revoke: {few} queries")
    assert few[0] <= 8
