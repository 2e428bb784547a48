"""What must be true of the whole ministry at every moment, asked of the database and not of the engine."""

from collections import Counter
from dataclasses import dataclass, field

from accounts.models import Deputy
from approvals import audit, facts, in_force
from approvals.lifecycle import State
from approvals.models import Decision, Delay, Draft, Event, Hold, Publication, Revision, Route, Step, StepEscalation

DONE = {"passed", "silent", "informed"}
BEGUN = {"open", "returned", "rejected", *DONE}


@dataclass
class Memory:
    """What was seen at the last check: routes, none of which may change, and the decisions judged already."""

    routes: dict[int, list[tuple]] = field(default_factory=dict)
    decisions: set[int] = field(default_factory=set)


def check(memory):
    """Check every promise; to be called after each thing that happens."""
    steps = {}
    for step in Step.objects.order_by("position", "pk"):
        steps.setdefault(step.route_id, []).append(step)
    approvals = {}
    decisions = list(Decision.objects.select_related("step", "route", "revision"))
    for decision in decisions:
        if decision.verdict == "approve":
            approvals.setdefault(decision.step_id, set()).add(decision.by_id)
    drafts = list(Draft.objects.select_related("revision", "route"))
    what_is_out_was_approved(steps, approvals)
    decisions_are_where_they_belong(decisions)
    nobody_approved_own_words([decision for decision in decisions if decision.pk not in memory.decisions], drafts)
    memory.decisions |= {decision.pk for decision in decisions}
    nobody_counts_twice(decisions)
    routes_stay(memory.routes, steps)
    no_level_was_skipped(drafts, steps, approvals)
    clocks_are_right(steps)
    risks_are_told_once(drafts)
    assert list(audit.verify_all()) == []  # 21


def what_is_out_was_approved(steps, approvals):
    """Guarantees 1 and 22."""
    silences = said_of_silences()
    holds = list(Hold.objects.all())
    for out in Publication.objects.select_related("revision", "draft__route", "channel"):
        assert out.hash == out.revision.hash == out.revision.body.digest()
        assert out.draft.route.revision_id == out.revision_id
        # What no level approved rests on a pre-authorization, and owes a review: what_went_out.py.
        for step in steps[out.draft.route_id] if out.draft.route.kind == "levels" else ():
            if step.mode == "approve" or step.status == "passed":
                assert step.status == "passed"
                assert approvals[step.pk]
            elif step.mode == "silence":
                assert silences[step.pk]["revision"] == out.hash
            else:
                assert step.status == "informed" if step.mode == "inform" else step.mode == "comment"
        for hold in holds:
            ends = [end for end in (hold.lifted_at, hold.until) if end is not None]
            # At one instant the story may have published first.
            if hold.placed_at < out.published_at and all(out.published_at < end for end in ends):
                assert not in_force.scope_of(hold).covers(facts.post_facts(out.draft, out.channel, out.language))


def said_of_silences():
    """Return what the record says of each step that passed by silence; somebody could have spoken at each."""
    said = {event.data["step"]: event.data for event in Event.objects.filter(kind="silence_passed")}
    assert all(data["could_have_spoken"] for data in said.values())
    return said


def decisions_are_where_they_belong(decisions):
    """Guarantees 2, 3 and 6: on the revision that was on its way, at the step, on the route, of the draft."""
    for decision in decisions:
        assert decision.revision_id == decision.route.revision_id
        assert decision.step.route_id == decision.route_id
        assert decision.draft_id == decision.step.draft_id == decision.route.draft_id == decision.revision.draft_id


def nobody_approved_own_words(decisions, drafts):
    """Guarantee 4, at the moment of the decision: who wrote, or became a deputy, later did not approve own words."""
    wrote = {draft.pk: {(0, draft.author_id)} for draft in drafts}
    for revision in Revision.objects.all():
        wrote[revision.draft_id] |= {
            (revision.number, revision.written_by_id),
            (revision.number, revision.acting_for_id),
        }
    deputies = list(Deputy.objects.select_related("posting"))
    for decision in decisions:
        writers = {person for number, person in wrote[decision.draft_id] if number <= decision.revision.number}
        assert decision.by_id not in writers
        for deputy in deputies:
            acting = deputy.starts_at <= decision.at < deputy.ends_at and deputy.posting.in_force(decision.at)
            assert not (acting and deputy.user_id == decision.by_id and deputy.posting.user_id in writers)


