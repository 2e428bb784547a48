"""Is what would be posted what was cleared: asked again under the lock, of the steps, the decisions and the record."""

from collections.abc import Mapping

from approvals import audit
from approvals.models import Bypass, Decision, Draft, Review, Route, Step
from approvals.refusals import Refused
from approvals.rules.content import Content

Status, Mode = Step.Status, Step.Mode
# On which routes nobody is asked, and what the record then says.
LET_OUT: Mapping[str, str] = {Route.Kind.FAST_PATH: "fast_tracked", Route.Kind.CLEARED_LINES: "cleared"}


def require_approved(draft: Draft) -> None:
    """Refuse unless what would be posted has the hash that every blocking step passed, on an unbroken record.

    A step that was skipped counts as far as a bypass of this very hash is on record and its review owed.
    """
    steps = list(Step.objects.filter(route=draft.route_id).values_list("pk", "status", "mode"))
    blocking = [(pk, status) for pk, status, mode in steps if mode in (Mode.APPROVE, Mode.SILENCE)]
    told = all(status == Status.INFORMED for _pk, status, mode in steps if mode == Mode.INFORM)
    if told and not blocking:
        _require_let_out(draft)
        return
    skipped = {pk for pk, status in blocking if status == Status.SKIPPED}
    if skipped:
        _require_bypassed(draft, skipped)
    passed = _approved(draft) | _silent(draft, blocking) | skipped
    if not told or not {pk for pk, _status in blocking} <= passed:
        raise Refused("content_changed")
    if any(status not in (Status.PASSED, Status.SILENT, Status.SKIPPED) for _pk, status in blocking):
        raise Refused("content_changed")
    _require_on_record(draft, "cleared")


def _require_let_out(draft: Draft) -> None:
    """Refuse unless the record says that this hash was let out without anybody being asked, and a review is owed."""
    owed = Review.objects.filter(route=draft.route_id, revision=draft.revision_id).exclude(status=Review.Status.VOID)
    kind = owed.values_list("route__kind", flat=True).first()
    if kind is None or kind not in LET_OUT:
        raise Refused("content_changed")
    _require_on_record(draft, LET_OUT[kind])


def _require_bypassed(draft: Draft, skipped: set[int]) -> None:
    """Refuse unless the record says that exactly these steps were skipped on this hash, and a review is owed for it."""
    said = draft.events.filter(kind="bypassed").order_by("sequence").last()
    made = Bypass.objects.filter(route=draft.route_id, revision=draft.revision_id, revision__hash=draft.current.hash)
    owed = Review.objects.filter(route=draft.route_id, origin=Review.Origin.BYPASS, revision=draft.revision_id)
    if said is None or not made.exists() or not owed.exclude(status=Review.Status.VOID).exists():
        raise Refused("content_changed")
    if set(said.data.get("steps", ())) != skipped or said.data.get("revision") != draft.current.hash:
        raise Refused("content_changed")


def _require_on_record(draft: Draft, kind: str) -> None:
    revision = draft.current
    if Content.from_json(revision.content).digest() != revision.hash or not _on_record(draft, kind):
        raise Refused("content_changed")


def _approved(draft: Draft) -> set[int]:
    """Return the steps that somebody approved, on this very revision."""
    revision = draft.current
    approvals = Decision.objects.filter(
        route=draft.route_id, verdict=Decision.Verdict.APPROVE, revision=revision, revision__hash=revision.hash
    )
    return set(approvals.values_list("step", flat=True))


def _silent(draft: Draft, steps: list[tuple[int, str]]) -> set[int]:
    """Return the steps of which the record says that this hash passed by silence. No query where none did."""
    if all(status != Status.SILENT for _pk, status in steps):
        return set()
    said = draft.events.filter(kind="silence_passed").values_list("data", flat=True)
    return {data["step"] for data in said if data.get("revision") == draft.current.hash}


def _on_record(draft: Draft, kind: str) -> bool:
    """Say whether the draft's record is unbroken and says, in an event of this kind, that this hash was cleared.

    Whoever alters a stored text can alter the hash beside it; the chain of events they would have to forge, too.
    """
    cleared = draft.events.filter(kind=kind).order_by("sequence").last()
    return cleared is not None and cleared.data.get("revision") == draft.current.hash and not any(audit.verify(draft))
