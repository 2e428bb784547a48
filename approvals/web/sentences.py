"""What happened to a draft, told in sentences: one for every kind of event on its record."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import reading
from accounts.models import User
from approvals.models import Event, Reason, Review
from approvals.models.review import REVIEW_NAME
from approvals.web.review_sentences import REVIEW_TELLINGS
from approvals.web.sentences_fast_path import FAST_PATH_TELLINGS
from approvals.web.sentences_lines import LINE_TELLINGS, LINE_VARIANTS
from approvals.web.sentences_stops import STOPS_TOLD
from approvals.web.sentences_talk import TALK_TELLINGS, TALK_VARIANTS
from approvals.web.telling import Telling
from approvals.web.words import explanation
from channels.models import Channel

TELLINGS: Mapping[str, Telling] = {
    "created": Telling(_("%(by)s started the draft.")),
    "revised": Telling(_("%(by)s saved revision %(revision)s.")),
    "details_changed": Telling(_("%(by)s changed the topics, the urgency or the times.")),
    "commented": Telling(_("%(by)s commented.")),
    "submitted": Telling(_("%(by)s submitted the draft. Levels to pass: %(levels)s."), "info"),
    "step_opened": Telling(_("It reached %(level)s. A decision is due by %(due_at)s."), "info"),
    "approve": Telling(_("%(by)s approved at %(level)s."), "good"),
    "approve.acting": Telling(_("%(by)s, acting for %(acting_for)s, approved at %(level)s."), "good"),
    "approve.accepts": Telling(
        _("The author took the wording that %(by)s had proposed: approved at %(level)s."), "good"
    ),
    "request_changes": Telling(_("%(by)s requested changes at %(level)s."), "warn"),
    "request_changes.acting": Telling(_("%(by)s, acting for %(acting_for)s, requested changes at %(level)s."), "warn"),
    "reject": Telling(_("%(by)s rejected the draft at %(level)s. Reason: %(reason)s."), "bad"),
    "reject.acting": Telling(
        _("%(by)s, acting for %(acting_for)s, rejected the draft at %(level)s. Reason: %(reason)s."), "bad"
    ),
    "moved": Telling(
        _("%(by)s moved it from version %(from)s of the policy “%(policy)s” to version %(to)s. Reason: %(why)s"), "info"
    ),
    "approval_kept": Telling(_("The approval of %(approver)s at %(level)s was kept."), "good"),
    "approve.carried": Telling(
        _(
            "The approval of %(by)s at %(level)s carried over from revision %(from_revision)s to revision "
            "%(to_revision)s: the change is minor."
        ),
        "good",
    ),
    "step_opened.silence": Telling(_("It reached %(level)s: it passes on %(due_at)s unless somebody speaks."), "info"),
    "step_opened.comment": Telling(_("%(level)s was asked for a comment by %(due_at)s."), "info"),
    "silence_passed": Telling(
        _("Nobody broke silence at %(level)s: it passed. Who could have spoken: %(could_have_spoken)s."), "good"
    ),
    "silence_void": Telling(
        _("Nobody could have broken silence at %(level)s, so it did not pass. The policy officers were told."), "bad"
    ),
    "informed": Telling(_("%(level)s was informed.")),
    "concurrence_asked": Telling(_("%(by)s asked %(office)s to concur."), "info"),
    "concurrence_asked.comment": Telling(_("%(by)s asked %(office)s to comment."), "info"),
    "concurrence_answered": Telling(_("%(by)s answered for %(level)s with a comment."), "good"),
    "step_passed": Telling(_("It passed %(level)s."), "good"),
    "step_unstaffed": Telling(_("Nobody could decide at %(level)s. The policy officers were told."), "bad"),
    "approve.duty": Telling(_("%(by)s, duty officer, approved at %(level)s."), "good"),
    "request_changes.duty": Telling(_("%(by)s, duty officer, requested changes at %(level)s."), "warn"),
    "reject.duty": Telling(_("%(by)s, duty officer, rejected the draft at %(level)s. Reason: %(reason)s."), "bad"),
    "nobody_reachable": Telling(_("Nobody could be reached at %(level)s: all who could decide are away."), "bad"),
    "escalated.unreachable": Telling(
        _("Escalation %(rung)s at once: nobody at %(level)s could be reached, and others were told."), "bad"
    ),
    "claimed": Telling(_("%(by)s has %(level)s until %(until)s.")),
    "released": Telling(_("%(by)s let %(level)s go again.")),
    "reassigned": Telling(_("%(by)s handed %(level)s to %(to)s, who has it until %(until)s."), "info"),
    "nudged": Telling(_("%(by)s nudged those asked at %(level)s.")),
    "cleared": Telling(_("It passed every level: the draft is cleared."), "violet"),
    "reminded": Telling(_("Those asked at %(level)s were reminded."), "warn"),
    "delay_flagged": Telling(_("%(level)s was overdue: a decision was due on %(due_at)s."), "bad"),
    "delay_explained": Telling(_("%(by)s said why %(level)s was late: %(explanation)s.")),
    "delay_explained.corrected": Telling(
        _("%(by)s corrected why %(level)s was late: %(explanation)s. Before, it said: %(earlier_explanation)s.")
    ),
    "escalated": Telling(_("Escalation %(rung)s: %(level)s was still undecided, and others were told."), "bad"),
    "clock_moved.crisis": Telling(
        _("Crisis regime: %(level)s is due by %(to)s, and no longer by %(from)s. Reason: %(why)s"), "warn"
    ),
    "clock_moved.caretaker": Telling(
        _("Caretaker regime: %(level)s is due by %(to)s, and no longer by %(from)s. Reason: %(why)s"), "warn"
    ),
    "clock_moved.crisis.over": Telling(
        _("The crisis regime is over: %(level)s is due by %(to)s again, and no longer by %(from)s."), "info"
    ),
    "clock_moved.caretaker.over": Telling(
        _("The caretaker regime is over: %(level)s is due by %(to)s again, and no longer by %(from)s."), "info"
    ),
    "clock_moved.calendar": Telling(
        _("The calendar of %(office)s changed: %(level)s is due by %(to)s, and no longer by %(from)s."), "info"
    ),
    "at_risk": Telling(_("It may miss its time, %(target)s: %(levels)s had yet to decide."), "warn"),
    "rerouted.crisis": Telling(
        _("Crisis regime: the draft was put on the route that it asks for. Reason: %(why)s"), "warn"
    ),
    "rerouted.caretaker": Telling(
        _("Caretaker regime: the draft was put on the route that it asks for. Reason: %(why)s"), "warn"
    ),
    "route_kept": Telling(
        _("A regime began, but the draft stays on its route: nobody could decide at %(level)s."), "bad"
    ),
    "slot_open": Telling(_("Its slot came, and the author was told."), "info"),
    "slot_held": Telling(
        _("Its slot came while publishing was on hold (%(why)s): it waits, and the author was told."), "warn"
    ),
    "hold_over": Telling(_("The hold that it waited on was over, and the author was asked again."), "info"),
    "expired": Telling(_("Its moment passed while it was at %(level)s: it expired."), "bad"),
    "expired.cleared": Telling(_("Its moment passed before it was published: it expired."), "bad"),
    "withdrawn": Telling(_("%(by)s withdrew the draft.")),
    "reopened": Telling(_("%(by)s took the draft up again.")),
    "published": Telling(_("%(by)s recorded that it was published on %(channel)s."), "good"),
    "published.before_hold": Telling(
        _("%(by)s recorded that it was published on %(channel)s, before the hold that was placed since."), "warn"
    ),
    "retracted": Telling(_("%(by)s recorded that it was taken down (%(where)s)."), "bad"),
    **FAST_PATH_TELLINGS,
    **REVIEW_TELLINGS,
    **STOPS_TOLD,
    **TALK_TELLINGS,
    **LINE_TELLINGS,
}
UNKNOWN = Telling(_("An event of the kind “%(kind)s” was recorded."))
TIMES = ("due_at", "taken_down_at", "published_at", "target", "until", "answer_by")


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words."""

    sentence: str
    at: datetime
    tone: str
    sequence: int = 0


