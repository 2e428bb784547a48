"""What anybody may try with drafts, in any order, with people moving and time passing; the promises hold throughout."""

from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from accounts.models import Deputy, Office, OwnDay, Posting, Role
from approvals import calendars, queries
from approvals.actions import accept, alarms, withdraw
from approvals.lifecycle import EDITABLE
from approvals.models import CalendarChange, Decision, Draft, LevelEscalation, Step
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

TEXTS = st.sampled_from(["We are open.", "We are open!", "We are closed.", "Come on Sunday."])
AUTHORS = st.sampled_from(["layla", "layla", "omar", "helen"])
APPROVERS = st.sampled_from(["helen", "dana", "dirk", "carla", "mina", "layla"])
PUBLISHERS = st.sampled_from(["layla", "omar", "helen", "dana"])
DRAFT_TOPICS = st.sampled_from([(), ("trade",), ("sanctions",)])
NTH = st.integers(0, 3)
SPANS = st.sampled_from([timedelta(minutes=20), HOUR, 3 * HOUR, 9 * HOUR])
PLACES = {
    "layla": ("riyadh", Role.AUTHOR), "omar": ("riyadh", Role.HEAD), "helen": ("desk", Role.APPROVER),
    "dirk": ("minister", Role.APPROVER), "carla": ("desk", Role.APPROVER), "mina": ("minister", Role.APPROVER),
}  # fmt: skip


