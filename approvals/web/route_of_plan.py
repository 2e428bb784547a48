"""The route that a draft would take, as the picture of a route needs it: when each level is asked, and until when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals import calendars
from approvals.models import Level, Mode
from approvals.preview import PlannedLevel, Preview
from approvals.web.route_picture import Flag, Leg, Picture, draw
from approvals.web.words import quorum, time_limit

PASSES: Mapping[str, str | Promise] = {Mode.SILENCE: _("passes by silence"), Mode.INFORM: _("is told only")}
UNDER: Mapping[str, str | Promise] = {"crisis": _("(crisis regime)"), "caretaker": _("(caretaker regime)")}


def picture_of(preview: Preview, *, at: datetime, moment: datetime | None, slot: datetime | None) -> Picture:
    """Return the picture of what would happen if a draft were submitted now; an empty one where nobody is asked."""
    if not preview.levels:
        return Picture()
    flags = [Flag("now", at, gettext("Now"))]
    flags += [Flag("slot", slot, gettext("Slot"))] if slot else []
    flags += [Flag("moment", moment, gettext("Moment"))] if moment else []
    if preview.target and preview.target not in (moment, slot):
        flags.append(Flag("answer", preview.target, gettext("Answer by")))
    if preview.expected_clear_at:
        is_late = preview.target is not None and preview.expected_clear_at >= preview.target
        flags.append(Flag("late" if is_late else "clear", preview.expected_clear_at, gettext("Cleared")))
    return draw(legs_of(preview.levels, at=at), flags, since=at)


def legs_of(levels: Iterable[PlannedLevel], *, at: datetime) -> Sequence[Leg]:
    """Return each level with its time, if every one takes the whole of it. No query for calendars that were read."""
    legs: list[Leg] = []
    reached = at
    in_order = sorted(levels, key=lambda level: level.position)
    for position, together in groupby(in_order, key=lambda level: level.position):
        asked = [_leg(position, level, reached) for level in together]
        reached = max([reached, *(leg.ends_at for leg in asked)])
        legs += asked
    return legs


def _leg(position: int, level: PlannedLevel, asked_at: datetime) -> Leg:
    """Return one level, asked at this instant; one that is only told holds nobody up."""
    if level.mode == Mode.INFORM:
        return Leg(position, level.name, level.mode, asked_at, asked_at, who=_who(level), marks=_marks(level))
    hours = calendars.hours_for(level)
    ends_at = hours.after(asked_at, level.limit)
    limit = f"{time_limit(level.limit, level.runs_on)} {UNDER.get(level.regime, '')}".strip()
    return Leg(
        position, level.name, level.mode, asked_at, ends_at, who=_who(level), limit=limit, marks=_marks(level),
        worked=hours.windows(asked_at, ends_at), decide_by=level.decide_by, is_added=level.is_added,
    )  # fmt: skip


def _who(level: PlannedLevel) -> str:
    return gettext("%(role)s, %(office)s") % {"role": level.role, "office": level.office}


def _marks(level: PlannedLevel) -> list[str]:
    """Return what is particular about a level, as phrases."""
    said = [str(PASSES[level.mode])] if level.mode in PASSES else []
    said += [gettext("added by a regime")] if level.is_added else []
    return [*said, *([quorum(level.quorum, level.quorum_n)] if level.quorum != Level.Quorum.ANY else [])]