class Storyteller:
    """Tells the events of one draft, given the people and channels that they name by id."""

    def __init__(self, *, people: Mapping[int, User], channels: Collection[Channel]) -> None:
        self.people = people
        self.channels = {channel.pk: str(channel) for channel in channels}

    def tell(self, event: Event) -> Told:
        """Return the event as a sentence in the reader's language, its times in the reader's zone; it never fails."""
        telling = TELLINGS.get(_variant(event), TELLINGS.get(event.kind, UNKNOWN))
        try:
            sentence = str(telling.words) % self._values(event)
        except KeyError:
            telling = UNKNOWN
            sentence = str(telling.words) % {"kind": event.kind}
        return Told(sentence, event.at, telling.tone, event.sequence)

    def _values(self, event: Event) -> dict[str, Any]:
        # A review is late where a level would be: it has one name, in the reader's language.
        late = {"level": str(REVIEW_NAME)} if event.data.get("review") else {}
        values = {**late, **event.data, "kind": event.kind, "by": str(event.by) if event.by else gettext("The clock")}
        renderers: dict[str, Callable[[Any], Any]] = {
            "acting_for": lambda person: self.people.get(person, ""),
            "approver": lambda person: self.people.get(person, ""),
            "channel": lambda channel: self.channels.get(channel, channel),
            "reason": _reason,
            "levels": ", ".join,
            "explanation": explanation,
            "earlier_explanation": explanation,
            "could_have_spoken": self._names,
            **dict.fromkeys(TIMES, _time),
        }
        if event.kind == "reassigned":
            renderers["to"] = lambda person: self.people.get(person, "")
        if event.kind == "clock_moved":
            renderers |= dict.fromkeys(("from", "to"), _time)
        return values | {name: renderers[name](values[name]) for name in renderers if values.get(name)}

    def _names(self, ids: Collection[int]) -> str:
        return ", ".join(sorted(str(self.people.get(person, person)) for person in ids))


