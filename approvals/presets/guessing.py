"""What a preset's places probably mean in this ministry, by the codes and names that ministries usually give."""

from collections.abc import Iterable, Sequence

from accounts.models import Office
from approvals.models import Topic
from approvals.presets.catalogue import OFFICE, Place


class Guesses:
    """The offices and topics of this ministry, asked for once. Two queries."""

    def __init__(self) -> None:
        self.offices: Sequence[Office] = list(Office.objects.order_by("name"))
        self.topics: Sequence[Topic] = list(Topic.objects.all())

    def of(self, place: Place) -> list[str]:
        """Return the code of an office, or the slugs of topics; nothing when there is no good guess."""
        return self._office(place) if place.kind == OFFICE else self._topics(place)

    def all(self, places: Iterable[Place]) -> dict[str, list[str]]:
        """Return the guess for each of these places."""
        return {place.name: self.of(place) for place in places}

    def _office(self, place: Place) -> list[str]:
        """Return one office: by its code, else by a word in its name; missions are never meant."""
        known = [office for office in self.offices if office.kind == Office.Kind.HEADQUARTERS]
        by_code = [code for code in place.codes if any(office.code == code for office in known)]
        by_name = [office.code for word in place.words for office in known if word in office.name.casefold()]
        return [*by_code, *by_name][:1]

    def _topics(self, place: Place) -> list[str]:
        known = {topic.slug for topic in self.topics}
        return [slug for slug in place.codes if slug in known]
