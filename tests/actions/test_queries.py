"""Named reads: they agree with what the actions allow, and reading changes nothing."""

import pytest
from django.db import connection, transaction

from accounts.authority import seats_of
from accounts.models import Deputy, Posting, Role
from approvals import access, audit, preview, queries
from approvals.actions import alarms, commenting, concur, withdraw
from approvals.lifecycle import State
from approvals.refusals import Refused
from notifications.models import Message
from tests.actions.asking import (
    approve,
    everything,
    in_state,
    publish_on_x,
    reject,
    request_changes,
    resubmit,
    retract,
    revise,
    take_back,
)
from tests.actions.stopping import bypass
from tests.authorizing import reviewed_by_comms
from tests.people import HOUR, NOW, fresh, later, post

PEOPLE = ["layla", "omar", "helen", "gil", "greta", "dana", "dirk", "carla", "mina", "paul", "rita", "ivan"]


def ask_geneva(ministry, draft, by):
    request = concur.Request(ministry.geneva.pk, "Is it so?", "They know.", HOUR)
    concur.ask_to_comment(draft_id=draft.pk, by=by, revision=draft.revision.hash, request=request, at=NOW)


# What changes nothing about the draft: proven in test_claims.py.
COURTESIES = {"comment", "claim", "release", "reassign", "nudge"}
VERBS = {
    "revise": lambda m, draft, by: revise(draft, "Other words.", by=by),
    "submit": lambda m, draft, by: resubmit(draft, by),
    "withdraw": lambda m, draft, by: take_back(draft, by),
    "reopen": lambda m, draft, by: withdraw.reopen(draft_id=draft.pk, by=by, at=NOW),
    "approve": lambda m, draft, by: approve(draft, by),
    "request_changes": lambda m, draft, by: request_changes(draft, by),
    "reject": lambda m, draft, by: reject(draft, by),
    "ask": ask_geneva,
    "publish": lambda m, draft, by: publish_on_x(m, draft, by=by),
    "retract": lambda m, draft, by: retract(draft, by),
    "bypass": lambda m, draft, by: bypass(draft, by),
}


def works(ministry, verb, draft, by):
    try:
        with transaction.atomic():
            VERBS[verb](ministry, draft, by)
            transaction.set_rollback(True)
    except Refused as refused:
        # Everything on it is out already; the verb itself is this person's to use.
        return refused.code == "already_published"
    return True


@pytest.mark.parametrize("state", State.values)
def test_the_verbs_a_person_is_offered_are_exactly_those_that_work(ministry, state):
    reviewed_by_comms(ministry)
    draft = in_state(ministry, state)
    for name in PEOPLE:
        user = getattr(ministry, name)
        offered = queries.standing(draft, user, queries.route_steps(draft), at=NOW)
        assert set(offered.verbs) - COURTESIES == {v for v in VERBS if works(ministry, v, draft, user)}, name


def strange_seats(ministry):
    """Give people every seat that makes authority hard: deputies of writers, two roles at once, acting heads."""
    desk = Posting.objects.get(user=ministry.dirk)
    Deputy.objects.create(posting=desk, user=ministry.layla, starts_at=NOW, ends_at=later(5))
    mission = Posting.objects.get(user=ministry.layla)
    Deputy.objects.create(posting=mission, user=ministry.dana, starts_at=NOW, ends_at=later(5))
    post(ministry.omar, ministry.riyadh, Role.HEAD)
    post(ministry.helen, ministry.desk, Role.APPROVER)
    post(ministry.carla, ministry.minister, Role.APPROVER)


def edited_by_omar(ministry):
    draft = ministry.draft("By Layla.")
    revise(draft, "By Layla, and Omar.", by=ministry.omar)
    return resubmit(draft, ministry.layla)