class Anything(RuleBasedStateMachine):
    """What anybody may try. What is refused is refused; whatever else goes wrong is a fault."""

    ministry = None  # set by the test

    def __init__(self):
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.now, self.read, self.memory = NOW, {}, promises.Memory()
        version = new_version(self.ministry)
        level(version, 1, "Head of mission", "own_office", Role.HEAD, runs_on="working")
        desk = level(version, 2, "Desk", "country_desk", Role.APPROVER, quorum="n", quorum_n=2)
        level(version, 2, "Communications", "office", Role.APPROVER, office=self.ministry.comms)
        LevelEscalation.objects.create(level=desk, rung=1, after=HOUR, selector="minister", role=Role.APPROVER)
        level(version, 3, "Minister's office", "minister", Role.APPROVER, quorum="all", runs_on="working")
        enforce(self.ministry, version)
        self.ministry.submitted("We are open.")

    def teardown(self):
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def attempt(self, act, *args, **more):
        try:
            return act(*args, **more)
        except Refused:
            return None

    def who(self, name):
        return getattr(self.ministry, name)

    def nth(self, number, **states):
        """Return the nth draft, of these if there are any: else most attempts would be refused at once."""
        drafts = Draft.objects.filter(**states).order_by("reference") or Draft.objects.order_by("reference")
        return fresh(drafts[number % len(drafts)])

    @precondition(lambda self: Draft.objects.count() < 4)
    @rule(by=AUTHORS, text=TEXTS, moment=st.none() | SPANS, topics=DRAFT_TOPICS)
    def write_and_submit(self, by, text, moment, topics):
        moment = self.now + moment if moment else None
        draft = self.attempt(self.ministry.draft, text, by=self.who(by), at=self.now, moment=moment, topics=topics)
        if draft is not None:
            self.attempt(resubmit, draft, self.who(by), at=self.now)

    @rule(number=NTH, by=AUTHORS, text=TEXTS)
    def change_and_submit(self, number, by, text):
        draft = self.nth(number, state__in=EDITABLE)
        self.attempt(revise, draft, text, by=self.who(by), at=self.now)
        self.attempt(resubmit, draft, self.who(by), at=self.now)

    @rule(number=NTH, by=APPROVERS)
    def read_now_and_approve_what_was_read_before(self, number, by):
        if by in self.read:
            draft, seen = self.read[by]
            self.attempt(approve, draft, self.who(by), at=self.now, revision=seen)
        draft = self.nth(number, state="in_review")
        self.read[by] = (draft, draft.revision.hash)

    @rule(number=NTH, by=APPROVERS)
    def approve(self, number, by):
        self.attempt(approve, self.nth(number, state="in_review"), self.who(by), at=self.now)

    @rule(number=NTH, first=APPROVERS)
    def everyone_approves(self, number, first):
        draft = self.nth(number, state="in_review")
        for name in (first, "helen", "dana", "dirk", "carla", "mina"):
            self.attempt(approve, draft, self.who(name), at=self.now)

    @rule(number=NTH, by=APPROVERS, proposal=st.just("") | TEXTS)
    def hand_back(self, number, by, proposal):
        draft = self.nth(number, state="in_review")
        self.attempt(request_changes, draft, self.who(by), at=self.now, proposal=proposal)

    @precondition(lambda self: Decision.objects.exclude(proposal="").exists())
    @rule(by=AUTHORS)
    def take_the_proposal(self, by):
        proposal = Decision.objects.exclude(proposal="").latest("pk")
        seen = fresh(proposal.draft).revision.hash
        known = {"draft_id": proposal.draft_id, "proposal_id": proposal.pk, "if_match": seen}
        self.attempt(accept.accept, **known, by=self.who(by), at=self.now)

    @rule(number=NTH, by=APPROVERS)
    def turn_down(self, number, by):
        self.attempt(reject, self.nth(number, state="in_review"), self.who(by), at=self.now)

    @rule(number=NTH, by=AUTHORS)
    def end_or_take_up(self, number, by):
        draft = self.nth(number, state__in=("changes_requested", "cleared", "rejected", "withdrawn", "expired"))
        if self.attempt(take_back, draft, self.who(by), at=self.now) is None:
            self.attempt(withdraw.reopen, draft_id=draft.pk, by=self.who(by), at=self.now)

    @rule(number=NTH, by=PUBLISHERS)
    def publish(self, number, by):
        self.attempt(publish_on_x, self.ministry, self.nth(number, state="cleared"), by=self.who(by), at=self.now)

    @rule(span=SPANS, sweeps=st.sampled_from([1, 1, 2, 0]))
    def time_passes(self, span, sweeps):
        self.now += span
        for _ in range(sweeps):
            alarms.fire_due(at=self.now)
            assert not Step.objects.filter(next_alarm_at__lte=self.now).exists()
            assert not Draft.objects.filter(next_alarm_at__lte=self.now).exists()
            assert not CalendarChange.objects.filter(next_alarm_at__lte=self.now).exists()

    @rule(who=st.sampled_from(sorted(PLACES)), other=APPROVERS, how=st.sampled_from(["leaves", "comes", "acts"]))
    def people_move(self, who, other, how):
        user, posting = self.who(who), Posting.objects.filter(user=self.who(who)).last()
        if how == "leaves" and posting.starts_at < self.now:
            Posting.objects.filter(pk=posting.pk).update(ends_at=self.now)
        elif how == "acts" and who != other:
            spell = {"starts_at": self.now, "ends_at": self.now + 4 * HOUR}
            Deputy.objects.create(posting=posting, user=self.who(other), **spell)
        else:
            office, role = PLACES[who]
            post(user, getattr(self.ministry, office), role, starts_at=self.now)

    @rule(where=st.sampled_from(["riyadh", "desk", "minister", None]), days=st.integers(0, 3))
    def a_calendar_changes(self, where, days):
        office = getattr(self.ministry, where) if where else None
        day = {"office": office, "day": self.now.date() + timedelta(days=days)}
        if not OwnDay.objects.filter(**day).exists():
            OwnDay.objects.create(**day, kind="closed", name="A day of its own")
        touched = Office.objects.filter(pk=office.pk) if office else Office.objects.all()
        touched.update(calendar_stamp=calendars.new_stamp())
        CalendarChange.objects.create(office=office, kind="day", changed_at=self.now, next_alarm_at=self.now)

    @rule(who=APPROVERS)
    def the_queue_is_what_may_be_approved(self, who):
        queue = {step.draft_id for step in queries.awaiting(self.who(who), at=self.now)}
        assert queue == {draft.pk for draft in Draft.objects.all() if self.works(draft, who)}

    def works(self, draft, who):
        with transaction.atomic():
            worked = self.attempt(approve, draft, self.who(who), at=self.now)
            transaction.set_rollback(True)
        return worked is not None

    @invariant()
    def the_promises_hold(self):
        promises.check(self.memory)
