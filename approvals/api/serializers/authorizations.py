"""Pre-authorizations, as they are given and as policy officers and holders send what they decide of them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals import authorizations, granted, restrictions
from approvals.actions.authorization_terms import LONGEST, LONGEST_WORDS, MOST_OUTCOMES, MOST_POSTS, Terms
from approvals.api.fields import Choice, Count, Flag, GivenIdentifier, Identifier, Instant, Language, Span, Text
from approvals.api.serializers.base import ChannelBriefSerializer, Given, PersonSerializer, Taken
from approvals.api.serializers.levels import NamedPostingSerializer
from approvals.granted import Paper, Standing
from approvals.models import POST_KINDS, AuthorizationVersion, Restriction, RunsOn

LONGEST_REASON = 500
MOST_VERSIONS = 10_000
MOST_NAMES = 50
MOST_COUNTRIES = 300
UNTIL_HELP = "Not included. At most 366 days after `starts_at`: no pre-authorization is without an end."
STARTS_HELP = "It holds from here on, and not before its holder has accepted it."
DAY_HELP = "Posts in one calendar day of the posting's office."
WEEK_HELP = "Posts in one calendar day of the posting's office and the six before."
HALVE_HELP = "So many adverse outcomes of reviews in `trust_days` halve the quota; null: none does."
SUSPEND_HELP = "So many adverse outcomes of reviews in `trust_days` suspend it; null: none does."
PASSES_HELP = "Whether deputies and acting heads may use it in the holder's place."
BARRED_HELP = "Posts about these need the ordinary route."
LIMIT_HELP = "How soon each post is reviewed after it went out: 15 minutes to 30 days."


class TermsSerializer(Given):
    """What a pre-authorization allows, from when until when, and how its posts are reviewed."""

    channels = ChannelBriefSerializer(many=True)
    languages = serializers.ListField(child=serializers.CharField())
    kinds = serializers.ListField(child=serializers.ChoiceField(POST_KINDS))
    barred_topics = serializers.ListField(child=serializers.CharField(), help_text=BARRED_HELP)
    barred_countries = serializers.ListField(child=serializers.CharField(), help_text=BARRED_HELP)
    per_day = serializers.IntegerField(help_text=DAY_HELP)
    per_week = serializers.IntegerField(help_text=WEEK_HELP)
    starts_at = Instant(help_text=STARTS_HELP)
    until = Instant(help_text=UNTIL_HELP)
    passes_to_acting = serializers.BooleanField(help_text=PASSES_HELP)
    words = serializers.CharField(help_text="Conditions in words, in English; empty for none.")
    words_fr = serializers.CharField(help_text="Conditions in words, in French; empty for none.")
    review_limit = Span(help_text=LIMIT_HELP)
    review_runs_on = serializers.ChoiceField(RunsOn.choices)
    halve_after = serializers.IntegerField(allow_null=True, help_text=HALVE_HELP)
    suspend_after = serializers.IntegerField(allow_null=True, help_text=SUSPEND_HELP)
    trust_days = serializers.IntegerField()


class AuthorizationVersionSerializer(TermsSerializer):
    """One version of the terms: never changed; an amendment or a renewal is the next one."""

    number = serializers.IntegerField()
    status = serializers.ChoiceField(AuthorizationVersion.Status.choices)
    note = serializers.CharField(help_text="Why it was proposed; empty for no reason given.")
    proposed_by = PersonSerializer()
    proposed_at = Instant()
    countersigned_by = PersonSerializer(allow_null=True)
    countersigned_at = Instant(allow_null=True)
    accepted_by = PersonSerializer(allow_null=True)
    accepted_at = Instant(allow_null=True)
    closed_by = PersonSerializer(allow_null=True, help_text="Who declined it or called it off; null for the clock.")
    closed_at = Instant(allow_null=True)
    close_reason = serializers.CharField()


class RestrictionSerializer(Given):
    """What keeps, or kept, a pre-authorization back: a suspension, or a quota that is halved."""

    id = Identifier()
    kind = serializers.ChoiceField(Restriction.Kind.choices)
    cause = serializers.ChoiceField(Restriction.Cause.choices)
    reason = serializers.SerializerMethodField(help_text="An officer's words, or what the clock found.")
    reviews = serializers.ListField(child=Identifier(), help_text="The reviews whose outcomes led to it.")
    stands = serializers.SerializerMethodField(help_text="Whether it keeps anything back now.")
    by = PersonSerializer(allow_null=True, help_text="Null for the clock.")
    at = Instant()
    until = Instant(allow_null=True, help_text="When it ends by itself; null: when it is lifted.")
    lifted_by = PersonSerializer(allow_null=True)
    lifted_at = Instant(allow_null=True)
    lift_reason = serializers.CharField()

    def get_reason(self, restriction: Restriction) -> str:
        """Return why, in the language of who asks."""
        return restrictions.why(restriction)

    def get_stands(self, restriction: Restriction) -> bool:
        """Say whether it is neither lifted nor over."""
        return granted.stands(restriction, at=self.context["at"])


class PreAuthorizationBriefSerializer(Given):
    """A pre-authorization as lists say it: whose, where it stands, what is in force and what awaits somebody."""

    id = Identifier(source="authorization.pk")
    number = serializers.CharField(source="authorization.number", help_text="What people call it: PA-2026-0007.")
    posting = NamedPostingSerializer(source="authorization.posting")
    state = serializers.ChoiceField(Standing.choices)
    in_force = AuthorizationVersionSerializer(allow_null=True, help_text="The terms that were accepted last.")
    under_way = AuthorizationVersionSerializer(
        allow_null=True, help_text="The version that awaits a second policy officer, or the holder."
    )
    created_at = Instant(source="authorization.created_at")
    revoked_by = PersonSerializer(source="authorization.revoked_by", allow_null=True)
    revoked_at = Instant(source="authorization.revoked_at", allow_null=True)
    revoke_reason = serializers.CharField(source="authorization.revoke_reason", help_text="Empty unless it is revoked.")
    ended_at = Instant(source="authorization.ended_at", allow_null=True)


class UsedSerializer(Given):
    """How much of the quota is used up, and the quota as it is now: halved where it is."""

    today = serializers.IntegerField()
    this_week = serializers.IntegerField(help_text="On this calendar day and the six before.")
    per_day = serializers.IntegerField()
    per_week = serializers.IntegerField()


class PreAuthorizationSerializer(PreAuthorizationBriefSerializer):
    """A pre-authorization with all its versions, what kept it back, how much of it is used, and what may be done."""

    versions = AuthorizationVersionSerializer(many=True, help_text="The newest first.")
    restrictions = RestrictionSerializer(many=True, help_text="The newest first.")
    used = serializers.SerializerMethodField(help_text="Null until it is accepted.")
    allowed = serializers.SerializerMethodField(help_text="The verbs that whoever asks may use now.")

    @extend_schema_field(UsedSerializer(allow_null=True))
    def get_used(self, paper: Paper) -> Any:
        """Return what is used up."""
        used = authorizations.used(paper)
        return UsedSerializer(used).data if used is not None else None

    def get_allowed(self, paper: Paper) -> list[str]:
        """Return what whoever asks may do."""
        return authorizations.allowed(paper, self.context["reader"])


class NewTermsSerializer(Taken):
    """The terms of a grant, an amendment or a renewal: all of them, each time."""

    channels = serializers.ListField(
        child=GivenIdentifier(), max_length=MOST_NAMES, help_text="Channels of the posting's own office."
    )
    languages = serializers.ListField(child=Language(), max_length=MOST_NAMES)
    kinds = serializers.ListField(child=Choice(POST_KINDS), max_length=len(POST_KINDS))
    barred_topics = serializers.ListField(
        child=Text(max_length=40), required=False, max_length=MOST_NAMES, help_text=BARRED_HELP
    )
    barred_countries = serializers.ListField(
        child=Text(max_length=2), required=False, max_length=MOST_COUNTRIES, help_text=BARRED_HELP
    )
    per_day = Count(min_value=1, max_value=MOST_POSTS, help_text=DAY_HELP)
    per_week = Count(min_value=1, max_value=MOST_POSTS, help_text=WEEK_HELP)
    starts_at = Instant(required=False, allow_null=True, help_text=f"Needed. {STARTS_HELP}")
    until = Instant(required=False, allow_null=True, help_text=f"Needed. {UNTIL_HELP}")
    passes_to_acting = Flag(required=False, help_text=PASSES_HELP)
    words = Text(required=False, allow_blank=True, max_length=LONGEST_WORDS)
    words_fr = Text(required=False, allow_blank=True, max_length=LONGEST_WORDS)
    review_limit = Span(help_text=LIMIT_HELP)
    review_runs_on = Choice(RunsOn.choices, required=False, help_text="Left out: `working`.")
    halve_after = Count(required=False, allow_null=True, min_value=1, max_value=MOST_OUTCOMES, help_text=HALVE_HELP)
    suspend_after = Count(required=False, allow_null=True, min_value=1, max_value=MOST_OUTCOMES, help_text=SUSPEND_HELP)
    trust_days = Count(required=False, min_value=1, max_value=LONGEST.days, help_text="Left out: 30.")
    note = Text(required=False, allow_blank=True, max_length=LONGEST_REASON, help_text="Why it is proposed.")


class NewPreAuthorizationSerializer(NewTermsSerializer):
    """A grant: whose posting, and the terms."""

    posting = GivenIdentifier(help_text="An author's or a head's; never one's own, nor one that one acts for.")


class VersionNamedSerializer(Taken):
    """Which version is meant: the one that was read."""

    version = Count(min_value=1, max_value=MOST_VERSIONS)


class VersionClosedSerializer(VersionNamedSerializer):
    """Which version is meant, and why it is declined or called off."""

    reason = Text(max_length=LONGEST_REASON)


def terms_from(given: dict[str, Any]) -> Terms:
    """Return terms as the actions take them."""
    lists = ("languages", "kinds", "barred_topics", "barred_countries")
    values = {name: value for name, value in given.items() if name not in (*lists, "posting", "channels")}
    names = {name: tuple(given[name]) for name in lists if name in given}
    times = {name: given.get(name) for name in ("starts_at", "until")}
    return Terms(**values | names | times, channel_ids=tuple(given["channels"]))
