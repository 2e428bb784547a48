"""Delays as they are looked for and counted: which office was late, why, and how often."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.models import Delay, DelayReason
from approvals.models.review import REVIEW_NAME

# What stands for a delay that nobody has explained yet, among the reasons.
UNEXPLAINED = "none"
UNEXPLAINED_LABEL = _("No reason given")
# By what delays are counted, and the columns of a delay that name it.
KEYS: Mapping[str, tuple[str, ...]] = {
    "level": ("step__name",),
    "office": ("office__name",),
    "both": ("step__name", "office__name"),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which delays: of one office, for one reason (or `none` yet), due from an instant until another."""

    office_id: int | None = None
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def __call__(self, found: QuerySet[Delay]) -> QuerySet[Delay]:
        """Return those of the delays."""
        if self.office_id is not None:
            found = found.filter(office=self.office_id)
        if self.reason:
            found = found.filter(reason="" if self.reason == UNEXPLAINED else self.reason)
        if self.since is not None:
            found = found.filter(due_at__gte=self.since)
        if self.until is not None:
            found = found.filter(due_at__lt=self.until)
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """How often one level, or office, or level of an office, was late, by reason; the names say which it is."""

    names: tuple[str, ...]
    by_reason: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return how often in all."""
        return sum(self.by_reason.values())

    @property
    def cells(self) -> list[int]:
        """Return how often for each reason, in the order of `reasons()`."""
        return [self.by_reason.get(reason, 0) for reason, _label in reasons()]


@dataclass(frozen=True, slots=True)
class Counted:
    """The delays of a period counted: the rows with most delays first, and all of them together."""

    by: str
    rows: list[Row] = field(default_factory=list)

    @property
    def total(self) -> Row:
        """Return the sum of all rows."""
        return Row((), _sum(row.by_reason for row in self.rows))


def reasons() -> list[tuple[str, str]]:
    """Return every reason with its words, and last what stands for none."""
    return [*((code, str(label)) for code, label in DelayReason.choices), (UNEXPLAINED, str(UNEXPLAINED_LABEL))]


def counted(narrowing: Narrowing, *, by: str) -> Counted:
    """Return how often levels were late, by reason, open delays among them. One query, whatever their number."""
    names = KEYS[by]
    asked = narrowing(Delay.objects.order_by()).values_list(*names, "reason").annotate(times=Count("pk"))
    found: dict[tuple[str, ...], Counter[str]] = {}
    for *row, reason, times in asked:
        found.setdefault(named(row), Counter())[reason or UNEXPLAINED] += times
    rows = [Row(said, by_reason) for said, by_reason in found.items()]
    return Counted(by, sorted(rows, key=lambda row: (-row.total, row.names)))


def named(names: Iterable[str | None]) -> tuple[str, ...]:
    """Return the names of what was late: a review has no level, but the one name that stands for all of them."""
    return tuple(str(REVIEW_NAME) if name is None else name for name in names)


def _sum(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total
