"""What the form of a regime begins with: the crisis and the caretaker period as ministries know them, to be adapted."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from approvals.models import Regime, RunsOn, Topic

# Topics that a caretaker period leaves alone: safety notices must still go out.
SAFETY = ("consular-safety", "safety")

LevelTyped = dict[str, str]


def typed(kind: str) -> QueryDict:
    """Return the form of a regime of this kind as it is before anybody changes it. At most one query."""
    data = QueryDict(mutable=True)
    levels = _crisis(data) if kind == Regime.Kind.CRISIS else _caretaker(data)
    data.update({"kind": kind, "scope": Regime.Scope.MINISTRY, "suspends_fast_path": "on"})
    data.update({"in_flight": Regime.InFlight.CLOCKS, "levels": str(len(levels))})
    for place, level in enumerate(levels):
        data.update({f"level-{place}-{name}": value for name, value in (empty_level(kind) | level).items()})
    return data


def empty_level(kind: str) -> LevelTyped:
    """Return what the form of a new level begins with: in a crisis its limit runs on the wall clock."""
    runs_on = RunsOn.WALL if kind == Regime.Kind.CRISIS else RunsOn.WORKING
    return {
        "mode": "approve", "placement": "after", "selector": "office", "role": "approver", "quorum": "any",
        "quorum_n": "1", "limit": "30", "may_reject": "on", "runs_on": runs_on.value,
    }  # fmt: skip


def _crisis(data: QueryDict) -> list[LevelTyped]:
    """A duty officer and one more, half an hour each, in the place of the policy's levels."""
    data.update({"limit": "30", "replaces_levels": "on"})
    return [
        {"name": _("Duty officer"), "question": _("Is it right, and safe to say now?"), "placement": "before"},
        {
            "name": _("One more"), "question": _("Does a second person agree?"), "placement": "before",
            "selector": "own_office", "role": "head",
        },
    ]  # fmt: skip


def _caretaker(data: QueryDict) -> list[LevelTyped]:
    """Headquarters is asked after the policy's levels; consular safety is exempt."""
    exempt = Topic.objects.filter(slug__in=SAFETY).values_list("slug", flat=True)
    data.setlist("exempt_topics", list(exempt))
    question = _("Must it be said now, and does it leave the next government free?")
    return [{"name": _("Headquarters"), "question": question, "selector": "country_desk", "limit": "240"}]
