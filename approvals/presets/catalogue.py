"""The presets that are shipped: what each does, where it comes from, and which places it leaves to be filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.refusals import Refused

Words = str | Promise

OFFICE, TOPICS = "office", "topics"


@dataclass(frozen=True, slots=True)
class Place:
    """What a preset does not know of a ministry: an office, or a list of topics. How it is guessed: guessing.py."""

    name: str
    kind: str
    label: Words
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """One preset: its name for programs, what it does, its history, and what goes with it."""

    name: str
    title: Words
    says: Words
    history: Words
    later: tuple[Words, ...]
    places: tuple[Place, ...] = ()
    # Whether it is for some drafts only, so that it cannot be the default.
    is_for_some: bool = False
    # Whether it rests on posts that are reviewed afterwards, so that somebody must be named to review them.
    is_reviewed: bool = False


COMMUNICATIONS: Final = Place(
    "communications", OFFICE, _("Communications"),
    codes=("COMMS", "COM", "COMM", "PRESS"), words=("communication", "press", "presse"),
)  # fmt: skip
TRANSLATION: Final = Place(
    "translation", OFFICE, _("Translation"),
    codes=("TRANS", "TRANSL", "TRAD", "LANG"), words=("translation", "traduction", "language", "linguistique"),
)  # fmt: skip
PRIVY_COUNCIL: Final = Place(
    "privy-council", OFFICE, _("Privy council or cabinet office"),
    codes=("PCO", "PRIVY", "CABINET", "SGG"), words=("privy council", "cabinet office", "conseil privé", "government"),
)  # fmt: skip
PUBLIC_AFFAIRS: Final = Place(
    "public-affairs", OFFICE, _("Public affairs at headquarters"),
    codes=("PUBAF", "PUBAFF", "PA"),
    words=("public affairs", "public diplomacy", "affaires publiques", "diplomatie publique", "communication"),
)  # fmt: skip
SENSITIVE: Final = Place(
    "sensitive", TOPICS, _("Sensitive topics"),
    codes=("sensitive", "sanctions", "security", "elections", "human-rights", "migration", "disarmament"),
)  # fmt: skip

GRANT_ONE: Final = _(
    "Who holds a pre-authorization publishes at once within its limits, and is reviewed within a working day. Grant "
    "them under Pre-authorizations: propose one to a posting, and let a second officer countersign it. Where nobody is "
    "named yet to review, this names communications, or else the policy officers."
)

PRESETS: Final = (
    Preset(
        "uk-direct", _("UK direct"),
        says=_(
            "Staff ask their head of mission, who has four working hours; nobody in the capital is asked. A head of "
            "mission cannot clear their own words: for what they write themselves, a deputy decides until they hold a "
            "pre-authorization."
        ),
        history=_(
            "British heads of mission were expected to speak for themselves, and the risk of a mistake was accepted: "
            "in 2013, 73 of them posted in their own names, against 39 American and 4 Canadian ones. Four hours is our "
            "own figure."
        ),
        later=(GRANT_ONE,),
        is_reviewed=True,
    ),
    Preset(
        "us-two-speed", _("US two-speed"),
        says=_(
            "Routine posts ask one press officer at the mission. Posts on sensitive topics ask the chief of mission, "
            "then the bureau for the country, then public affairs at headquarters. Each has two working days, and two "
            "hours on the clock in a crisis. A working day counts as eight working hours of the office that is asked. "
            "Every mission needs an approver, who is its press officer."
        ),
        history=_(
            "In the American rules on public communication (3 FAM 4170), who reviews depends on where the author "
            "serves: abroad it is the chief of mission. A draft that became known in 2012 gave two working days for a "
            "social post; in a crisis the process may be altered. Two hours is our own figure."
        ),
        later=(
            _(
                "Grant pre-authorizations for routine topics, with the sensitive ones barred, and these posts go out "
                "at once."
            ),
        ),
        places=(SENSITIVE, PUBLIC_AFFAIRS),
    ),
    Preset(
        "canada-2013", _("Canada 2013"),
        says=_(
            "Every post passes six levels, one after the other: communications, translation, the head of mission, the "
            "desk for the country, the minister's office and the privy council. Each has a working day, which counts "
            "as eight working hours: a post can take six."
        ),
        history=_(
            "In autumn 2013 a committee of Canadian deputy ministers was told that multiple levels of approval were "
            "eroding the timeliness and effectiveness of the department's social messages; it had more than 250 "
            "accounts on over ten platforms. Take it as a yardstick to measure others by. A day is our own figure."
        ),
        later=(),
        places=(COMMUNICATIONS, TRANSLATION, PRIVY_COUNCIL),
    ),
    Preset(
        "canada-2015", _("Canada 2015"),
        says=_(
            "The head of mission clears what addresses the host country. Where a post addresses the public at home, "
            "the desk for the country is asked as well. Each has four working hours."
        ),
        history=_(
            "In 2013 and 2014 critics of the Canadian chain asked to let diplomats, and ambassadors above all, speak "
            "without approval from the capital, for the exchange is what counts and not the broadcast. This is a chain "
            "that follows them as far as the host country. Four hours is our own figure."
        ),
        later=(GRANT_ONE,),
        is_reviewed=True,
    ),
    Preset(
        "minister-sensitive", _("Minister-sensitive topics"),
        says=_(
            "For sensitive topics only: the head of mission has four working hours, the desk for the country eight. "
            "Then the minister's office has four working hours to break silence; when nobody does, the post is "
            "cleared, and whoever could have spoken is on record."
        ),
        history=_(
            "Diplomats agree texts by silence: what nobody objects to by the deadline stands. It spares a minister's "
            "office from signing everything; one Canadian department had twelve steps for its minister's posts. The "
            "hours are our own figures."
        ),
        later=(),
        places=(SENSITIVE,),
        is_for_some=True,
    ),
    Preset(
        "direct-with-review", _("Direct with review"),
        says=_(
            "Meant for a ministry where everyone in scope publishes at once and is reviewed afterwards. What remains "
            "to be asked beforehand goes to the head of mission, who has four working hours."
        ),
        history=_(
            "The United States and the United Kingdom expected their ambassadors to use social media directly, and "
            "accepted the risk of mistakes; it was recommended to others in 2013. Four hours is our own figure."
        ),
        later=(GRANT_ONE,),
        is_reviewed=True,
    ),
    Preset(
        "live-replies", _("Replies in a live conversation"),
        says=_(
            "For replies only: the head of mission decides alone, within an hour on the clock, day and night. "
            "Originals and reposts keep the route that they have. What a reply answers is read above it."
        ),
        history=_(
            "Critics of the Canadian chain wrote in 2013 and 2014 that the currency of public diplomacy is the "
            "exchange in real time, and not the broadcast. An hour is our own figure."
        ),
        later=(),
        is_for_some=True,
    ),
)  # fmt: skip

BY_NAME: Final[Mapping[str, Preset]] = {preset.name: preset for preset in PRESETS}


def preset_called(name: str) -> Preset:
    """Return the preset of this name, or refuse."""
    if name not in BY_NAME:
        raise Refused("preset_unknown")
    return BY_NAME[name]


def filled_in(value: Any, places: Mapping[str, Any]) -> Any:
    """Return values with each place replaced by what it means here: an office's code, or its topics in their list."""
    if isinstance(value, str) and value.startswith("$"):
        return places[value[1:]]
    if isinstance(value, list):
        return [one for inner in value for one in _spread(filled_in(inner, places))]
    if isinstance(value, dict):
        return {name: filled_in(inner, places) for name, inner in value.items()}
    return value


def _spread(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
