"""Policies: read by everyone, written as a new version by policy officers, put in force by a second one."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Office
from approvals import facts, judging, trial
from approvals.actions import enact as enacting
from approvals.actions import policies as acts
from approvals.api.idempotency import once
from approvals.api.pagination import Order
from approvals.api.schema import describes
from approvals.api.serializers.base import page_of
from approvals.api.serializers.levels import level_from, offices_named
from approvals.api.serializers.policies import (
    EnactSerializer,
    NewPolicySerializer,
    NewVersionSerializer,
    PolicySerializer,
    TrialOutcomeSerializer,
    TrialSerializer,
    VersionSerializer,
    VersionWithFaultsSerializer,
    WhySerializer,
)
from approvals.api.views.base import Door, ListingSerializer
from approvals.models import WHOM_LEVELS_ASK, Audience, Kind, Policy, PolicyVersion, Urgency
from approvals.policy_file.register import unknown_names
from approvals.refusals import Refused
from approvals.rules.cleared_lines import NONE

TAG = "Policies"
USUAL_ORDER = 100
Status = PolicyVersion.Status


class PoliciesView(Door):
    """The policies."""

    @describes(
        "list_policies",
        "The policies, the one that is asked first at the top",
        gives=page_of(PolicySerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        """List the policies."""
        return self.give_rows(PolicySerializer, policies(), order=Order("policies", ("order", "pk")))

    @describes(
        "create_policy",
        "Start a policy, which routes nothing before a version is in force",
        takes=NewPolicySerializer,
        gives=PolicySerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Start a policy."""
        given = self.sent(NewPolicySerializer)
        if given.get("is_default"):
            made = acts.create_default_policy(name=given["name"], by=self.user, at=self.at)
        else:
            order = given.get("order", USUAL_ORDER)
            made = acts.create_policy(name=given["name"], order=order, by=self.user, at=self.at)
        response = self.give(PolicySerializer, policies().get(pk=made.pk), status=201)
        response["Location"] = reverse("api:policy", kwargs={"policy_id": made.pk})
        return response


class PolicyView(Door):
    """One policy."""

    @describes("read_policy", "One policy", gives=PolicySerializer, tag=TAG)
    def get(self, request: Request, policy_id: int) -> Response:
        """Read one policy."""
        found = policies().filter(pk=policy_id).first()
        if found is None:
            raise Refused("not_found")
        return self.give(PolicySerializer, found)


class VersionsView(Door):
    """The versions of a policy."""

    @describes(
        "list_versions",
        "The versions of a policy, the newest first",
        gives=page_of(VersionSerializer),
        parameters=[ListingSerializer],
        tag=TAG,
    )
    def get(self, request: Request, policy_id: int) -> Response:
        """List the versions."""
        if not Policy.objects.filter(pk=policy_id).exists():
            raise Refused("not_found")
        return self.give_rows(VersionSerializer, versions(policy_id), order=Order("versions", ("-number",)))

    @describes(
        "write_version",
        "Write a version: your own that is being written, or else the next",
        takes=NewVersionSerializer,
        gives=VersionWithFaultsSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request, policy_id: int) -> Response:
        """Write a version."""
        given = self.sent(NewVersionSerializer)
        named = offices_named(given["levels"])
        if len(named) > Office.objects.filter(pk__in=named).count():
            raise Refused("unknown_office", field="levels")
        _require_known_names(given)
        version = acts.write_version(
            policy_id=policy_id,
            levels=[level_from(level) for level in given["levels"]],
            by=self.user,
            at=self.at,
            conditions=given.get("conditions", {}),
            note=given.get("note", ""),
            seen=given.get("seen", ""),
        )
        return give_version(self, policy_id, version.number, status=201)


class VersionView(Door):
    """One version."""

    @describes(
        "read_version", "One version, and what keeps it from being proposed", gives=VersionWithFaultsSerializer, tag=TAG
    )
    def get(self, request: Request, policy_id: int, number: int) -> Response:
        """Read one version."""
        return give_version(self, policy_id, number)


class ProposeView(Door):
    """Proposal."""

    @describes(
        "propose_version",
        "Freeze a version and ask for a second policy officer",
        gives=VersionWithFaultsSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, policy_id: int, number: int) -> Response:
        """Propose a version."""
        self.nothing_sent()
        acts.propose(policy_id=policy_id, number=number, by=self.user, at=self.at)
        return give_version(self, policy_id, number)