def nobody_counts_twice(decisions):
    """Guarantee 5."""
    counted = Counter((decision.route_id, decision.by_id) for decision in decisions if decision.verdict == "approve")
    assert all(times == 1 for times in counted.values())


def routes_stay(known, steps):
    """Guarantee 7: what an approver asks of another office is put on; nothing else comes, goes or changes."""
    for route in Route.objects.all():
        now = [
            (s.pk, s.level_id, s.key, s.position, s.office_id, s.role, s.mode, s.quorum, s.quorum_n, s.limit, s.carry)
            for s in (steps[route.pk] if route.kind == "levels" else ())
            if s.origin != "concurrence"
        ]
        assert known.setdefault(route.pk, now) == now


def no_level_was_skipped(drafts, steps, approvals):
    """Guarantee 8."""
    silences = said_of_silences()
    for route in steps.values():
        holding = [step for step in route if step.mode != "comment"]
        for step in holding:
            if step.status in BEGUN:
                assert all(other.status in DONE for other in holding if other.position < step.position)
            if step.status == "passed":
                assert len(approvals[step.pk]) >= (step.quorum_n if step.quorum == "n" else 1)
            if step.status == "silent":
                assert step.mode == "silence"
                assert step.closed_at >= step.due_at
                assert step.pk in silences
            assert (step.status == "informed") <= (step.mode == "inform")
    for draft in drafts:
        present = steps.get(draft.route_id, [])
        holding = [step for step in present if step.mode != "comment"]
        is_open = any(step.status == "open" for step in holding)
        assert is_open == (draft.state == State.IN_REVIEW)
        if draft.state in (State.CLEARED, State.PUBLISHED, State.RETRACTED) and draft.route.kind == "levels":
            assert any(step.mode != "inform" for step in holding)
            assert all(step.status in DONE for step in holding)
            assert not any(step.status == "open" for step in present)


def clocks_are_right(steps):
    """Guarantees 17 and 18."""
    delays = {delay.step_id: delay for delay in Delay.objects.filter(review=None)}
    by_id = {step.pk: step for route in steps.values() for step in route}
    moved = {event.data.get("step") for event in Event.objects.filter(kind="clock_moved")}
    for delay in delays.values():
        step = by_id[delay.step_id]
        assert delay.flagged_at >= delay.due_at
        assert delay.due_at == step.due_at or step.pk in moved
        assert (delay.resolved_at is None) == (step.status == "open")
    for step in by_id.values():
        assert step.status == "open" or step.next_alarm_at is None
        assert (step.overdue_at is not None) == (step.pk in delays)
    for rung in StepEscalation.objects.exclude(fired_at=None):
        assert rung.step_id in moved or rung.fired_at >= by_id[rung.step_id].due_at + rung.after
    fired = Counter(
        (event.kind, event.data["step"], event.data.get("rung"))
        for event in Event.objects.filter(kind__in=["reminded", "delay_flagged", "escalated", "silence_void"])
        if "step" in event.data
    )
    assert all(times == 1 for times in fired.values())
    late = Counter(step for kind, step, _rung in fired if kind in ("delay_flagged", "silence_void"))
    assert all(times == 1 for times in late.values())


def risks_are_told_once(drafts):
    """Guarantee 18, of the warning before the delay: of a draft in review alone, never before it is at risk."""
    for draft in drafts:
        assert draft.state == State.IN_REVIEW or draft.risk_at is None
        assert draft.risk_told_at is None or draft.risk_at is None or draft.risk_told_at >= draft.risk_at
    told = Counter(Event.objects.filter(kind="at_risk").values_list("draft", "at"))
    assert all(times == 1 for times in told.values())
