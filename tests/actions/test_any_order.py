"""Anything that anybody may try, in any order, with people moving and time passing: the promises hold throughout."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from accounts.models import Deputy, Posting, Role
from approvals import queries
from approvals.actions import accept, alarms, withdraw
from approvals.models import Decision, Draft, LevelEscalation, Step
from approvals.refusals import Refused
from tests.actions import promises
from tests.actions.asking import (
    approve,
    enforce,
    new_version,
    publish_on_x,
    reject,
    request_changes,
    resubmit,
    revise,
    take_back,
)
from tests.people import HOUR, NOW, fresh, level, post

EXAMPLES, STEPS = 20, 40
TEXTS = st.sampled_from(["We are open.", "We are closed.", "Come on Sunday."])
EVERYONE = st.sampled_from(["layla", "omar", "helen", "greta", "dana", "dirk", "carla", "mina"])
AUTHORS = st.sampled_from(["layla", "omar", "helen"])
APPROVERS = st.sampled_from(["helen", "dana", "dirk", "carla", "mina", "layla"])
NTH = st.integers(0, 3)
A_WHILE = st.sampled_from([timedelta(minutes=20), HOUR, 3 * HOUR, 9 * HOUR])
MEASURES = st.one_of(st.none(), A_WHILE)
PLACES = st.sampled_from(
    [("riyadh", Role.AUTHOR), ("riyadh", Role.HEAD), ("desk", Role.APPROVER), ("minister", Role.APPROVER)]
)


class Anything(RuleBasedStateMachine):
    """What anybody may try. What is refused is refused; whatever else goes wrong is a fault."""

    ministry = None  # set by the test

    def __init__(self):
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.now, self.routes, self.read = NOW, {}, {}
        version = new_version(self.ministry)
        level(version, 1, "Head of mission", "own_office", Role.HEAD)
        desk = level(version, 2, "Desk", "country_desk", Role.APPROVER, quorum="n", quorum_n=2)
        level(version, 2, "Communications", "office", Role.APPROVER, office=self.ministry.comms)
        level(version, 3, "Minister's office", "minister", Role.APPROVER, quorum="all")
        LevelEscalation.objects.create(level=desk, rung=1, after=HOUR, selector="minister", role=Role.APPROVER)
        enforce(self.ministry, version)

    def teardown(self):
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def attempt(self, act, *args, **more):
        try:
            return act(*args, **more)
        except Refused:
            return None

    def nth(self, number):
        drafts = list(Draft.objects.order_by("reference"))
        return fresh(drafts[number % len(drafts)])

    def who(self, name):
        return getattr(self.ministry, name)

    def hurry(self, number):
        """Return the nth draft, most often one that awaits somebody: else most attempts would be refused at once."""
        waiting = list(Draft.objects.filter(state="in_review").order_by("reference"))
        return fresh(waiting[number % len(waiting)]) if waiting else self.nth(number)

    @precondition(lambda self: Draft.objects.count() < 4)
    @rule(by=AUTHORS, text=TEXTS, moment=MEASURES)
    def write(self, by, text, moment):
        draft = self.attempt(
            self.ministry.draft, text, by=self.who(by), at=self.now, moment=self.now + moment if moment else None
        )
        if draft is not None:
            self.attempt(resubmit, draft, self.who(by), at=self.now)

    @precondition(lambda self: Draft.objects.exists())
    @rule(number=NTH, by=AUTHORS, text=TEXTS)
    def change_and_submit(self, number, by, text):
        draft = self.nth(number)
        self.attempt(revise, draft, text, by=self.who(by), at=self.now)
        self.attempt(resubmit, draft, self.who(by), at=self.now)

    @precondition(lambda self: Draft.objects.exists())
    @rule(number=NTH, by=APPROVERS)
    def open_the_page(self, number, by):
        draft = self.nth(number)
        self.read[by] = (draft, draft.revision.hash)

    @rule(by=APPROVERS)
    def approve_what_was_read_a_while_ago(self, by):
        if by in self.read:
            draft, seen = self.read[by]
            self.attempt(approve, draft, self.who(by), at=self.now, revision=seen)

    @precondition(lambda self: Draft.objects.filter(state="in_review").exists())
    @rule(number=NTH, by=APPROVERS)
    def approve_now(self, number, by):
        self.attempt(approve, self.hurry(number), self.who(by), at=self.now)

    @precondition(lambda self: Draft.objects.filter(state="in_review").exists())
    @rule(number=NTH)
    def approve_by_everyone_asked(self, number):
        draft = self.hurry(number)
        for name in ("helen", "dana", "dirk", "carla", "mina"):
            self.attempt(approve, draft, self.who(name), at=self.now)

    @precondition(lambda self: Draft.objects.filter(state="in_review").exists())
    @rule(number=NTH, by=APPROVERS, proposal=st.just("") | TEXTS)
    def hand_back(self, number, by, proposal):
        self.attempt(request_changes, self.hurry(number), self.who(by), at=self.now, proposal=proposal)

    @precondition(lambda self: Decision.objects.exclude(proposal="").exists())
    @rule(by=AUTHORS)
    def take_the_proposal(self, by):
        proposal = Decision.objects.exclude(proposal="").latest("pk")
        seen = fresh(proposal.draft).revision.hash
        self.attempt(
            accept.accept,
            draft_id=proposal.draft_id,
            proposal_id=proposal.pk,
            by=self.who(by),
            if_match=seen,
            at=self.now,
        )

    @precondition(lambda self: Draft.objects.exists())
    @rule(number=NTH, by=APPROVERS)
    def turn_down(self, number, by):
        self.attempt(reject, self.hurry(number), self.who(by), at=self.now)

    @precondition(lambda self: Draft.objects.exists())
    @rule(number=NTH, by=AUTHORS)
    def end_or_take_up(self, number, by):
        draft = self.nth(number)
        if self.attempt(take_back, draft, self.who(by), at=self.now) is None:
            self.attempt(withdraw.reopen, draft_id=draft.pk, by=self.who(by), at=self.now)

    @precondition(lambda self: Draft.objects.exists())
    @rule(number=NTH, by=EVERYONE)
    def publish(self, number, by):
        self.attempt(publish_on_x, self.ministry, self.nth(number), by=self.who(by), at=self.now)

    @rule(span=A_WHILE)
    def time_passes(self, span):
        self.now += span

    @rule()
    def sweep(self):
        alarms.fire_due(at=self.now)
        assert not Step.objects.filter(next_alarm_at__lte=self.now).exists()
        assert not Draft.objects.filter(next_alarm_at__lte=self.now).exists()

    @rule(who=EVERYONE)
    def someone_leaves(self, who):
        Posting.objects.filter(user=self.who(who), starts_at__lt=self.now).update(ends_at=self.now)

    @rule(who=EVERYONE, place=PLACES)
    def someone_comes(self, who, place):
        post(self.who(who), getattr(self.ministry, place[0]), place[1], starts_at=self.now)

    @rule(holder=EVERYONE, deputy=EVERYONE)
    def someone_acts_for_another(self, holder, deputy):
        posting = Posting.objects.filter(user=self.who(holder)).last()
        if posting and holder != deputy:
            Deputy.objects.create(
                posting=posting, user=self.who(deputy), starts_at=self.now, ends_at=self.now + 4 * HOUR
            )

    @rule(who=EVERYONE)
    def the_queue_is_what_may_be_approved(self, who):
        queue = {step.draft_id for step in queries.awaiting(self.who(who), at=self.now)}
        assert queue == {draft.pk for draft in Draft.objects.all() if self.works(fresh(draft), who)}

    def works(self, draft, who):
        with transaction.atomic():
            worked = self.attempt(approve, draft, self.who(who), at=self.now)
            transaction.set_rollback(True)
        return worked is not None

    @invariant()
    def the_promises_hold(self):
        promises.check(self.routes)


def test_the_promises_hold_whatever_is_tried_in_whatever_order(ministry):
    """Guarantees 1, 2, 3, 4, 5, 6, 7, 8, 17, 18, 21."""
    Anything.ministry = ministry
    run_state_machine_as_test(
        Anything,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