class EnactView(Door):
    """Enactment."""

    @describes(
        "enact_version",
        "Put a proposed version in force, as the second officer: at once, or at an instant to come",
        takes=EnactSerializer,
        gives=VersionWithFaultsSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, policy_id: int, number: int) -> Response:
        """Put a version in force, or let it wait for its instant."""
        instant = self.sent(EnactSerializer).get("takes_effect_at")
        enacting.enact(policy_id=policy_id, number=number, by=self.user, at=self.at, takes_effect_at=instant)
        return give_version(self, policy_id, number)


class CallOffView(Door):
    """Calling off."""

    @describes(
        "call_off_version",
        "Take a scheduled version back to proposed",
        takes=WhySerializer,
        gives=VersionWithFaultsSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, policy_id: int, number: int) -> Response:
        """Call a version off."""
        why = self.sent(WhySerializer)["reason"]
        enacting.call_off(policy_id=policy_id, number=number, reason=why, by=self.user, at=self.at)
        return give_version(self, policy_id, number)


class TryView(Door):
    """A trial."""

    @describes(
        "try_version",
        "Which route would these facts take; saves nothing",
        takes=TrialSerializer,
        gives=TrialOutcomeSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request, policy_id: int, number: int) -> Response:
        """Try a version."""
        version = version_of(policy_id, number)
        given = self.sent(TrialSerializer)
        office = Office.objects.filter(pk=given["office"]).first()
        if office is None:
            raise Refused("unknown_office", field="office")
        outcome = trial.try_version(version, office=office, known=facts_given(given, office), at=self.at)
        return self.give(TrialOutcomeSerializer, outcome)


def _require_known_names(given: dict[str, Any]) -> None:
    """Refuse conditions that name what no draft here can have; each is named by its place. At most three queries."""
    levels = [{"conditions": level.get("conditions", {})} for level in given["levels"]]
    unknown = unknown_names({"conditions": given.get("conditions", {}), "levels": levels})
    if unknown:
        names = ", ".join(dict.fromkeys(str(problem.params["name"]) for problem in unknown))
        places = {".".join(map(str, problem.path)) for problem in unknown}
        sentence = Refused("condition_value_unknown", params={"names": names})
        raise Refused(
            "condition_value_unknown", params=sentence.params, errors={place: [sentence.sentence] for place in places}
        )


def facts_given(given: dict[str, Any], office: Office) -> dict[str, frozenset[str]]:
    """Return the facts as conditions ask for them."""
    several = {name: frozenset(given.get(name, ())) for name in ("platform", "channel", "language", "topic")}
    return several | {
        "country": frozenset({office.country}),
        "office": frozenset({office.code}),
        "urgency": frozenset({given.get("urgency", Urgency.ROUTINE.value)}),
        "kind": frozenset({given.get("kind", Kind.ORIGINAL.value)}),
        "audience": frozenset({given.get("audience", Audience.HOST.value)}),
        "cleared_line": frozenset({given.get("cleared_line", NONE)}),
    }


def policies() -> QuerySet[Policy]:
    """Return the policies, each with the number of its version in force. One query."""
    present = PolicyVersion.objects.filter(policy=OuterRef("pk"), status=Status.IN_FORCE).values("number")
    return Policy.objects.annotate(in_force=Subquery(present[:1]))


def versions(policy_id: int) -> QuerySet[PolicyVersion]:
    """Return the versions of a policy with all that is shown of them. Three queries."""
    return (
        PolicyVersion.objects.filter(policy=policy_id)
        .select_related("policy", "created_by", "proposed_by", "enacted_by")
        .prefetch_related(*WHOM_LEVELS_ASK)
    )


def version_of(policy_id: int, number: int) -> PolicyVersion:
    """Return one version, or refuse what is not there."""
    version = versions(policy_id).filter(number=number).first()
    if version is None:
        raise Refused("not_found")
    return version


def give_version(door: Door, policy_id: int, number: int, *, status: int = 200) -> Response:
    """Answer with one version, and with its faults while it can still be mended or put in force."""
    version = version_of(policy_id, number)
    is_open = version.status in (Status.DRAFT, Status.PROPOSED, Status.SCHEDULED)
    judged = judging.judge(version.policy, facts.policy_rule(version), at=door.at) if is_open else judging.Judgement()
    return door.give(VersionWithFaultsSerializer, version, status=status, judgement=judged)
