"""Try a version before it is in force: which route some facts would take, and what would change for the last drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from approvals.actions import long_work
from approvals.models import Mode, PolicyVersion
from approvals.refusals import Refused
from approvals.rules.route_difference import TAKES_NO_TIME, longest
from approvals.rules.routing import PlannedStep, Route
from approvals.rules.verdict import Verdict
from approvals.trial import Trial
from approvals.trial import try_version as tried_with
from approvals.trial_on_drafts import Tried, try_on_last, urgency_of
from approvals.web.door import is_officer, page, person, require_officer
from approvals.web.drawing import DrawnPosition, draw_plan
from approvals.web.forms.trying import FactsForm, LastForm, ManyForm
from approvals.web.version_page import version_of
from approvals.web.words import in_hours, time_limit


@dataclass(frozen=True, slots=True)
class Row:
    """One real draft that would take another route: both side by side, in words, and what is different."""

    draft: str
    reference: str
    author: str
    office: str
    before: list[str]
    after: list[str]
    time_before: str
    time_after: str
    changes: list[str]


@dataclass(frozen=True, slots=True)
class OnDrafts:
    """What would change for the last drafts; `refused` says why the version cannot be tried."""

    looked_at: int = 0
    rows: Sequence[Row] = ()
    unroutable: int = 0
    refused: Refused | None = None

    @classmethod
    def of(cls, tried: Sequence[Tried]) -> "OnDrafts":
        """Return it in the language that is active."""
        changed = [one for one in tried if one.difference.is_changed]
        return cls(len(tried), [_row(one) for one in changed], sum(one.why_not is not None for one in changed))

    @property
    def changed(self) -> int:
        """Return how many would take another route."""
        return len(self.rows)


@page
@require_safe
def try_version(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """Show the route that the facts in the address would take, or the last drafts side by side. Saves nothing."""
    version, at = version_of(policy_id, number), clock.now()
    facts = FactsForm(request.GET if "office" in request.GET else None)
    last = LastForm(request.GET if "last" in request.GET else None)
    trial: Trial | None = None
    on_drafts: OnDrafts | None = None
    if facts.is_bound and facts.is_valid():
        trial = tried_with(version, office=facts.cleaned_data["office"], known=facts.known(), at=at)
    if last.is_bound and last.is_valid():
        require_officer(request)
        on_drafts = _on_drafts(version, last.cleaned_data["last"])
    wrong = (facts.is_bound and facts.errors) or (last.is_bound and last.errors)
    context = {
        "version": version,
        "policy": version.policy,
        "facts": facts,
        "last": last,
        "many": ManyForm(auto_id="many_%s"),
        "trial": trial,
        "drawing": _drawing(trial),
        "on_drafts": on_drafts,
        "is_officer": is_officer(request),
    }
    return render(request, "approvals/policy_try.html", context, status=400 if wrong else 200)


@page
@require_POST
def try_on_many(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """Let a worker try the version on thousands of drafts; its page says how far it is."""
    version, at = version_of(policy_id, number), clock.now()
    require_officer(request)
    form = ManyForm(request.POST)
    if not form.is_valid():
        return redirect("policy_try", policy_id=policy_id, number=number)
    asked = {
        "version": version.pk, "policy": version.policy.name, "number": version.number,
        "last": form.cleaned_data["last"],
    }  # fmt: skip
    work = long_work.begin(kind="try_out", by=person(request), asked=asked, at=at)
    return redirect("work_one", work_id=work.pk)


def _drawing(trial: Trial | None) -> list[DrawnPosition]:
    return draw_plan(trial.levels) if trial is not None else []


def _on_drafts(version: PolicyVersion, last: int) -> OnDrafts:
    try:
        return OnDrafts.of(try_on_last(version, last=last, at=clock.now()))
    except Refused as refused:
        return OnDrafts(refused=refused)


def _row(tried: Tried) -> Row:
    draft, urgency = tried.draft, urgency_of(tried.draft)
    return Row(
        draft=str(draft.pk),
        reference=draft.reference,
        author=str(draft.author),
        office=str(draft.office),
        before=_levels(tried.before, urgency),
        after=_levels(tried.after, urgency),
        time_before=_together(tried.before, urgency),
        time_after=_together(tried.after, urgency),
        changes=list(_changes(tried)),
    )


def _levels(route: Route | Verdict, urgency: str) -> list[str]:
    if isinstance(route, Verdict):
        return []
    return [_level(step, urgency) for step in route.steps]


def _level(step: PlannedStep, urgency: str) -> str:
    if step.level.mode == Mode.INFORM:
        return step.level.name
    return f"{step.level.name} {time_limit(step.limit, step.runs_on(urgency))}"


def _together(route: Route | Verdict, urgency: str) -> str:
    """Return how long the limits of a route are together, in words; empty where there is no route."""
    if isinstance(route, Verdict):
        return ""
    clocks = {step.runs_on(urgency) for step in route.steps if step.level.mode not in TAKES_NO_TIME}
    if len(clocks) == 1:
        return time_limit(longest(route), *clocks)
    return gettext("%(time)s, some of it working time") % {"time": in_hours(longest(route))}


def _changes(tried: Tried) -> Iterator[str]:
    difference, urgency = tried.difference, urgency_of(tried.draft)
    if difference.other_policy and isinstance(tried.after, Route):
        yield gettext("It comes under the policy “%(policy)s”.") % {"policy": tried.after.policy}
    for step in difference.added:
        yield gettext("%(level)s is asked too.") % {"level": step.level.name}
    for step in difference.removed if isinstance(tried.after, Route) else ():
        yield gettext("%(level)s is no longer asked.") % {"level": step.level.name}
    for old, new in difference.limits:
        before, after = (time_limit(step.limit, step.runs_on(urgency)) for step in (old, new))
        values = {"level": new.level.name, "before": before, "after": after}
        yield gettext("%(level)s: time limit %(before)s → %(after)s.") % values
    for step in difference.otherwise:
        yield gettext("%(level)s is asked otherwise, or at another point.") % {"level": step.level.name}
    if tried.why_not is not None:
        yield gettext("It could not be submitted: %(why)s") % {"why": tried.why_not.sentence}
