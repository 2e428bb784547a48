"""Many drafts at once: the routes they would take, and who could decide them, with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.authority import Place, Seat, ministers_office, seats_at
from accounts.models import Deputy, DeskCountry, Office
from approvals import facts, regimes
from approvals.models import Draft, Revision
from approvals.rules import overlay, routing
from approvals.rules.overlay import Overlay
from approvals.rules.routing import Directory, PolicyRule
from approvals.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a route depends on beside its policy: the offices that selectors mean, and the regimes in force."""

    desks: Mapping[str, int]
    minister: int | None
    overlays: Sequence[Overlay]

    @classmethod
    def read(cls, *, at: datetime) -> "Surroundings":
        """Read them once for any number of drafts. At most four queries."""
        desks = dict(DeskCountry.objects.values_list("country", "office"))
        return cls(desks, ministers_office(), regimes.overlays(at=at))

    def directory(self, office: Office) -> Directory:
        """Return the offices that selectors mean for a draft of this office."""
        return Directory(office.pk, self.desks.get(office.country), self.minister)

    def choose(
        self, policies: Sequence[PolicyRule], known: Mapping[str, frozenset[str]], office: Office
    ) -> routing.Route | Verdict:
        """Return the route of the policy that takes such a draft, under the regimes in force, or why there is none."""
        return self._under_regimes(routing.choose(policies, known, self.directory(office)), known, office)

    def plan(self, policy: PolicyRule, known: Mapping[str, frozenset[str]], office: Office) -> routing.Route | Verdict:
        """Return the route under this one version and the regimes in force, or why there is none."""
        return self._under_regimes(routing.plan(policy, known, self.directory(office)), known, office)

    def _under_regimes(
        self, route: routing.Route | Verdict, known: Mapping[str, frozenset[str]], office: Office
    ) -> routing.Route | Verdict:
        if isinstance(route, Verdict):
            return route
        return overlay.apply(route, overlay.covering(self.overlays, known), self.directory(office))


@dataclass(frozen=True, slots=True)
class People:
    """Who may act at the places of some routes, and who may not decide which of some drafts."""

    seats: Mapping[Place, list[Seat]]
    writers: Mapping[object, set[int]]
    deputies: Mapping[int, set[int]]

    @classmethod
    def read(cls, drafts: Collection[Draft], places: Iterable[Place], *, at: datetime) -> "People":
        """Read them once for any number of drafts. Three queries."""
        writers: dict[object, set[int]] = {draft.pk: {draft.author_id} for draft in drafts}
        wrote = Revision.objects.filter(draft__in=[draft.pk for draft in drafts])
        for draft, by, acting_for in wrote.values_list("draft", "written_by", "acting_for"):
            people: set[int | None] = {by, acting_for}
            writers[draft].update(person for person in people if person is not None)
        everyone = set().union(*writers.values()) if writers else set()
        acting: dict[int, set[int]] = defaultdict(set)
        for holder, deputy in _acting_for(everyone, at=at):
            acting[holder].add(deputy)
        return cls(seats_at(set(places), at=at), writers, acting)

    def barred(self, draft: Draft) -> frozenset[int]:
        """Return the writers of a draft and whoever is deputy of one of them now."""
        wrote = self.writers[draft.pk]
        return frozenset(wrote.union(*(self.deputies.get(person, set()) for person in wrote)))

    def ids(self) -> dict[Place, list[int]]:
        """Return who may act at each place, by id."""
        return {place: [seat.user_id for seat in found] for place, found in self.seats.items()}


def _acting_for(people: Collection[int], *, at: datetime) -> list[tuple[int, int]]:
    """Return every pair of whose place is taken and who takes it, those who passed it on included. One query."""
    named = facts.acting(at).filter(facts.behind(people)).select_related("posting", "passed_by__passed_by")
    return [(person, deputy.user_id) for deputy in named for person in _behind(deputy) if person in people]


def _behind(deputy: Deputy) -> Iterator[int]:
    yield deputy.posting.user_id
    while deputy.passed_by is not None:
        deputy = deputy.passed_by
        yield deputy.user_id
