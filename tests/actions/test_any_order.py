"""Anything that anybody may try, in any order: drafts, decisions, policies, regimes, holds, the fast path; time passes.

`make test` runs 200 stories of 40 steps; `make test-long` 10,000 (CHANCERY_STORIES says another number).
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from accounts.models import Role
from approvals.actions import commenting, concur, enact, holds, move, policies, regimes
from approvals.actions.policies import LevelInput
from approvals.actions.regimes import AddedLevel, Declaration
from approvals.models import Hold, Regime
from tests.actions.anything import APPROVERS, AUTHORS, DRAFT_TOPICS, NTH, SPANS, Anything
from tests.actions.anything_at_once import AnythingAtOnce
from tests.people import HOUR

STORIES, STEPS = int(os.environ.get("CHANCERY_STORIES", "200")), 40
# Each part is a test of its own, so that a failure is reported before the rest has run.
PARTS = 4

OFFICERS = st.sampled_from(["paul", "paul", "paul", "petra", "layla"])
LIMITS = st.sampled_from([timedelta(minutes=30), 2 * HOUR, 5 * HOUR])
TOPICS = st.sampled_from(["", "trade", "sanctions"])
WORDS = st.sampled_from(["Because.", "They asked for it.", ""])


def asks(position, name, selector, role, **more):
    given = {"question": f"Does {name} agree?", "limit": 4 * HOUR, "remind_before": HOUR}
    return LevelInput(position=position, name=name, selector=selector, role=role, **given | more)


# What a version may be made of; a level keeps its key, for the key is made of its name.
LEVELS = [
    [asks(1, "Head of mission", "own_office", Role.HEAD, carry="minor")],
    [asks(2, "Desk", "country_desk", Role.APPROVER, quorum="n", quorum_n=2)],
    [asks(2, "Desk", "country_desk", Role.APPROVER, carry="minor"),
     asks(2, "Minister's office", "minister", Role.APPROVER, mode="silence", limit=2 * HOUR)],
    [asks(3, "Minister's office", "minister", Role.APPROVER, quorum="all")],
    [asks(3, "Minister's office", "minister", Role.APPROVER, mode="silence")],
    [asks(3, "Minister's office", "minister", Role.APPROVER, mode="inform")],
    [asks(4, "Desk, trade", "country_desk", Role.APPROVER, conditions={"field": "topic", "in": ["trade"]})],
]  # fmt: skip
VERSIONS = st.lists(st.sampled_from(range(len(LEVELS))), min_size=1, max_size=4, unique=True)


class Everything(AnythingAtOnce):
    """Drafts and decisions, and all that the policy team can do to them meanwhile."""

    # Twice and three times as likely as any other thing: else the most of a story is refused.
    everyone_approves_soon = Anything.everyone_approves
    everyone_approves_later = Anything.everyone_approves
    more_time_passes = Anything.time_passes

    @initialize(chosen=VERSIONS, topics=st.lists(DRAFT_TOPICS, min_size=2, max_size=3))
    def it_begins_with_drafts_under_some_policy(self, chosen, topics):
        self.the_policy_changes_hands("paul", "petra", chosen, None)
        for about in topics:
            self.attempt(self.ministry.submitted, "We are open.", at=self.now, topics=about)

    @rule(by=OFFICERS, second=OFFICERS, chosen=VERSIONS, later=st.none() | SPANS)
    def the_policy_changes(self, by, second, chosen, later):
        # Mostly two different officers: else hardly a version would ever come into force.
        second = "petra" if by == second == "paul" else second
        self.the_policy_changes_hands(by, second, chosen, later)

    def the_policy_changes_hands(self, by, second, chosen, later):
        levels = [level for place in sorted(chosen) for level in LEVELS[place]]
        known = {"policy_id": self.ministry.policy.pk, "at": self.now}
        version = self.attempt(policies.write_version, **known, levels=levels, by=self.who(by), conditions={})
        if version is None:
            return
        known["number"] = version.number
        self.attempt(policies.propose, **known, by=self.who(by))
        takes_effect_at = self.now + later if later else None
        self.attempt(enact.enact, **known, by=self.who(second), takes_effect_at=takes_effect_at)

    @rule(number=NTH, by=OFFICERS, reason=WORDS)
    def a_draft_is_moved(self, number, by, reason):
        behind = {"policy_version__status": "superseded", "state__in": ("in_review", "changes_requested")}
        draft = self.nth(number, **behind)
        self.attempt(move.move, draft_id=draft.pk, by=self.who(by), reason=reason, at=self.now)

    @rule(by=OFFICERS, kind=st.sampled_from(Regime.Kind.values), topic=TOPICS, limit=st.none() | LIMITS,
          in_flight=st.sampled_from(Regime.InFlight.values), replaces=st.booleans(), starts=st.none() | SPANS,
          lasts=st.none() | SPANS, levels=st.integers(0, 2))  # fmt: skip
    def a_regime_is_declared(self, by, kind, topic, limit, in_flight, replaces, starts, lasts, levels):
        starts_at = self.now + starts if starts else None
        added = (
            AddedLevel(1, "Duty officer", "Is it so?", Role.APPROVER, HOUR, office_id=self.ministry.comms.pk),
            AddedLevel(2, "Minister's office", "Does the minister know?", Role.APPROVER, HOUR, "minister",
                       placement="after", mode="silence"),
        )  # fmt: skip
        asked = Declaration(
            kind=kind, reason="It is grave.", scope="topic" if topic else "ministry", scope_value=topic, limit=limit,
            starts_at=starts_at, until=(starts_at or self.now) + lasts if lasts else None, in_flight=in_flight,
            replaces_levels=replaces, levels=added[:levels],
        )  # fmt: skip
        self.attempt(regimes.declare, asked=asked, by=self.who(by), at=self.now)

    @precondition(lambda self: Regime.objects.filter(ended_at=None).exists())
    @rule(by=OFFICERS, number=NTH)
    def a_regime_is_ended(self, by, number):
        standing = list(Regime.objects.filter(ended_at=None).order_by("pk"))
        known = {"regime_id": standing[number % len(standing)].pk, "reason": "It is over."}
        self.attempt(regimes.end, **known, by=self.who(by), at=self.now)

    @rule(by=OFFICERS, topic=TOPICS, exempt=TOPICS, lasts=st.none() | SPANS)
    def a_hold_is_placed(self, by, topic, exempt, lasts):
        scope = {"scope": "topic", "scope_value": topic} if topic else {"scope": "everything"}
        self.attempt(
            holds.place, **scope, exempt_topics=[exempt] if exempt else [], reason="Wait.", by=self.who(by),
            until=self.now + lasts if lasts else None, at=self.now,
        )  # fmt: skip

    @precondition(lambda self: Hold.objects.filter(lifted_at=None).exists())
    @rule(by=OFFICERS)
    def a_hold_is_lifted(self, by):
        hold = Hold.objects.filter(lifted_at=None).latest("pk")
        self.attempt(holds.lift, hold_id=hold.pk, reason="Go on.", by=self.who(by), at=self.now)

    @rule(number=NTH, by=APPROVERS, office=st.sampled_from(["comms", "geneva", "minister", "desk"]),
          call=st.sampled_from([concur.ask_to_concur, concur.ask_to_comment]))  # fmt: skip
    def another_office_is_asked(self, number, by, office, call):
        draft = self.nth(number, state="in_review")
        asked = concur.Request(getattr(self.ministry, office).pk, "Is it right?", "It is new.", HOUR)
        self.attempt(call, draft_id=draft.pk, by=self.who(by), revision=draft.revision.hash, request=asked, at=self.now)

    @rule(number=NTH, by=APPROVERS | AUTHORS)
    def somebody_comments(self, number, by):
        self.attempt(commenting.comment, draft_id=self.nth(number).pk, by=self.who(by), text="I see.", at=self.now)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_promises_hold_whatever_is_tried_in_whatever_order(ministry, part):
    """Guarantees 1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 18, 21, 22."""
    Everything.ministry = ministry
    run_state_machine_as_test(
        Everything,
        settings=settings(
            max_examples=-(-STORIES // PARTS),
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
