"""The page of one version: what it asks, what it changes, what comes next, and what it was among the others."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import clock
from approvals import moving
from approvals.models import WHOM_LEVELS_ASK, Policy, PolicyVersion
from approvals.refusals import Refused
from approvals.web.conditions import Vocabulary
from approvals.web.door import is_officer, person
from approvals.web.forms.fields import small_number
from approvals.web.forms.versions import EnactForm, ReasonForm
from approvals.web.judged import Judged
from approvals.web.policy_page import drawn
from approvals.web.version_changes import told_between

Status = PolicyVersion.Status
OPEN = (Status.DRAFT, Status.PROPOSED, Status.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a version changes, in sentences, and against which other; None when it is the first."""

    against: PolicyVersion | None
    sentences: list[str]
    others: list[PolicyVersion]


def show(
    request: HttpRequest, shown: PolicyVersion, *, status: int = 200, refused: Refused | None = None, **forms: Any
) -> HttpResponse:
    """Show one version; `forms` are those that came back with something to mend."""
    words, at = Vocabulary(), clock.now()
    versions = list(with_levels(shown.policy.versions.select_related("policy", *PEOPLE)).order_by("-number"))
    context = {
        "version": shown,
        "policy": shown.policy,
        "positions": drawn(shown, words),
        "applies": words.spoken(shown.conditions) if shown.conditions else None,
        "versions": versions,
        "compared": compared(shown, versions, request.GET.get("against", ""), words),
        "judged": Judged.of(shown, at=at) if shown.status in OPEN else None,
        "is_open": shown.status in OPEN,
        "in_flight": _in_flight(request, shown),
        "is_officer": is_officer(request),
        "newer": next((one for one in versions if one.status == Status.IN_FORCE and one.number > shown.number), None),
        "is_own": person(request).pk in (shown.proposed_by_id, shown.created_by_id),
        "refused": refused,
        "enact_form": EnactForm(at=at),
        "reason_form": ReasonForm(),
        **forms,
    }
    return render(request, "approvals/policy_version.html", context, status=status)


def refuse(request: HttpRequest, policy_id: int, number: int, refused: Refused) -> HttpResponse:
    """Show the version again with what was refused; what is not there is left to the door."""
    if refused.status == 404:
        raise refused
    return show(request, version_of(policy_id, number), status=refused.status, refused=refused)


def compared(shown: PolicyVersion, versions: list[PolicyVersion], asked: str, words: Vocabulary) -> Compared:
    """Compare a version with the one asked for; else, before it is in force, with that in force; else with the last."""
    others = [version for version in versions if version.pk != shown.pk]
    wanted = [version for version in others if version.number == small_number(asked)]
    in_force = [version for version in others if version.status == Status.IN_FORCE and shown.status in OPEN]
    before = [version for version in others if version.number < shown.number]
    against = next(iter([*wanted, *in_force, *before]), None)
    return Compared(against, told_between(against, shown, words), others)


def _in_flight(request: HttpRequest, shown: PolicyVersion) -> list[tuple[int, int]]:
    """Return how many drafts are in flight under which older versions, for officers; on an older one, under that."""
    if not is_officer(request) or shown.status in OPEN:
        return []
    counts = moving.counted(shown.policy_id)
    return [
        (number, count) for number, count in counts.items() if shown.status == Status.IN_FORCE or number == shown.number
    ]


PEOPLE = ("created_by", "proposed_by", "enacted_by")


def policy_of(policy_id: int) -> Policy:
    """Return a policy, or refuse what is not there."""
    found = Policy.objects.filter(pk=policy_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def version_of(policy_id: int, number: int) -> PolicyVersion:
    """Return one version with all that is shown of it, or refuse what is not there."""
    related = PolicyVersion.objects.select_related("policy", *PEOPLE)
    found = with_levels(related).filter(policy=policy_id, number=number).first()
    if found is None:
        raise Refused("not_found")
    return found


def with_levels(versions: QuerySet[PolicyVersion]) -> QuerySet[PolicyVersion]:
    """Return the versions with their levels and whom these ask."""
    return versions.prefetch_related(*WHOM_LEVELS_ASK)
