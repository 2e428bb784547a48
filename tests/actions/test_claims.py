"""Claims, handing over, nudges: courtesies that show, lapse by themselves, and take nobody's right to decide away."""

from datetime import timedelta

import pytest

from accounts.models import Role
from approvals import audit, queries
from approvals.actions import claims, nudge
from approvals.models import Event, Step
from approvals.web.sentences import Storyteller
from notifications.services.models import Delivery
from tests.actions.asking import approve, enforce_levels, kinds, open_levels, refused, steps, told
from tests.actions.test_away import leave
from tests.actions.test_query_counts import cost
from tests.delivery.services import registered
from tests.people import NOW, fresh, later, person, post

INSTANT = timedelta.resolution


@pytest.fixture
def draft(ministry):
    """A draft that awaits the desk: Dana and Dirk can decide it."""
    return ministry.approve(ministry.submitted(), ministry.helen)


def claim(draft, by, *, at=NOW, until=None):
    return claims.claim(draft_id=draft.pk, by=by, at=at, until=until)


def reassign(draft, by, to, *, at=NOW):
    return claims.reassign(draft_id=draft.pk, by=by, to_id=to.pk, at=at)


def nudged(draft, by, *, at=NOW):
    return nudge.nudge(draft_id=draft.pk, by=by, at=at)


def held(draft):
    step = Step.objects.get(route=fresh(draft).route_id, status="open")
    return (step.claimed_by, step.claimed_until)


def verbs(draft, user, *, at=NOW):
    draft = fresh(draft)
    return set(queries.standing(draft, user, queries.route_steps(draft), at=at).verbs)


def test_a_claim_lasts_half_an_hour_unless_said_otherwise(ministry, draft):
    claim(draft, ministry.dana)
    assert held(draft) == (ministry.dana, later(minutes=30))
    claim(draft, ministry.dana, until=later(4))
    assert held(draft) == (ministry.dana, later(4))


@pytest.mark.parametrize(
    ("until", "code"), [(NOW, "claim_past"), (later(-1), "claim_past"), (later(4, seconds=1), "claim_too_long")]
)
def test_a_claim_has_a_sensible_end(ministry, draft, until, code):
    with refused(code, status=400):
        claim(draft, ministry.dana, until=until)


def test_a_claim_never_keeps_another_from_deciding(ministry, draft):
    claim(draft, ministry.dana)
    approve(draft, ministry.dirk)
    assert open_levels(draft) == ["Minister's office"]
    assert list(audit.verify(fresh(draft))) == []


def test_nobody_claims_what_another_has_until_it_lapses(ministry, draft):
    claim(draft, ministry.dana)
    with refused("step_claimed", status=409) as caught:
        claim(draft, ministry.dirk, at=later(minutes=30) - INSTANT)
    assert "Dana Okafor" in caught.value.sentence
    claim(draft, ministry.dirk, at=later(minutes=30))
    assert held(draft) == (ministry.dirk, later(minutes=60))


def test_who_cannot_decide_cannot_claim(ministry, draft):
    for someone in (ministry.layla, ministry.mina, ministry.paul):
        with refused("not_asked", status=403):
            claim(draft, someone)


def test_a_decided_draft_is_not_claimed(ministry):
    draft = ministry.cleared()
    with refused("wrong_state", status=409):
        claim(draft, ministry.dana)


def test_what_one_has_can_be_let_go(ministry, draft):
    claim(draft, ministry.dana)
    with refused("not_your_claim", status=409):
        claims.release(draft_id=draft.pk, by=ministry.dirk, at=NOW)
    claims.release(draft_id=draft.pk, by=ministry.dana, at=NOW)
    assert held(draft) == (None, None)
    with refused("not_your_claim"):
        claims.release(draft_id=draft.pk, by=ministry.dana, at=NOW)


def test_a_step_is_handed_to_a_colleague_who_is_told(ministry, draft):
    claim(draft, ministry.dana)
    reassign(draft, ministry.dana, ministry.dirk)
    assert held(draft) == (ministry.dirk, later(minutes=30))
    assert told("handed_over") == ["dirk"]
    approve(draft, ministry.dana)
    assert open_levels(draft) == ["Minister's office"]


def test_it_is_handed_to_nobody_who_could_not_decide(ministry, draft):
    for someone in (ministry.layla, ministry.mina, ministry.helen):
        with refused("colleague_cannot_decide", status=400):
            reassign(draft, ministry.dana, someone)
    with refused("hand_over_to_self"):
        reassign(draft, ministry.dana, ministry.dana)


