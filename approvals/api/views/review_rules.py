"""The rules that say who reviews: read by everyone, kept by policy officers."""

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.actions import review_rules as acts
from approvals.api.idempotency import once
from approvals.api.pagination import Order
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.review_rules import NewReviewRuleSerializer, ReviewRuleSerializer, terms_from
from approvals.api.views.base import Door, ListingSerializer
from approvals.models import ReviewRule
from approvals.refusals import Refused

TAG = "Reviews"
BY_ORDER = Order("review_rules", ("is_default", "order", "pk"))


class ReviewRulesView(Door):
    """The rules, in the order in which a post is compared with them."""

    @describes(
        "list_review_rules",
        "Who reviews what went out without prior approval: the first rule that matches, the default last",
        gives=page_of(ReviewRuleSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the rules."""
        return self.give_rows(ReviewRuleSerializer, rules(), order=BY_ORDER)

    @describes(
        "add_review_rule",
        "Add a rule; one without conditions is the default, of which there is one",
        takes=NewReviewRuleSerializer,
        gives=ReviewRuleSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Add a rule."""
        terms = terms_from(self.sent(NewReviewRuleSerializer))
        rule = acts.set_rule(terms=terms, by=self.user, at=self.at)
        response = self.give(ReviewRuleSerializer, rules().get(pk=rule.pk), status=201)
        response["Location"] = reverse("api:review_rule", kwargs={"rule_id": rule.pk})
        return response


class ReviewRuleView(Door):
    """One rule."""

    @describes("read_review_rule", "One rule", gives=ReviewRuleSerializer, tag=TAG)
    def get(self, request: Request, rule_id: int) -> Response:
        """Read one rule."""
        found = rules().filter(pk=rule_id).first()
        if found is None:
            raise Refused("not_found")
        return self.give(ReviewRuleSerializer, found)

    @describes(
        "change_review_rule",
        "Put a rule in the place of this one, whole",
        takes=NewReviewRuleSerializer,
        gives=ReviewRuleSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, rule_id: int) -> Response:
        """Change the rule."""
        terms = terms_from(self.sent(NewReviewRuleSerializer))
        acts.set_rule(terms=terms, by=self.user, at=self.at, rule_id=rule_id)
        return self.give(ReviewRuleSerializer, rules().get(pk=rule_id))


class RemoveRuleView(Door):
    """The removal of a rule."""

    @describes("remove_review_rule", "Take a rule out; the default stays", gives=page_of(ReviewRuleSerializer), tag=TAG)
    @once
    def post(self, request: Request, rule_id: int) -> Response:
        """Remove the rule."""
        self.nothing_sent()
        acts.remove_rule(rule_id=rule_id, by=self.user, at=self.at)
        return self.give_page(ReviewRuleSerializer, BY_ORDER.page(rules(), cursor="", limit=50))


def rules() -> QuerySet[ReviewRule]:
    """Return the rules with the offices that they name. One query."""
    return ReviewRule.objects.select_related("office", "escalate_office")
