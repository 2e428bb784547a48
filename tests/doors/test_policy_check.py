"""The live check of the editor: faults and warnings beside their level and in sum, the route drawn, nothing saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Office, Posting
from approvals.models import Policy, PolicyVersion
from tests.actions.asking import new_version
from tests.doors.pages import main, words
from tests.doors.test_pages_policies import edit, form, level
from tests.people import NOW, put_in_force
from tests.people import level as kept_level


def check(ministry):
    return f"/policies/{ministry.policy.pk}/check/"


def checked(reader, ministry, *levels, policy=None, **fields):
    policy = policy or ministry.policy
    return reader.post(f"/policies/{policy.pk}/check/", 200, **form(*levels, **fields))


@pytest.fixture
def trade(ministry):
    return Policy.objects.create(name="Trade", order=5)


def test_the_live_check_says_each_fault_beside_its_level_and_in_sum_and_saves_nothing(visit, ministry):
    Posting.objects.filter(user=ministry.carla).update(ends_at=NOW)
    never = {"whens": "2", "when-0-field": "urgency", "when-0-values": "crisis", "when-1-field": "urgency",
             "when-1-values": "routine"}  # fmt: skip
    page = checked(
        visit("paul"), ministry,
        level(0, name="Head", limit="1", remind_before="2"),
        level(1, name="Press", selector="office", office=ministry.comms.pk, role="approver"),
        level(2, name="Nobody", question="", **never),
    )  # fmt: skip
    briefs = [words(part.split("<div")[0]) for part in page.split('-brief" class="ap-brief" hx-swap-oob="true">')[1:]]
    assert "The reminder comes before the level begins" in briefs[0]
    assert "Not enough people hold this role there now" in briefs[1]
    assert "The condition can never be met" in briefs[2]
    assert "Say what this level is asked" in briefs[2]
    assert "4 things keep this version from being proposed." in words(page)
    assert 'href="#level-2">Nobody</a>: The condition can never be met' in page
    assert not PolicyVersion.objects.filter(number=2).exists()


def test_a_policy_without_a_default_beside_it_is_told_so(visit, ministry, trade):
    ministry.policy.versions.update(status="superseded", superseded_at=NOW)
    told = words(checked(visit("paul"), ministry, level(0), policy=trade))
    assert "No default policy is in force" in told
    assert "Nothing keeps this version from being proposed." in told
    assert "No default policy is in force" in main(visit("paul").get("/policies/"))
    put_in_force(ministry.version, ministry.paul, ministry.petra)
    assert "No default policy" not in words(checked(visit("paul"), ministry, level(0), policy=trade))
    assert "No default policy" not in main(visit("paul").get("/policies/"))


def test_the_live_check_draws_the_route(visit, ministry):
    page = checked(visit("paul"), ministry, level(0, name="Head"), level(1, name="Ops", mode="inform", parallel="on"),
                   level(2, name="Press", mode="silence", limit="0.5"))  # fmt: skip
    told = words(page[page.index('<ol class="ap-flow">') :])
    assert told.startswith("Submitted At the same time: Head Must approve · 4 working hours")
    assert "Ops Is told" in told
    assert "Press Passes by silence · 30 working minutes" in told
    assert told.endswith("Cleared")


def test_what_is_not_filled_in_yet_is_listed_and_judged_no_further(visit, ministry):
    page = checked(visit("paul"), ministry, level(0, name="", limit="soon", question=""))
    told = words(page)
    assert "Still to be filled in:" in told
    assert "Level 1, Name : This field is required." in told
    assert "Time limit in hours : Enter a number." in told
    assert "ch-errors" not in page
    assert "The reminder" not in told


def test_the_button_checks_where_no_script_runs(visit, ministry):
    page = visit("paul").post(edit(ministry), 200, **form(level(0, remind_before="9"), do="check"))
    assert "The reminder comes before the level begins" in main(page)
    assert not PolicyVersion.objects.filter(number=2).exists()


def test_the_live_check_costs_the_same_with_two_levels_and_with_forty(visit, ministry):
    reader = visit("paul")

    def cost(number):
        levels = [
            level(place, selector=("own_office", "country_desk", "minister", "office")[place % 4],
                  office=ministry.comms.pk, role="approver", whens="2", **{"when-0-field": "topic",
                  "when-0-values": "trade", "when-1-field": "office", "when-1-values": "RUH"})
            for place in range(number)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            checked(reader, ministry, *levels)
        return len(asked)

    few = cost(2)
    for number in range(20):
        Office.objects.create(code=f"M{number}", name=f"M {number}", kind="mission", country="FR", time_zone="UTC")
    kept = new_version(ministry, policy=Policy.objects.create(name="Other", order=3))
    kept_level(kept, 1, "Head", "own_office", "head")
    put_in_force(kept, ministry.paul, ministry.petra)
    assert few == cost(40) <= 12


@pytest.mark.parametrize(
    "odd",
    [{"levels": "x"}, {"levels": "9" * 30}, {"levels": "-1"}, {"whens": "9" * 9}, {"level-0-lates": "-4"},
     {"level-0-whens": "12", "level-0-when-11-field": "castle"}, {"when-0-field": "topic", "whens": "1",
     "when-0-values": "\x00"}, {"kept": "{", "keep": "on"}, {"was": "[" * 9000}, {"was": '{"field": 1}'},
     {"kept": '{"field": "topic", "in": ["\\u0000"]}', "keep": "on"}, {"level-0-mode": "castle"},
     {"level-0-carry": "castle"}, {"level-0-name": "\x00"}, {"level-0-limit": "1e400"}, {"level-0-limit": "nan"},
     {"level-0-office": "9" * 40, "level-0-selector": "office"}, {"level-0-role": "castle"}, {"note": "\x00"},
     {"level-0-quorum": "n", "level-0-quorum_n": "9" * 40}, {"level-0-open": "\x00"}, {"do": "move--1-0"}],
)  # fmt: skip
def test_odd_input_is_no_fault_of_the_check(visit, trade, odd):
    for address in ("check", "edit"):
        response = visit("paul").client.post(f"/policies/{trade.pk}/{address}/", form(level(0), do="more") | odd)
        assert response.status_code == 200
    response = visit("paul").client.post(f"/policies/{trade.pk}/edit/", form(level(0)) | odd)
    assert response.status_code in (200, 302, 400)


def test_only_policy_officers_check_and_only_by_post(visit, ministry):
    visit("layla").post(check(ministry), 403)
    visit("paul").get(check(ministry), 405)
    visit("paul").post("/policies/999/check/", 404)
