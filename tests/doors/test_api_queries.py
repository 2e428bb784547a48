"""What a call asks of the database does not grow with what is there: 2 rows or 20, a young draft or an old one."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import alarms, commenting, enact, policies, write
from approvals.actions.policies import LevelInput
from approvals.models import Delay, Draft
from notifications.models import Message
from tests.doors.calls import Caller
from tests.doors.matrix import level, post_url
from tests.people import HOUR, NOW, channel, later

FEW, MANY = 2, 20


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def cost(caller, method, path, body=None, **headers):
    """Give the number of queries of a call that goes well."""
    with CaptureQueriesContext(connection) as asked:
        answer = caller.call(method, path, body, **headers)
    assert answer.status_code in (200, 201), answer.content
    return len(asked)


def test_the_lists_of_drafts_and_the_queue_cost_the_same_for_few_and_many(ministry):
    layla, helen = Caller(ministry.layla), Caller(ministry.helen)
    calls = [
        (layla, "/drafts/"),
        (layla, "/drafts/?mine=true&q=open"),
        (helen, "/drafts/?office=RUH"),
        (helen, "/queue/"),
    ]
    ministry.submitted(), ministry.draft()
    few = [cost(caller, "GET", path) for caller, path in calls]
    for number in range(MANY):
        ministry.submitted(f"We are open on day {number}.", channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    assert [cost(caller, "GET", path) for caller, path in calls] == few
    assert max(few) <= 9


def test_the_lists_of_one_draft_cost_the_same_for_few_and_many(ministry):
    caller, draft = Caller(ministry.layla), ministry.submitted()
    paths = [f"/drafts/{draft.pk}/{name}/" for name in ("events", "revisions", "comments")]
    for number in range(FEW):
        commenting.comment(draft_id=draft.pk, by=ministry.helen, text=f"Comment {number}.", at=NOW)
    few = [cost(caller, "GET", path) for path in paths]
    for number in range(MANY):
        commenting.comment(draft_id=draft.pk, by=ministry.omar, text=f"Another {number}.", at=NOW)
    other = ministry.draft()
    for number in range(MANY):
        writing = write.Writing(ministry.content(f"Version {number}."))
        write.revise(draft_id=other.pk, by=ministry.omar, writing=writing, if_match=hash_of(other), at=NOW)
    many = [cost(caller, "GET", path) for path in paths]
    many[1] = cost(caller, "GET", f"/drafts/{other.pk}/revisions/")
    assert many == few


def hash_of(draft):
    return type(draft).objects.select_related("revision").get(pk=draft.pk).current.hash


def test_one_draft_costs_the_same_however_many_levels_channels_and_decisions_it_has(ministry):
    caller = Caller(ministry.layla)
    young, old = ministry.submitted(), ministry.submitted(channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    ministry.approve(old, ministry.helen, ministry.dana)
    assert cost(caller, "GET", f"/drafts/{old.pk}/") == cost(caller, "GET", f"/drafts/{young.pk}/")


def test_channels_cost_the_same_for_few_and_many(ministry):
    caller = Caller(ministry.layla)
    few = cost(caller, "GET", "/channels/")
    for number in range(MANY):
        channel("threads", f"@riyadh{number}", ministry.riyadh, "en")
    assert cost(caller, "GET", "/channels/") == few


def test_delays_and_notifications_cost_the_same_for_few_and_many(ministry):
    caller = Caller(ministry.helen)
    for number in range(FEW):
        ministry.submitted(f"Late {number}.")
    alarms.fire_due(at=later(5))
    few = [cost(caller, "GET", path) for path in ("/delays/", "/notifications/", "/me/")]
    for number in range(MANY):
        ministry.submitted(f"Later {number}.")
    alarms.fire_due(at=later(6))
    assert Delay.objects.count() == FEW + MANY
    assert Message.objects.filter(user=ministry.helen, medium="in_app").count() > MANY
    assert [cost(caller, "GET", path) for path in ("/delays/", "/notifications/", "/me/")] == few


def test_policies_cost_the_same_for_few_levels_and_versions_and_many(ministry):
    caller, number = Caller(ministry.paul), ministry.version.number
    base = f"/policies/{ministry.policy.pk}/versions"
    paths = ["/policies/", f"{base}/", f"{base}/{number}/"]
    few = [cost(caller, "GET", path) for path in paths]
    levels = [
        LevelInput(position, f"Level {position}", "Good?", "office", "approver", HOUR, ministry.comms.pk)
        for position in range(1, MANY)
    ]
    for name in range(MANY):
        policy = policies.create_policy(name=f"Policy {name}", order=name + 1, by=ministry.paul, at=NOW)
    policies.write_version(policy_id=policy.pk, levels=levels, by=ministry.paul, at=NOW, conditions={})
    policies.propose(policy_id=policy.pk, number=1, by=ministry.paul, at=NOW)
    enact.enact(policy_id=policy.pk, number=1, by=ministry.petra, at=NOW)
    base = f"/policies/{policy.pk}/versions"
    assert [cost(caller, "GET", path) for path in ("/policies/", f"{base}/", f"{base}/1/")] == few
    tried = {"office": str(ministry.riyadh.pk)}
    assert cost(caller, "POST", f"{base}/1/try/", tried) == cost(
        caller, "POST", f"/policies/{ministry.policy.pk}/versions/{number}/try/", tried
    )


def test_every_action_costs_the_same_in_a_small_ministry_and_a_busy_one(ministry):
    cost_of_a_life(ministry)  # the very first draft and policy also start their counters
    quiet = cost_of_a_life(ministry)
    for number in range(MANY):
        draft = ministry.submitted(f"Busy {number}.")
        commenting.comment(draft_id=draft.pk, by=ministry.helen, text="Soon.", at=NOW)
    assert cost_of_a_life(ministry) == quiet


def cost_of_a_life(ministry):
    """Give what each action costs, on one draft from its first word to its retraction, and back again on another."""
    layla, helen, dana, mina, paul = (
        Caller(getattr(ministry, name)) for name in ("layla", "helen", "dana", "mina", "paul")
    )
    given = {"channels": [str(ministry.x.pk)], "text": "We are open.", "language": "en"}
    costs = {"check": cost(layla, "POST", "/drafts/check/", given), "create": cost(layla, "POST", "/drafts/", given)}
    draft = Draft.objects.order_by("reference").last()
    path, etag = f"/drafts/{draft.pk}", f'"{draft.current.hash}"'
    costs["revise"] = cost(layla, "PATCH", f"{path}/", {"text": "We are open today."}, If_Match=etag)
    costs["submit"] = cost(layla, "POST", f"{path}/submit/")
    revision = layla.get(f"{path}/")[1]["revision"]["hash"]
    costs["comment"] = cost(layla, "POST", f"{path}/comments/", {"text": "Please."})
    approval = {"verdict": "approve", "revision": revision}
    costs["approve"] = cost(helen, "POST", f"{path}/decisions/", approval)
    costs["several"] = cost(dana, "POST", "/queue/decisions/", {"decisions": [approval | {"draft": str(draft.pk)}]})
    costs["keyed"] = cost(mina, "POST", f"{path}/decisions/", approval, Idempotency_Key=draft.reference)
    costs["replayed"] = cost(mina, "POST", f"{path}/decisions/", approval, Idempotency_Key=draft.reference)
    number = int(draft.reference[-4:])
    handed = {"channel": str(ministry.x.pk), "url": post_url(number)}
    costs["publish"] = cost(layla, "POST", f"{path}/publish/", handed)
    down = {"where": "X", "taken_down_at": "2026-09-14T09:00:00Z"}
    costs["retract"] = cost(helen, "POST", f"{path}/retract/", down)
    path = f"/drafts/{ministry.submitted().pk}"
    costs["withdraw"] = cost(layla, "POST", f"{path}/withdraw/")
    costs["reopen"] = cost(layla, "POST", f"{path}/reopen/")
    costs["policy"] = cost(paul, "POST", "/policies/", {"name": f"Policy {number}"})
    version = f"/policies/{paul.get('/policies/?limit=100')[1]['results'][-1]['id']}/versions/"
    costs["version"] = cost(paul, "POST", version, {"levels": [level(None)]})
    return costs
