"""What a level says about its clock, through the API: written, read, compared, refused."""

import pytest
import time_machine

from approvals.models import LevelEscalation
from tests.actions.asking import enforce, flight
from tests.doors.calls import Caller, refused
from tests.doors.test_api_policies import level
from tests.doors.test_api_regimes import crisis
from tests.people import NOW


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def write(ministry):
    def send(**fields):
        return Caller(ministry.paul).post(f"/policies/{ministry.policy.pk}/versions/", {"levels": [level(**fields)]})

    return send


def late(**fields):
    return {"escalations": [{"after": "PT1H"} | fields]}


def test_a_level_that_does_not_say_runs_on_working_hours(write):
    status, version = write()
    assert status == 201
    assert version["levels"][0]["runs_on"] == "working"
    assert write(runs_on="wall")[1]["levels"][0]["runs_on"] == "wall"


def test_a_reminder_at_a_part_of_the_limit_is_given_as_it_was_sent(write):
    (made,) = write(remind_percent=75)[1]["levels"]
    assert (made["remind_before"], made["remind_percent"]) == (None, 75)


def test_an_escalation_names_a_posting_and_comes_again(write, ministry):
    posting = ministry.helen.postings.get()
    status, version = write(**late(posting=str(posting.pk), repeat_every="PT2H", repeat_times=3))
    assert status == 201
    assert version["levels"][0]["escalations"] == [{
        "after": "PT1H", "selector": "office", "role": "head", "repeat_every": "PT2H", "repeat_times": 3,
        "office": {"id": str(ministry.riyadh.pk), "code": "RUH", "name": ministry.riyadh.name},
        "posting": {
            "id": str(posting.pk), "role": "head",
            "person": {"id": str(ministry.helen.pk), "name": ministry.helen.name},
            "office": {"id": str(ministry.riyadh.pk), "code": "RUH", "name": ministry.riyadh.name},
        },
    }]  # fmt: skip
    assert LevelEscalation.objects.get(level__version__number=2).posting == posting


def test_an_escalation_that_comes_once_says_so(write):
    (rung,) = write(**late(selector="minister", role="approver"))[1]["levels"][0]["escalations"]
    assert (rung["posting"], rung["repeat_every"], rung["repeat_times"]) == (None, None, 0)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"runs_on": "sundial"}, "runs_on"),
        ({"runs_on": None}, "runs_on"),
        ({"remind_percent": 0}, "remind_percent"),
        ({"remind_percent": 100}, "remind_percent"),
        ({"remind_percent": "75"}, "remind_percent"),
        ({"remind_percent": 75.5}, "remind_percent"),
        ({"remind_before": "PT1H", "remind_percent": 75}, "remind_percent"),
        (late(), "escalations"),
        (late(selector="minister"), "escalations"),
        (late(posting="1", selector="minister", role="approver"), "escalations"),
        (late(posting="x"), "escalations"),
        (late(selector="minister", role="approver", repeat_every="PT1H"), "escalations"),
        (late(selector="minister", role="approver", repeat_times=2), "escalations"),
        (late(selector="minister", role="approver", repeat_every="PT0S", repeat_times=2), "escalations"),
        (late(selector="minister", role="approver", repeat_every="PT1H", repeat_times=21), "escalations"),
        (late(selector="minister", role="approver", repeat_every="PT1H", repeat_times=-1), "escalations"),
    ],
)
def test_a_clock_that_no_level_can_have_is_refused_by_its_place(write, fields, named):
    answer = write(**fields)
    assert refused(answer) == (400, "invalid")
    assert any(place.startswith(f"levels.0.{named}") for place in answer[1]["errors"]), answer[1]["errors"]


def test_a_posting_that_there_is_not_is_refused(write):
    assert refused(write(**late(posting="999999999"))) == (400, "unknown_posting")


def test_an_ended_posting_is_warned_of(write, ministry):
    ministry.mina.postings.update(ends_at=NOW)
    _status, version = write(**late(posting=str(ministry.mina.postings.get().pk)))
    (warning,) = [one for one in version["warnings"] if one["code"] == "posting_not_in_force"]
    assert ministry.mina.name in warning["message"]


def test_what_changed_in_a_clock_is_given_typed(write, ministry):
    write(key="head", remind_percent=75, **late(selector="minister", role="approver"))
    enforce(ministry, ministry.policy.versions.get(number=2))
    repeats = {"repeat_every": "PT1H", "repeat_times": 2}
    write(key="head", runs_on="wall", remind_before="PT1H", **late(selector="minister", role="approver", **repeats))
    _status, told = Caller(ministry.layla).get(f"/policies/{ministry.policy.pk}/versions/3/changes/")
    by_kind = {change["kind"]: (change["before"], change["after"]) for change in told["changes"]}
    assert by_kind["limit"] == ({"limit": "PT4H", "runs_on": "working"}, {"limit": "PT4H", "runs_on": "wall"})
    assert by_kind["reminder"] == ({"before": None, "percent": 75}, {"before": "PT1H", "percent": None})
    assert by_kind["escalation_changed"][1].items() >= repeats.items()


def test_a_step_says_what_it_runs_on_and_so_does_what_a_draft_would_meet(ministry):
    draft = flight(ministry, ("Head of mission", 1, "head", None, {"runs_on": "working"}))
    layla = Caller(ministry.layla)
    assert [step["runs_on"] for step in layla.get(f"/drafts/{draft.pk}/")[1]["route"]] == ["working"]
    for urgency, runs_on in (("routine", "working"), ("crisis", "wall")):
        text = {"channels": [str(ministry.x.pk)], "text": "Open.", "language": "en", "urgency": urgency}
        assert [level["runs_on"] for level in layla.post("/drafts/check/", text)[1]["route"]] == [runs_on]


@pytest.mark.parametrize(("kind", "usual"), [("crisis", "wall"), ("caretaker", "working")])
def test_a_regime_s_level_runs_on_the_clock_in_a_crisis_unless_it_says_otherwise(ministry, kind, usual):
    asked = crisis(ministry, kind=kind)
    made = Caller(ministry.paul).post("/regimes/", asked)[1]
    assert [level["runs_on"] for level in made["levels"]] == [usual]
    other = {"wall": "working", "working": "wall"}[usual]
    asked["levels"][0] |= {"runs_on": other, "remind_percent": 50}
    made = Caller(ministry.paul).post("/regimes/", asked | {"scope_value": "CH"})[1]
    assert [(level["runs_on"], level["remind_percent"]) for level in made["levels"]] == [(other, 50)]


def test_a_regime_s_level_that_reminds_in_both_ways_is_refused(ministry):
    asked = crisis(ministry)
    asked["levels"][0] |= {"remind_before": "PT10M", "remind_percent": 50}
    answer = Caller(ministry.paul).post("/regimes/", asked)
    assert refused(answer) == (400, "invalid")
    assert "levels.0.remind_percent" in answer[1]["errors"]


def test_versions_with_postings_cost_no_more_queries_for_more_of_them(write, ministry, django_assert_max_num_queries):
    posting = str(ministry.helen.postings.get().pk)
    rows = {"escalations": [{"after": f"PT{hour}H", "posting": posting} for hour in range(1, 11)]}
    write(**rows)
    caller = Caller(ministry.layla)
    with django_assert_max_num_queries(25):
        _status, told = caller.get(f"/policies/{ministry.policy.pk}/versions/2/")
    assert len(told["levels"][0]["escalations"]) == 10
