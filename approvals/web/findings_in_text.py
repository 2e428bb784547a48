"""What a check found in the texts of the form, each with where it stands, so that the page can lead there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from approvals.checks import CheckedPost
from channels.findings import Finding, explain
from channels.platforms.catalogue import limits
from channels.platforms.counting import measure

TOO_LONG = "text_too_long"


@dataclass(frozen=True, slots=True)
class Place:
    """A passage in a field of the form, in UTF-16 units from 0, as browsers count."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: its sentence, and where it stands, where it stands anywhere."""

    code: str
    sentence: str
    place: Place | None = None
    # By how many characters a text is too long; none for anything else.
    over: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found: what must be mended, and what must be confirmed, by its code, for one tick stands for all."""

    blocking: list[Found] = field(default_factory=list)
    to_confirm: dict[str, list[Found]] = field(default_factory=dict)

    def unconfirmed(self, confirmed: Iterable[str]) -> list[str]:
        """Return the codes that nobody has confirmed yet."""
        done = set(confirmed)
        return [code for code in self.to_confirm if code not in done]


def found_in(posts: Sequence[CheckedPost], fields: Mapping[tuple[int, str], str], *, at: datetime) -> Findings:
    """Return what was found, each sentence once; `fields` names the field in which each post is written.

    While nothing at all is written, that is no finding.
    """
    is_blank = all(not post.post.text.strip() for post in posts)
    found = Findings()
    seen: set[tuple[str, str]] = set()
    for checked in posts:
        named = fields.get((checked.post.channel_id, checked.post.language), "")
        places = {(one.code, explain(one)): _place(one, checked.post.text, named) for one in checked.check.findings}
        for problem in checked.check.problems:
            key = (problem.code, problem.sentence)
            if key in seen or (is_blank and problem.code == "text_empty"):
                continue
            seen.add(key)
            if problem.severity == "confirm":
                one = Found(*key, places.get(key))
                found.to_confirm.setdefault(problem.code, []).append(one)
            elif problem.code == TOO_LONG:
                found.blocking.append(_too_long(checked, problem.sentence, named, at=at))
            else:
                found.blocking.append(Found(*key, places.get(key)))
    return found


def _place(finding: Finding, text: str, named: str) -> Place | None:
    return Place(named, _units(text[: finding.start]), _units(text[: finding.end])) if named else None


def _too_long(checked: CheckedPost, sentence: str, named: str, *, at: datetime) -> Found:
    """Return what to do with a text that is too long: by how much, and from where on it is."""
    first = next((one for one in checked.check.measures if not one.fits), checked.check.measures[0])
    text = checked.post.text
    rule = limits(checked.channel.platform, on=at.date(), own_limit=checked.channel.text_limit)
    fits, over = 0, len(text)
    while fits < over:
        middle = (fits + over + 1) // 2
        if all(one.fits for one in measure(text[:middle], rule)):
            fits = middle
        else:
            over = middle - 1
    place = Place(named, _units(text[:fits]), _units(text)) if named else None
    return Found(TOO_LONG, sentence, place, first.length - first.limit)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
