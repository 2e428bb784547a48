"""Three people, three levels, three revisions: every move from every state there is, against a model told in a page."""

from dataclasses import dataclass, replace

from django.db import transaction

from accounts.models import Role
from approvals.actions import decide
from approvals.models import Decision
from approvals.refusals import Refused
from tests.actions.asking import enforce_levels, open_levels, resubmit, revise
from tests.people import fresh, post

PEOPLE = ("dana", "dirk", "carla")
LEVELS = ("One", "Two", "Three")
TEXTS = ("We are open.", "We are closed.", "We are moving.")
LAST = len(TEXTS)


@dataclass(frozen=True)
class Place:
    """Where the draft is: its state, its revision, and who approved each level passed so far, in order."""

    state: str = "in_review"
    revision: int = 1
    approved: tuple[str, ...] = ()

    def approve(self, who, revision):
        """Return where an approval leads, or why it is refused."""
        if why := self.refusal(who, revision):
            return why
        approved = (*self.approved, who)
        return replace(self, approved=approved, state="cleared" if len(approved) == len(LEVELS) else "in_review")

    def hand_back(self, who, revision):
        """Return where a request for changes leads, or why it is refused."""
        return self.refusal(who, revision) or replace(self, state="changes_requested")

    def refusal(self, who, revision):
        """Return why this person decides nothing here: the state first, then who it is, then what was read."""
        if self.state != "in_review":
            return "wrong_state"
        if who in self.approved:
            return "already_decided"
        return "stale_revision" if revision != self.revision else ""

    def rewrite(self):
        """Return where another wording leads, submitted at once."""
        if self.state != "changes_requested":
            return "wrong_state"
        return Place(revision=self.revision + 1) if self.revision < LAST else None


class Walk:
    """Walks the engine and the model side by side, each move undone after it was compared."""

    def __init__(self, ministry):
        self.ministry, self.seen, self.moves = ministry, set(), 0
        self.draft = ministry.submitted(TEXTS[0])
        self.hashes = [ministry.content(text).digest() for text in TEXTS]

    def from_(self, place):
        """Try every move from here, and go on from every state that is new."""
        if place in self.seen:
            return
        self.seen.add(place)
        self.agrees(place)
        for who in PEOPLE:
            for number in range(1, LAST + 1):
                self.try_(place.approve(who, number), self.approve, who, number)
                self.try_(place.hand_back(who, number), self.hand_back, who, number)
        self.try_(place.rewrite(), self.rewrite, place.revision)

    def try_(self, expected, move, *given):
        if expected is None:
            return
        self.moves += 1
        with transaction.atomic():
            refused = code_of(move, *given)
            assert refused == ("" if isinstance(expected, Place) else expected), f"{move.__name__}{given}"
            if isinstance(expected, Place):
                self.agrees(expected)
                self.from_(expected)
            transaction.set_rollback(True)

    def agrees(self, place):
        """Compare everything that can be asked of the draft with the model."""
        draft = fresh(self.draft)
        assert (draft.state, draft.revision.number) == (place.state, place.revision)
        here = Decision.objects.filter(route=draft.route, verdict="approve").order_by("pk")
        assert tuple(here.values_list("by__username", flat=True)) == place.approved
        assert {decision.revision_id for decision in here} <= {draft.revision_id}
        awaited = [LEVELS[len(place.approved)]] if place.state == "in_review" else []
        assert open_levels(draft) == awaited

    def who(self, name):
        return getattr(self.ministry, name)

    def approve(self, who, number):
        decide.approve(draft_id=self.draft.pk, by=self.who(who), revision=self.hashes[number - 1], at=self.now)

    def hand_back(self, who, number):
        revision = self.hashes[number - 1]
        decide.request_changes(
            draft_id=self.draft.pk, by=self.who(who), revision=revision, at=self.now, comment="Say it otherwise."
        )

    def rewrite(self, revision):
        revise(self.draft, TEXTS[min(revision, LAST - 1)], by=self.ministry.layla)
        resubmit(self.draft, self.ministry.layla)

    @property
    def now(self):
        return self.draft.created_at


def code_of(move, *given):
    """Make a move; return why it was refused, or nothing."""
    try:
        move(*given)
    except Refused as refused:
        return refused.code
    return ""


def test_every_move_from_every_state_does_what_the_model_says(ministry):
    """Guarantees 1, 2, 3, 5, 6, 8."""
    for name in ("dirk", "carla"):
        post(getattr(ministry, name), ministry.comms if name == "dirk" else ministry.desk, Role.APPROVER)
        post(getattr(ministry, name), ministry.minister, Role.APPROVER)
    post(ministry.dana, ministry.comms, Role.APPROVER)
    post(ministry.dana, ministry.minister, Role.APPROVER)
    asked = zip(LEVELS, (ministry.desk, ministry.comms, ministry.minister), strict=True)
    levels = [(name, place, Role.APPROVER, office, {}) for place, (name, office) in enumerate(asked, 1)]
    enforce_levels(ministry, *levels)
    walk = Walk(ministry)
    walk.from_(Place())
    # 16 ways to have been approved so far (none; 3; 6; 6 of three, which clears), 10 of which can be handed back: for
    # each of the three revisions.
    assert len(walk.seen) == 3 * (16 + 10)
    assert walk.moves == 3 * (16 + 10) * 18 + 2 * (16 + 10) + 16
