"""What anybody may try with the fast path, in any order: authorize, press, stop, go on, review."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from accounts.models import Posting
from approvals.actions import authorization_stops, review
from approvals.models import PreAuthorization, Restriction, Review, Route
from tests.actions import authorizing
from tests.actions.anything import APPROVERS, AUTHORS, NTH, PUBLISHERS, SPANS, Anything
from tests.actions.what_went_out import what_went_out_was_allowed_or_owes_its_review
from tests.authorizing import fast_track, reviewed_by_comms
from tests.people import post

HOLDERS = st.sampled_from(["layla", "layla", "omar", "helen"])
OFFICERS = st.sampled_from(["paul", "paul", "petra", "helen"])
OUTCOMES = st.sampled_from([("stands", ""), ("correct", "tone"), ("retract", "legal"), ("correct", "")])


class AnythingAtOnce(Anything):
    """The fast path beside everything else; whatever went out by it was allowed, and has its review."""

    def __init__(self):
        super().__init__()
        reviewed_by_comms(self.ministry)
        self.an_authorization(Posting.objects.get(user=self.ministry.layla), 2, True)

    def an_authorization(self, posting, per_day, passes):
        """Bring an authorization into force by its three signatures, or as far as that is allowed."""
        known = {"posting": posting, "at": self.now, "per_day": per_day, "passes_to_acting": passes}
        more = {"halve_after": 1, "suspend_after": 2, "trust_days": 30, "until": self.now + timedelta(days=2)}
        version = self.attempt(authorizing.proposed, self.ministry, **known, **more)
        signed = version and self.attempt(authorizing.countersign, self.ministry, version, at=self.now)
        if signed:
            self.attempt(authorizing.accept, signed, at=self.now)

    @rule(who=HOLDERS, per_day=st.integers(1, 3), passes=st.booleans())
    def somebody_is_authorized(self, who, per_day, passes):
        posting = Posting.objects.filter(user=self.who(who), role__in=("author", "head")).last()
        self.an_authorization(posting or post(self.who(who), self.ministry.riyadh, "author"), per_day, passes)

    @rule(number=NTH, by=AUTHORS)
    def press_what_is_written(self, number, by):
        self.attempt(fast_track, self.nth(number, state="draft"), self.who(by), at=self.now)

    @rule(by=AUTHORS, text=st.sampled_from(["We are open.", "Come on Sunday."]), out=st.booleans())
    def write_and_press(self, by, text, out):
        draft = self.attempt(self.ministry.draft, text, by=self.who(by), at=self.now)
        pressed = draft and self.attempt(fast_track, draft, self.who(by), at=self.now)
        if pressed and out:
            self.attempt(authorizing.out_on_x, self.ministry, pressed, self.who(by), at=self.now)

    @precondition(lambda self: Route.objects.filter(kind="fast_path", draft__state="cleared").exists())
    @rule(by=PUBLISHERS, span=st.none() | SPANS)
    def what_was_let_out_is_recorded(self, by, span):
        waiting = Route.objects.filter(kind="fast_path", draft__state="cleared").latest("pk")
        since = max(waiting.created_at, self.now - span) if span else None
        self.attempt(
            authorizing.out_on_x, self.ministry, waiting.draft, self.who(by), at=self.now, published_at=since
        )  # fmt: skip

    @rule(number=NTH, by=OFFICERS, how=st.sampled_from(["suspend", "suspend", "revoke"]))
    def it_is_stopped(self, number, by, how):
        found = list(PreAuthorization.objects.order_by("pk"))
        known = {"authorization_id": found[number % len(found)].pk, "reason": "Calm first.", "by": self.who(by)}
        self.attempt(getattr(authorization_stops, how), **known, at=self.now)

    @precondition(lambda self: Restriction.objects.filter(lifted_at=None).exists())
    @rule(by=OFFICERS)
    def it_goes_on(self, by):
        standing = Restriction.objects.filter(lifted_at=None).latest("pk")
        known = {"restriction_id": standing.pk, "reason": "Calm again.", "by": self.who(by), "at": self.now}
        self.attempt(authorization_stops.resume, **known)

    @precondition(lambda self: Review.objects.exists())
    @rule(number=NTH, by=APPROVERS, found=OUTCOMES)
    def it_is_reviewed(self, number, by, found):
        owed = list(Review.objects.filter(status="open").order_by("pk") or Review.objects.order_by("pk"))
        known = {"review_id": owed[number % len(owed)].pk, "outcome": found[0], "reason": found[1]}
        self.attempt(review.outcome, **known, note="See there.", by=self.who(by), at=self.now)

    @invariant()
    def what_went_out_was_allowed(self):
        what_went_out_was_allowed_or_owes_its_review()
