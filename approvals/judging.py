"""What is wrong with a policy version now, and what its writer should know: of one that is kept, or is being typed."""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.authority import seats_at
from accounts.models import DeskCountry, Office, Posting
from approvals import facts
from approvals.models import Audience, Kind, Policy, PolicyVersion, Urgency
from approvals.rules.cleared_lines import QUOTING
from approvals.rules.policy_faults import Fault, Place, version_faults
from approvals.rules.policy_warnings import Mission, NamedPosting, Surroundings, version_warnings
from approvals.rules.routing import PolicyRule, Who
from approvals.rules.satisfiable import World
from channels.models import Platform


@dataclass(frozen=True, slots=True)
class Judgement:
    """What keeps a version from being proposed, and what may be meant otherwise."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Register:
    """The offices there are."""

    offices: list[Office]

    @property
    def minister(self) -> int | None:
        """Return the minister's office; None where there is none."""
        return next((office.pk for office in self.offices if office.kind == Office.Kind.MINISTER), None)

    @property
    def world(self) -> World:
        """Return what values drafts can have."""
        values = {
            "urgency": frozenset(Urgency.values),
            "kind": frozenset(Kind.values),
            "audience": frozenset(Audience.values),
            "platform": frozenset(Platform.values),
            "cleared_line": frozenset(QUOTING),
        }
        return World(values, {office.code: office.country for office in self.offices})


def faults_of(version: PolicyVersion, *, at: datetime) -> list[Fault]:
    """Return what keeps a version from being proposed now. Two queries, and those of its levels."""
    rule, register = facts.policy_rule(version), Register(list(Office.objects.all()))
    staffed = facts.people_at(_known_places(rule, register), at=at)
    return _faults(rule, register, staffed)


def judge(policy: Policy, rule: PolicyRule, *, at: datetime) -> Judgement:
    """Return the faults and warnings of a version of this policy, kept or not.

    Four queries, whatever its levels, and two where an escalation names a posting.
    """
    register = Register(list(Office.objects.order_by("name")))
    desks = dict(DeskCountry.objects.values_list("country", "office"))
    missions = [
        Mission(office.pk, office.code, office.name, desks.get(office.country))
        for office in register.offices
        if office.kind == Office.Kind.MISSION
    ]
    places = _known_places(rule, register)
    for level in rule.levels:
        if level.who.selector in ("own_office", "country_desk"):
            offices = {m.office_id if level.who.selector == "own_office" else m.desk for m in missions}
            places |= {(office, level.who.role) for office in offices if office is not None}
    staffed = facts.people_at(places, at=at)
    around = Surroundings(register.world, missions, staffed, others_in_force(policy), named_postings(rule, at=at))
    return Judgement(_faults(rule, register, staffed), version_warnings(rule, around))


def named_postings(rule: PolicyRule, *, at: datetime) -> dict[int, NamedPosting]:
    """Return the postings that escalations name, as they are at `at`."""
    ids = {rung.posting_id for level in rule.levels for rung in level.escalations if rung.posting_id is not None}
    if not ids:
        return {}
    postings = list(Posting.objects.filter(pk__in=ids).select_related("user", "office"))
    seats = seats_at({(posting.office_id, posting.role) for posting in postings}, at=at)
    acting = [(seat.posting_id, seat.user_id) for found in seats.values() for seat in found]
    return {
        posting.pk: NamedPosting(
            name=str(posting),
            is_in_force=posting.in_force(at),
            lasts=posting.ends_at - at if posting.ends_at else None,
            people=[person for held, person in acting if held == posting.pk],
        )
        for posting in postings
    }


def _faults(rule: PolicyRule, register: Register, staffed: dict[Place, list[int]]) -> list[Fault]:
    return version_faults(
        levels=rule.levels,
        conditions=rule.conditions,
        is_default=rule.is_default,
        staffed=staffed,
        minister=register.minister,
        world=register.world,
    )


def _known_places(rule: PolicyRule, register: Register) -> set[Place]:
    """Return the places that levels ask whose office is known without a draft."""
    return {
        (office, level.who.role) for level in rule.levels if (office := _known_office(level.who, register)) is not None
    }


def _known_office(who: Who, register: Register) -> int | None:
    return register.minister if who.selector == "minister" else who.office_id


def others_in_force(policy: Policy) -> list[PolicyRule]:
    """Return the other policies in force, their conditions only. One query."""
    versions = PolicyVersion.objects.filter(status=PolicyVersion.Status.IN_FORCE).exclude(policy=policy)
    return [
        PolicyRule(version.pk, version.policy.name, version.policy.order, version.policy.is_default,
                   version.conditions, ())
        for version in versions.select_related("policy")
    ]  # fmt: skip