def people_named(events: Collection[Event]) -> set[int]:
    """Return the ids of those whom events name: acted for, whose approval was kept, who could have broken a silence."""
    named = {event.data[name] for event in events for name in ("acting_for", "approver") if event.data.get(name)}
    named |= {event.data["to"] for event in events if event.kind == "reassigned"}
    return named.union(*(event.data.get("could_have_spoken", ()) for event in events))


# What an event's data holds that makes another sentence of it, by the ending of that sentence's name; the first counts.
VARIANTS = {
    "accepts": "accepts",
    "corrects": "corrects",
    "unrecorded": "unrecorded",
    "carried_from": "carried",
    "acting_for": "acting",
    "on_duty": "duty",
    "unreachable": "unreachable",
    "held_since": "before_hold",
    "stopped_since": "before_stop",
    "earlier_explanation": "corrected",
    "bypassed": "bypassed",
    **LINE_VARIANTS,
    **TALK_VARIANTS,
}


def _variant(event: Event) -> str:
    if event.data.get("because"):
        return ".".join([event.kind, event.data["because"], *(["over"] if event.data.get("over") else [])])
    for name, ending in VARIANTS.items():
        if event.data.get(name):
            return f"{event.kind}.{ending}"
    if event.data.get("mode"):
        return f"{event.kind}.{event.data['mode']}"
    if event.kind == "expired" and not event.data.get("level"):
        return "expired.cleared"
    return event.kind


def _reason(code: Any) -> Any:
    return next((kinds(code).label for kinds in (Reason, Review.Reason) if code in kinds.values), code)


def _time(stored: Any) -> str:
    return reading.moment(datetime.fromisoformat(stored))