def test_it_is_handed_to_nobody_who_is_away(ministry, draft):
    leave(ministry.dirk)
    with refused("colleague_away", status=409):
        reassign(draft, ministry.dana, ministry.dirk)


def test_what_another_has_is_not_handed_on(ministry, draft):
    dora = person("dora", "Dora Lund")
    post(dora, ministry.desk, Role.APPROVER)
    claim(draft, ministry.dirk)
    with refused("step_claimed"):
        reassign(draft, ministry.dana, dora)


def test_the_author_nudges_those_who_are_asked_once_an_hour_at_most(ministry, draft):
    nudged(draft, ministry.layla)
    assert told("nudged") == ["dana", "dirk"]
    with refused("nudged_lately", status=409) as caught:
        nudged(draft, ministry.omar, at=later(1) - INSTANT)
    assert "10:00" in caught.value.sentence
    nudged(draft, ministry.omar, at=later(1))
    assert told("nudged") == ["dana", "dana", "dirk", "dirk"]


def test_a_service_hears_of_a_nudge_and_not_of_what_is_handed_to_one_person(ministry, draft, settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    registered(ministry, "http://127.0.0.1:1/")
    reassign(draft, ministry.dana, ministry.dirk)
    assert told("handed_over") == ["dirk"]
    nudged(draft, ministry.layla)
    assert [delivery.kind for delivery in Delivery.objects.all()] == ["nudged"]


def test_another_level_may_be_nudged_within_the_hour(ministry, draft):
    nudged(draft, ministry.layla)
    approve(draft, ministry.dana)
    nudged(draft, ministry.layla)
    assert told("nudged") == ["dana", "dirk", "mina"]


def test_nobody_nudges_themselves(ministry):
    draft = ministry.submitted()
    with refused("nobody_to_nudge", status=409):
        nudged(draft, ministry.helen)


def test_who_may_not_see_the_draft_cannot_nudge(ministry, draft):
    with refused("not_found", status=404):
        nudged(draft, ministry.gil)


def test_what_one_may_do_about_it_is_offered_and_no_more(ministry, draft):
    def about_it(user, at=NOW):
        return verbs(draft, user, at=at) & {"claim", "release", "reassign", "nudge"}

    assert about_it(ministry.dana) == {"claim", "reassign", "nudge"}
    claim(draft, ministry.dana)
    assert about_it(ministry.dana) == {"release", "reassign", "nudge"}
    assert about_it(ministry.dirk) == {"nudge"}
    assert about_it(ministry.dirk, at=later(1)) == {"claim", "reassign", "nudge"}
    nudged(draft, ministry.layla)
    assert about_it(ministry.layla) == set()


def test_it_is_all_on_the_record_in_words(ministry, draft):
    claim(draft, ministry.dana)
    reassign(draft, ministry.dana, ministry.dirk)
    claims.release(draft_id=draft.pk, by=ministry.dirk, at=NOW)
    nudged(draft, ministry.layla)
    assert kinds(draft)[-4:] == ["claimed", "reassigned", "released", "nudged"]
    teller = Storyteller(people={ministry.dirk.pk: ministry.dirk}, channels=[])
    said = [teller.tell(event).sentence for event in Event.objects.filter(draft=draft).order_by("sequence")][-4:]
    assert said == [
        "Dana Okafor has Desk until Mon 14 Sept 2026, 09:30.",
        "Dana Okafor handed Desk to Dirk Maes, who has it until Mon 14 Sept 2026, 09:30.",
        "Dirk Maes let Desk go again.",
        "Layla Haddad nudged those asked at Desk.",
    ]


def test_a_claim_on_one_of_two_levels_side_by_side_is_on_ones_own(ministry):
    enforce_levels(
        ministry,
        ("Desk", 1, Role.APPROVER, ministry.desk, {}),
        ("Communications", 1, Role.APPROVER, ministry.comms, {}),
    )
    draft = ministry.submitted()
    claim(draft, ministry.carla)
    found = steps(draft)
    assert (found["Desk"].claimed_by, found["Communications"].claimed_by) == (None, ministry.carla)


def test_a_claim_and_a_nudge_cost_the_same_however_many_are_asked(ministry):
    def measure():
        one, other = (ministry.approve(ministry.submitted(), ministry.helen) for _ in range(2))
        return cost(claim, one, ministry.dana), cost(nudged, other, ministry.layla)

    few = measure()
    for number in range(20):
        post(person(f"officer{number}", f"Officer {number}"), ministry.desk, Role.APPROVER)
    assert measure() == few
    assert max(few) <= 14
