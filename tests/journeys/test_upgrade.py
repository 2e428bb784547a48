"""A database of the version before comes along: levels get keys, clocks keep their place, the record stays guarded."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests import people
from tests.people import HOUR, NOW

BEFORE = [("approvals", "0003_frozen_versions")]
pytestmark = pytest.mark.django_db(transaction=True)


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old():
    """The tables as they were, given back as they are whatever happens."""
    newest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "approvals"]
    try:
        yield migrate(BEFORE)
    finally:
        migrate(newest)


def step_of(old, draft, route, level, **fields):
    values = {"position": 1, "name": level.name, "question": "?", "role": "head", "quorum": "any", "quorum_n": 1}
    clock = {"limit": 4 * HOUR, "may_reject": True, "status": "open", "opened_at": NOW, "due_at": NOW + 4 * HOUR}
    return old.get_model("approvals", "Step").objects.create(
        route=route, draft=draft, level=level, office_id=draft.office_id, **values | clock | fields
    )


def test_what_there_was_comes_along_and_stays_guarded(old):
    """Guarantees 7, 18, 21."""
    user = people.person("paul", "Paul Nguyen")
    office = people.Office.objects.create(code="RUH", name="Riyadh", kind="mission", country="SA", time_zone="UTC")
    model = lambda name: old.get_model("approvals", name).objects  # noqa: E731
    policy = model("Policy").create(name="Default", is_default=True)
    by = {"created_by_id": user.pk, "created_at": NOW}
    version = model("PolicyVersion").create(policy=policy, number=1, **by)
    fields = {"version": version, "question": "?", "limit": 4 * HOUR}
    levels = [
        model("Level").create(position=place, name=name, **fields)
        for place, name in enumerate(["Desk", "Desk", "مكتب"], 1)
    ]
    version.status, version.proposed_by_id, version.proposed_at = "proposed", user.pk, NOW
    version.save()
    draft = model("Draft").create(
        reference="RUH-2026-0001", office_id=office.pk, author_id=user.pk, created_at=NOW, state_since=NOW
    )
    text = {"draft": draft, "number": 1, "content": {}, "hash": "0", "written_by_id": user.pk, "created_at": NOW}
    route = model("Route").create(
        draft=draft,
        number=1,
        policy_version=version,
        facts={},
        created_at=NOW,
        revision=model("Revision").create(**text),
    )
    reminded = step_of(old, draft, route, levels[0], remind_before=HOUR, alarms_fired=2, next_alarm_at=None)
    plain = step_of(old, draft, route, levels[1], alarms_fired=1, next_alarm_at=None)
    fresh = step_of(old, draft, route, levels[2], alarms_fired=0, next_alarm_at=NOW + 4 * HOUR)

    new = migrate([key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "approvals"])
    keys = new.get_model("approvals", "Level").objects.order_by("position").values_list("key", flat=True)
    assert list(keys) == ["desk", "desk-2", "level"]
    steps = new.get_model("approvals", "Step").objects
    assert [steps.get(pk=step.pk).key for step in (reminded, plain, fresh)] == list(keys)
    # Counted as before: workers of the version before fire the same clocks while the deploy is under way.
    assert [steps.get(pk=step.pk).alarms_fired for step in (reminded, plain, fresh)] == [2, 1, 0]
    assert steps.get(pk=plain.pk).mode == "approve"
    # Workers of the version before write on while the deploy is under way.
    being_written = model("PolicyVersion").create(policy=policy, number=2, **by)
    for place in (1, 2):
        model("Level").create(position=place, name="Desk", **fields | {"version": being_written})
    assert len(set(new.get_model("approvals", "Level").objects.values_list("version", "key"))) == 5
    step_of(old, draft, route, levels[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        new.get_model("approvals", "Level").objects.update(limit=timedelta(hours=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        new.get_model("approvals", "Revision").objects.update(hash="1")


@pytest.fixture
def before_working_time():
    """The tables before offices had hours, given back as they are whatever happens."""
    newest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "approvals"]
    try:
        yield migrate([("approvals", "0005_drafts_in_flight")])
    finally:
        migrate(newest)


def test_clocks_that_ran_on_the_wall_go_on_as_they_were(before_working_time):
    """Guarantees 17, 23: what was due stays due, and workers of the version before write on while a deploy goes on."""
    old = before_working_time
    model = lambda name: old.get_model("approvals", name).objects  # noqa: E731
    user = people.person("paul", "Paul Nguyen")
    office = people.Office.objects.create(code="RUH", name="Riyadh", kind="mission", country="SA", time_zone="UTC")
    policy = model("Policy").create(name="Default", is_default=True)
    by = {"created_by_id": user.pk, "created_at": NOW}
    version = model("PolicyVersion").create(policy=policy, number=1, **by)
    desk = model("Level").create(version=version, position=1, name="Desk", question="?", limit=4 * HOUR, key="desk")
    version.status, version.proposed_by_id, version.proposed_at = "proposed", user.pk, NOW
    version.save()
    draft = model("Draft").create(
        reference="RUH-2026-0001", office_id=office.pk, author_id=user.pk, created_at=NOW, state_since=NOW
    )
    text = {"draft": draft, "number": 1, "content": {}, "hash": "0", "written_by_id": user.pk, "created_at": NOW}
    revision = model("Revision").create(**text)
    route = model("Route").create(
        draft=draft, number=1, policy_version=version, facts={}, created_at=NOW, revision=revision
    )
    known = step_of(old, draft, route, desk, next_alarm_at=NOW + 4 * HOUR)

    new = migrate([key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "approvals"])
    steps = new.get_model("approvals", "Step").objects
    step_of(old, draft, route, desk, next_alarm_at=NOW + 4 * HOUR)  # by a worker of the version before
    assert {(step.runs_on, step.used_before, step.due_at) for step in steps.all()} == {("wall", None, NOW + 4 * HOUR)}
    old.get_model("approvals", "Delay").objects.create(
        step_id=known.pk, draft=draft, office_id=office.pk, due_at=NOW + 4 * HOUR, flagged_at=NOW + 5 * HOUR
    )
    assert new.get_model("approvals", "Delay").objects.get().reason == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        new.get_model("approvals", "Level").objects.update(limit=HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        new.get_model("approvals", "Revision").objects.update(hash="1")
