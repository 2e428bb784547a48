"""Public holidays and weekends by country and region, as the `holidays` package has them, with what it has wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from types import MappingProxyType
from typing import Any, Final

from holidays import GOVERNMENT, PUBLIC, HolidayBase, country_holidays

# Weekends that `holidays` 0.109 does not know, by weekday (Monday is 0), and where each is told:
# Libya, Friday and Saturday: Decision No. 489 of 2005 on official working hours (ILO, NATLEX 75276).
# Nepal, Saturday: cabinet decision of 6 June 2022 (english.khabarhub.com/2022/06/256175).
# Palestine, Friday and Saturday: the sources gathered by github.com/focus-shift/jollyday/pull/1458.
# Somalia, Friday: labour ministry's working hours (trtafrika.com, “Somalia reduces government office hours”).
WEEKENDS: Final[Mapping[str, frozenset[int]]] = {
    "LY": frozenset({4, 5}), "NP": frozenset({5}), "PS": frozenset({4, 5}), "SO": frozenset({4}),
}  # fmt: skip
SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})
# Without it three countries (CI, PS, SA) do not say which of their dates await the moon.
SAYS_ESTIMATED: Final = "islamic_show_estimated"
FALL_BACK: Final = "en"
KEPT: Final = 5000
LONGEST_REGION: Final = 10


@dataclass(frozen=True, slots=True)
class Observed:
    """Whose holidays are kept: a country, its region where one is named, and whether as its own government does."""

    country: str
    region: str = ""
    as_government: bool = False


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """One holiday on one day, by name; `is_estimated` while its date awaits the sighting of the moon, or a decree."""

    country: str
    name: str
    is_estimated: bool = False


class Weekend:
    """The weekend of a country, or of a region of it, as it is there on each date."""

    def __init__(self, country: str, region: str = "") -> None:
        """Take the country; a region that is not known there counts as none."""
        self._always = WEEKENDS.get(country)
        self._register = None if self._always else _register(Observed(country, region), language=FALL_BACK)

    def __call__(self, day: date) -> bool:
        """Say whether a day is weekend; where nothing is known, Saturday and Sunday are."""
        if self._register is None:
            return day.weekday() in (self._always or SATURDAY_AND_SUNDAY)
        return self._register.is_weekend(day)


def is_known(country: str) -> bool:
    """Say whether any holidays are known of a country."""
    return _entity(country) is not None


def regions(country: str) -> Mapping[str, str]:
    """Return the regions of a country whose holidays differ: the codes the package has for them, each with a name."""
    entity = _entity(country)
    if entity is None:
        return {}
    names = {code: code for code in entity.subdivisions if len(code) <= LONGEST_REGION}
    for name, code in getattr(entity, "subdivisions_aliases", {}).items():
        if code in names and len(name) > len(names[code]):
            names[code] = name
    return names


@lru_cache(maxsize=KEPT)
def holidays_in(observed: Observed, year: int, language: str) -> Mapping[date, PublicHoliday]:
    """Return the holidays of one year by date, named in a language where they are known in it, else in English.

    A country or a region that is not known has none.
    """
    # A register of its own for each year: that of the package fills itself while it is read, in any thread.
    found = _register(observed, language=language, year=year)
    if found is None:
        return {}
    awaited = {day for day, name in (_register(observed, language=FALL_BACK, year=year) or {}).items() if _awaits(name)}
    label = found.tr(getattr(found, "estimated_label", "") or "").replace("%s", "").strip()
    named = {
        day: PublicHoliday(observed.country, _without(name, label), is_estimated=day in awaited)
        for day, name in found.items()
    }
    return MappingProxyType(named)


def holiday_on(observed: Observed, day: date, language: str = FALL_BACK) -> PublicHoliday | None:
    """Return the holiday of a day, if it is one."""
    return holidays_in(observed, day.year, language).get(day)


def _awaits(name: str) -> bool:
    return "estimated" in name


def _without(name: str, label: str) -> str:
    """Return a name without the mark that its date is estimated: “(estimated)”, or “, estimated” beside another."""
    if not label:
        return name
    marks = (f" {label}", f", {label.strip('()')}")
    return reduce(lambda said, mark: said.replace(mark, ""), marks, name)


def _register(observed: Observed, *, language: str, year: int | None = None) -> HolidayBase | None:
    entity = _entity(observed.country)
    if entity is None:
        return None
    options: dict[str, Any] = {SAYS_ESTIMATED: True} if SAYS_ESTIMATED in entity.get_supported_options() else {}
    wanted = {PUBLIC, GOVERNMENT} if observed.as_government else {PUBLIC}
    return country_holidays(
        observed.country, observed.region if observed.region in entity.subdivisions else None,
        years=[] if year is None else [year], expand=False, language=_language(entity, language),
        categories=tuple(wanted & set(entity.supported_categories)) or None, **options,
    )  # fmt: skip


def _entity(country: str) -> HolidayBase | None:
    try:
        return country_holidays(country)
    except NotImplementedError:
        return None


def _language(entity: HolidayBase, wanted: str) -> str | None:
    """Return the language to ask in, of those that the country's holidays are named in."""
    for code in (wanted[:2], FALL_BACK):
        spoken = [name for name in entity.supported_languages if name.startswith(code)]
        if spoken:
            return min(spoken, key=lambda name: (name != code, name))
    return None
