"""Why the reader of a draft's page cannot decide it now: said where the button is, to whom a level asks."""

from collections.abc import Collection

from django.utils.translation import gettext

from accounts.authority import Seat
from approvals.lifecycle import State
from approvals.models import Step
from approvals.refusals import Refused
from approvals.web.draft_page import DraftPage

DECIDED = (Step.Status.PASSED, Step.Status.SILENT)


def cannot_decide(page: DraftPage, seats: Collection[Seat]) -> str:
    """Return why, as the attempt would be answered; empty for who can, and for whom no level asks."""
    standing = page.standing
    if standing.step is not None or page.draft.state != State.IN_REVIEW:
        return ""
    if standing.why_not in ("own_draft", "already_decided"):
        return Refused(standing.why_not).sentence
    places = {seat.place for seat in seats}
    asked = [step for step in page.present_steps if step.place in places and step.mode in ("approve", "silence")]
    waiting = next((step for step in asked if step.status == Step.Status.WAITING), None)
    if waiting is not None:
        return gettext("It has not reached your level, %(level)s, yet.") % {"level": waiting.name}
    decided = next((step for step in asked if step.status in DECIDED), None)
    return gettext("Your level, %(level)s, has let it pass already.") % {"level": decided.name} if decided else ""
