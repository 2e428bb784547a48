"""The queue of the person who asks, and several decisions at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals import access, queries
from approvals.api import problems
from approvals.api.fields import Identifier, Instant
from approvals.api.idempotency import once
from approvals.api.pagination import PAGE, Cursor, page
from approvals.api.schema import describes
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, page_of
from approvals.api.serializers.drafts import LevelSerializer, RevisionKeySerializer, is_overdue
from approvals.api.serializers.writing import DraftVerdictSerializer, VerdictsSerializer
from approvals.api.views.base import Door, ListingSerializer, checked
from approvals.api.views.deciding import decide_as_sent
from approvals.lifecycle import State
from approvals.models import Kind, Step, Urgency
from approvals.risk import is_at_risk
from approvals.rules.excerpt import excerpt

TAG = "Queue"


class AwaitedSerializer(Given):
    """A draft that awaits a decision, at one level."""

    id = serializers.UUIDField(source="draft.id")
    reference = serializers.CharField(source="draft.reference")
    excerpt = serializers.SerializerMethodField()
    revision = RevisionKeySerializer(source="draft.revision")
    level = LevelSerializer(source="*")
    office = OfficeSerializer(source="draft.office", help_text="The author's office.")
    author = PersonSerializer(source="draft.author")
    kind = serializers.ChoiceField(Kind.choices, source="draft.kind")
    urgency = serializers.ChoiceField(Urgency.choices, source="draft.urgency")
    moment = Instant(source="draft.moment", allow_null=True)
    step = Identifier(source="pk", help_text="One draft is here twice when two of its levels await this person.")
    due_at = Instant()
    overdue = serializers.SerializerMethodField()
    at_risk = serializers.SerializerMethodField(help_text="Whether the draft may miss its slot or its moment.")
    risk_at = Instant(source="draft.risk_at", allow_null=True)

    def get_excerpt(self, step: Step) -> str:
        """Return the beginning of the text."""
        return excerpt(step.draft.current.body)

    def get_overdue(self, step: Step) -> bool:
        """Say whether the level is late now."""
        return is_overdue(step, at=self.context["at"])

    def get_at_risk(self, step: Step) -> bool:
        """Say whether the draft is at risk now."""
        return is_at_risk(step.draft, at=self.context["at"])


class OutcomeSerializer(Given):
    """What became of one decision of several: its own status, and the code of its refusal (empty when it was made)."""

    draft = serializers.CharField(help_text="As it was sent.")
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    # A field, not the serializer's own property: the metaclass takes fields out of the class.
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField())
    )
    state = serializers.ChoiceField(State.choices, allow_null=True, help_text="Where the draft stands now.")


class OutcomesSerializer(Given):
    """What became of each decision, in the order in which they were sent."""

    results = OutcomeSerializer(many=True)


class QueueView(Door):
    """What awaits a decision."""

    @describes(
        "list_queue",
        "What awaits my decision, most urgent first",
        gives=page_of(AwaitedSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List what awaits a decision."""
        asked = self.asked()
        cursor = asked.get("cursor")
        found = page(
            self._fetch,
            name="queue",
            place=lambda step: (step.due_at, step.pk),
            cursor=Cursor.read(cursor, name="queue", kinds=(datetime.fromisoformat, int)) if cursor else None,
            limit=asked.get("limit", PAGE),
        )
        return self.give_page(AwaitedSerializer, found)

    def _fetch(self, cursor: Cursor | None, count: int) -> list[Step]:
        place = queries.After(*cursor.values) if cursor else None
        if cursor and cursor.backwards:
            return queries.awaiting(self.user, at=self.at, limit=count, before=place)
        return queries.awaiting(self.user, at=self.at, limit=count, after=place)


class QueueDecisionsView(Door):
    """Several decisions at once."""

    @describes(
        "decide_several",
        "Several decisions, each answered on its own",
        takes=VerdictsSerializer,
        gives=OutcomesSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Make each decision, or say why not; one that is refused holds up no other."""
        sent = self.sent(VerdictsSerializer)["decisions"]
        # In the order of the drafts: two such requests that hold their locks to the end must not wait for each other.
        order = sorted(range(len(sent)), key=lambda place: str(sent[place].get("draft")))
        outcomes = {place: self._outcome(sent[place]) for place in order}
        return self.give(OutcomesSerializer, {"results": [outcomes[place] for place in range(len(sent))]})

    def _outcome(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        named = str(sent.get("draft", ""))[:100]
        try:
            given = checked(DraftVerdictSerializer, sent)
            draft_id: UUID = given["draft"]
            access.find(self.user, draft_id, at=self.at, door=f"POST {self.request.path}")
            draft = decide_as_sent(draft_id, given, request=self.request, by=self.user, at=self.at)
        except problems.EXPECTED as refused:
            body = problems.body(problems.refusal(refused))
            told = {name: body[name] for name in ("status", "code", "detail", "errors")}
            return {"draft": named, "state": None, **told}
        return {"draft": named, "state": draft.state, "status": 200, "code": "", "detail": "", "errors": {}}
