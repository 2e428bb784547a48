"""Earlier words that count as an approval of a step that opens: a wording taken unaltered, an approval that carries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from approvals import facts
from approvals.models import Carry, Decision, Draft, Step
from approvals.rules.carry import is_minor


@dataclass(frozen=True, slots=True)
class Word:
    """One person's earlier word that holds for a step now: why it holds, and what the record says of it."""

    decision: Decision
    because: dict[str, Any]
    noted: dict[str, Any]


def words_that_hold(step: Step, draft: Draft, decisions: Sequence[Decision]) -> Iterator[Word]:
    """Yield each earlier word that counts as an approval of this step, on the current revision.

    Only a person's last word since the draft was taken up counts, and only as an answer to the question they were
    asked: who asked for something else since, or was asked something else, has not approved this. One query when the
    level lets approvals carry over and somebody has approved it before.
    """
    last = {decision.by_id: decision for decision in decisions}
    answers = [word for word in last.values() if facts.answers(word.step, step)]
    for word in answers:
        if word.proposal_hash == draft.current.hash:
            yield Word(word, {"accepts": word}, {"accepts": word.pk})
    if step.carry == Carry.MINOR:
        approvals = [word for word in answers if word.verdict == Decision.Verdict.APPROVE]
        yield from _carried(draft, approvals, {decision.pk: decision for decision in decisions})


def _carried(draft: Draft, approvals: Sequence[Decision], known: dict[int, Decision]) -> Iterator[Word]:
    """Yield the approvals that carry over: minor against the revision its maker read, for a draft of the same facts."""
    origins = {_origin(approval, known).pk for approval in approvals if approval.route_id != draft.route_id}
    if not origins or draft.route is None:
        return
    current = draft.current
    for approval in Decision.objects.filter(pk__in=origins).select_related("revision", "route", "step").order_by("pk"):
        read = approval.revision
        if approval.route.facts == draft.route.facts and is_minor(read.body, current.body):
            noted = {"carried_from": approval.pk, "from_revision": read.number, "to_revision": current.number}
            yield Word(approval, {"carried_from": approval}, noted)


def _origin(approval: Decision, known: dict[int, Decision]) -> Decision:
    """Return the approval that its maker gave by reading, however often it has been carried since."""
    while approval.carried_from_id in known:
        approval = known[approval.carried_from_id]
    return approval
