"""Absences with those who act meanwhile, claims and nudges, as they are given and sent."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Absence, Deputy, Role
from approvals.api.fields import GivenIdentifier, Identifier, Instant
from approvals.api.serializers.base import Given, OfficeSerializer, PersonSerializer, Taken
from approvals.models import Step

MOST_COVERS = 40


class ClaimSerializer(Given):
    """Who has a step now, as a courtesy to the others, and until when; it takes nobody's right to decide away."""

    by = PersonSerializer(source="claimed_by")
    until = Instant(source="claimed_until")


@extend_schema_field(ClaimSerializer(allow_null=True))
class ClaimField(serializers.Field[Any, Any, Any, Any]):
    """The claim on a step, or null when nobody has it: a claim that has lapsed is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, step: Step) -> Any:
        """Return the claim."""
        at: datetime = self.context["at"]
        return ClaimSerializer(step).data if step.is_claimed(at=at) else None


class UntilSerializer(Taken):
    """Until when one has it: half an hour from now unless said otherwise, four hours at most."""

    until = Instant(required=False)


class ReassignSerializer(UntilSerializer):
    """To whom a step is handed: somebody who can decide it as well."""

    to = GivenIdentifier()


class CoveringSerializer(Given):
    """Who acts for one posting during an absence."""

    id = Identifier()
    posting = Identifier(source="posting_id")
    office = OfficeSerializer(source="posting.office")
    role = serializers.ChoiceField(Role.choices, source="posting.role")
    holder = PersonSerializer(source="posting.user")
    person = PersonSerializer(source="user", help_text="Who acts.")
    passed_by = Identifier(
        source="passed_by_id",
        allow_null=True,
        help_text="The deputy's entry that was passed on; null: the holder's own.",
    )
    starts_at = Instant()
    ends_at = Instant(help_text="Up to, and not including, this instant.")


class AbsenceSerializer(Given):
    """A person is away, from one instant until (and not including) another."""

    id = Identifier()
    person = PersonSerializer(source="user")
    starts_at = Instant()
    ends_at = Instant()
    deputies = serializers.SerializerMethodField(help_text="Who acts, now or later in this absence.")

    @extend_schema_field(CoveringSerializer(many=True))
    def get_deputies(self, absence: Absence) -> Any:
        """Return who acts, those left out whose time is over."""
        found: list[Deputy] = [deputy for deputy in absence.deputies.all() if deputy.ends_at > self.context["at"]]
        return CoveringSerializer(found, many=True).data


class CoverSerializer(Taken):
    """Who is to act for one posting; null for nobody."""

    posting = GivenIdentifier()
    person = GivenIdentifier(allow_null=True)
    passed_by = GivenIdentifier(
        required=False, allow_null=True, help_text="To pass on a deputy's authority: the id of that deputy's entry."
    )


class NewTimesSerializer(Taken):
    """From when until when, and who acts."""

    starts_at = Instant(help_text="Now at the earliest; kept when the absence has begun.")
    ends_at = Instant()
    covers = CoverSerializer(many=True, required=False, max_length=MOST_COVERS)  # type: ignore[call-arg]  # of the list


class NewAbsenceSerializer(NewTimesSerializer):
    """An absence to be entered."""

    person = GivenIdentifier(required=False, help_text="Who is away; oneself, unless said otherwise.")