def test_what_awaits_a_person_is_exactly_what_that_person_may_approve(ministry):
    """Guarantee 4."""
    strange_seats(ministry)
    drafts = [
        ministry.submitted("By Layla."),
        ministry.submitted("By Omar.", by=ministry.omar),
        ministry.approve(ministry.submitted("At the desk."), ministry.helen),
        ministry.approve(ministry.submitted("At the desk, by Omar.", by=ministry.omar), ministry.helen),
        ministry.approve(ministry.submitted("At the minister's."), ministry.omar, ministry.dirk),
        request_changes(ministry.submitted("Handed back."), ministry.helen),
        edited_by_omar(ministry),
    ]
    for name in PEOPLE:
        user = getattr(ministry, name)
        queue = {step.draft_id for step in queries.awaiting(user, at=NOW)}
        assert queue == {draft.pk for draft in drafts if works(ministry, "approve", draft, user)}, name
        assert queries.awaiting_count(user, at=NOW) == len(queue)
        first, count = queries.first_awaiting(user, limit=2, seats=seats_of(user.pk, at=NOW))
        assert first == queries.awaiting(user, at=NOW, limit=2), name
        assert count == len(queue), name


def test_the_queue_is_soonest_due_first_and_pages_in_both_directions_miss_nothing(ministry):
    drafts = [ministry.submitted(f"Draft {n}.", at=later(minutes=n % 3)) for n in range(7)]
    whole = queries.awaiting(ministry.helen, at=NOW)
    assert [step.due_at for step in whole] == sorted(step.due_at for step in whole)
    assert {step.draft_id for step in whole} == {draft.pk for draft in drafts}
    seen, place = [], None
    while page := queries.awaiting(ministry.helen, at=NOW, limit=3, after=place):
        seen += page
        place = queries.After(page[-1].due_at, page[-1].pk)
    assert seen == whole
    sixth = queries.After(whole[5].due_at, whole[5].pk)
    assert queries.awaiting(ministry.helen, at=NOW, limit=3, before=sixth) == whole[2:5]


def test_a_queue_of_several_posts_is_merged_by_urgency(ministry):
    post(ministry.helen, ministry.desk, Role.APPROVER)
    post(ministry.greta, ministry.riyadh, Role.HEAD)
    at_the_desk = ministry.approve(ministry.submitted("First."), ministry.greta)
    at_home = ministry.submitted("Second.", at=later(1))
    queue = [step.draft_id for step in queries.awaiting(ministry.helen, at=later(1))]
    assert queue == [at_home.pk, at_the_desk.pk]


@pytest.mark.django_db(transaction=True)
def test_reading_changes_nothing(ministry):
    """Guarantee 13."""
    draft = ministry.submitted()
    ministry.cleared()
    alarms.fire_due(at=later(5))
    before, body = everything(), fresh(draft).revision.body
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        for user in (ministry.layla, ministry.helen, ministry.paul, ministry.ivan):
            queries.awaiting(user, at=later(5))
            queries.awaiting_count(user, at=later(5))
            list(queries.drafts(user, at=later(5)))
            list(queries.drafts_of(user))
            list(queries.delays(user, at=later(5)))
            queries.standing(draft, user, queries.route_steps(draft), at=later(5))
            preview.preview(preview.Written(body), by=user, at=later(5))
        access.find(ministry.layla, draft.pk, at=later(5), door="page")
        list(queries.history(draft))
        list(audit.verify_all())
    assert everything() == before


def test_a_message_links_to_a_page_and_never_to_a_verb(ministry):
    """Guarantee 13."""
    draft = ministry.cleared(publish_at=later(1))
    alarms.fire_due(at=later(1))
    publish_on_x(ministry, draft, at=later(2))
    commenting.comment(draft_id=draft.pk, by=ministry.helen, text="Good.", at=later(2))
    for _ in range(3):
        alarms.fire_due(at=later(100))
    assert set(Message.objects.values_list("path", flat=True)) == {f"/drafts/{draft.pk}/"}


def test_a_draft_is_expected_when_its_open_and_coming_levels_have_taken_their_time(ministry):
    draft = fresh(ministry.submitted())
    steps = queries.route_steps(draft)
    assert queries.plan(draft, steps, at=NOW).expected_clear_at == later(16)
    assert queries.plan(draft, steps, at=later(5)).expected_clear_at == later(17)
    assert queries.plan(fresh(ministry.cleared()), [], at=NOW) is None


def test_history_is_in_order_and_whole(ministry):
    draft = ministry.cleared()
    assert [event.sequence for event in queries.history(draft)] == list(range(1, fresh(draft).event_count + 1))
