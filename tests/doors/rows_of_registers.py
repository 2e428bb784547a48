"""Who may reach reviews, their rules and the holds: the method, the address, a status for each person, what is sent."""

from collections.abc import Callable
from typing import Any

from approvals.models import Review, ReviewRule
from tests.actions import reviewed
from tests.people import Ministry

Said = tuple[str, str, str, Callable[[Any], dict[str, Any]] | None]


def reviewed_and_ruled(ministry: Ministry) -> tuple[Review, ReviewRule]:
    """Return a post that is out and awaits review by the desk, and a rule beside the default."""
    return reviewed.out(ministry, office=ministry.desk), reviewed.rule_for_replies(ministry)


def filled(route: str, world: Any) -> str:
    """Return an address with the review and the rule that it names."""
    return route.replace("<row:review_id>", str(world.review.pk)).replace("<row:rule_id>", str(world.review_rule.pk))


def rule(world: Any) -> dict[str, Any]:
    """Return a review rule as the API takes it."""
    return {
        "name": "Crisis", "selector": "office", "office": str(world.ministry.comms.pk), "role": "approver",
        "conditions": {"field": "urgency", "in": ["crisis"]},
    }  # fmt: skip


API: list[Said] = [
    ("GET", "api/v1/reviews/", "401 200 200 200 200 200 200", None),
    ("GET", "api/v1/reviews/<row:review_id>/", "401 200 404 200 200 200 404", None),
    ("POST", "api/v1/reviews/<row:review_id>/outcome/", "401 403 404 200 403 403 404", lambda w: {"outcome": "stands"}),
    # Nobody has asked for it: the mission is told so.
    ("POST", "api/v1/reviews/<row:review_id>/takedown/", "401 409 404 403 403 403 404",
     lambda w: {"where": "X", "taken_down_at": "2026-09-14T09:00:00Z"}),
    ("GET", "api/v1/review-rules/", "401 200 200 200 200 200 200", None),
    ("POST", "api/v1/review-rules/", "401 403 403 403 201 403 403", rule),
    ("GET", "api/v1/review-rules/<row:rule_id>/", "401 200 200 200 200 200 200", None),
    ("POST", "api/v1/review-rules/<row:rule_id>/", "401 403 403 403 200 403 403", rule),
    ("POST", "api/v1/review-rules/<row:rule_id>/remove/", "401 403 403 403 200 403 403", None),
]  # fmt: skip
PAGES: list[Said] = [
    ("GET", "audit/", "302 403 403 403 200 200 403", lambda w: {}),
    ("GET", "audit/drafts/", "302 403 403 403 200 200 403", lambda w: {}),
    ("GET", "audit/drafts/<uuid:draft_id>/", "302 403 404 403 200 200 404", lambda w: {}),
    ("GET", "audit/denied/", "302 403 403 403 403 200 403", lambda w: {}),
    ("GET", "calendar/", "302 200 200 200 200 200 200", lambda w: {}),
    ("GET", "delays/counts/weeks/file/", "302 403 403 403 200 403 403", lambda w: {}),
    ("GET", "reviews/", "302 200 200 200 200 200 200", lambda w: {}),
    ("GET", "reviews/<row:review_id>/", "302 200 404 200 200 200 404", lambda w: {}),
    ("POST", "reviews/<row:review_id>/outcome/", "302 403 404 302 403 403 404", lambda w: {"outcome": "stands"}),
    ("POST", "reviews/<row:review_id>/takedown/", "302 409 404 403 403 403 404",
     lambda w: {"where": "X", "taken_down_at": "2026-09-14T09:00"}),
    ("GET", "review-rules/", "302 200 200 200 200 200 200", lambda w: {}),
    ("GET", "review-rules/new/", "302 403 403 403 200 403 403", lambda w: {}),
    ("POST", "review-rules/new/", "302 403 403 403 200 403 403", lambda w: {"do": "more"}),
    ("GET", "review-rules/<row:rule_id>/", "302 403 403 403 200 403 403", lambda w: {}),
    ("POST", "review-rules/<row:rule_id>/", "302 403 403 403 400 403 403", lambda w: {"do": "save"}),
    ("POST", "review-rules/<row:rule_id>/remove/", "302 403 403 403 302 403 403", lambda w: {}),
    ("GET", "holds/", "302 200 200 200 200 200 200", lambda w: {}),
    ("POST", "holds/", "302 403 403 403 302 403 403",
     lambda w: {"scope": "everything", "reason": "Calm first.", "do": "place"}),
]  # fmt: skip
