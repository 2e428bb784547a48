"""From what happened to who hears of it: the one bridge to the outbox. Messages carry facts, never a draft's text."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.authority import Seat
from accounts.models import User
from approvals import scoping
from approvals.models import CalendarChange, Draft, Hold, PolicyVersion, Regime, Step, Topic
from notifications import outbox
from notifications.outbox import Envelope, Param


def send(*batches: Iterable[Envelope], at: datetime) -> None:
    """Put everything into the outbox, in the transaction of whoever calls. Two queries, none for nothing."""
    envelopes = [envelope for batch in batches for envelope in batch]
    if envelopes:
        outbox.put(envelopes, at=at)


def awaiting(step: Step, draft: Draft, people: Iterable[int]) -> list[Envelope]:
    """Tell those who can decide a step that it awaits them, or that it passes by their silence."""
    params = _step_params(step, draft) | {
        "question": step.question,
        "author": draft.author.name,
    }
    kind = {Step.Mode.SILENCE: "silence", Step.Mode.COMMENT: "comment_asked"}.get(Step.Mode(step.mode), "awaiting")
    return _to(people, kind, f"step:{step.pk}:awaiting", draft, params, step)


def informed(step: Step, draft: Draft, people: Iterable[int]) -> list[Envelope]:
    """Tell those whom a step only informs that the draft is on its way."""
    params = _step_params(step, draft) | {"author": draft.author.name}
    return _to(people, "informed", f"step:{step.pk}:informed", draft, params, step)


def unstaffed(step: Step, draft: Draft, policy_officers: Iterable[Seat]) -> list[Envelope]:
    """Tell the policy officers and the author that nobody can decide a step that is open."""
    people = {seat.user_id for seat in policy_officers} | {draft.author_id}
    return _to(
        people,
        "unstaffed",
        f"step:{step.pk}:unstaffed",
        draft,
        _step_params(step, draft),
        step,
    )


def reminder(step: Step, draft: Draft, people: Iterable[int]) -> list[Envelope]:
    """Remind those who can decide a step that its deadline is near."""
    return _to(people, "reminder", f"step:{step.pk}:reminder", draft, _step_params(step, draft), step)


def overdue(step: Step, draft: Draft, people: Iterable[int]) -> list[Envelope]:
    """Tell those who can decide a step, and the author, that it is late."""
    return _to(
        {*people, draft.author_id},
        "overdue",
        f"step:{step.pk}:overdue",
        draft,
        _step_params(step, draft),
        step,
    )


def escalated(step: Step, draft: Draft, people: Iterable[int], *, rung: int) -> list[Envelope]:
    """Tell whom a late step escalates to."""
    params = _step_params(step, draft) | {"rung": rung}
    return _to(people, "escalated", f"step:{step.pk}:escalated:{rung}", draft, params, step)


def to_author(draft: Draft, kind: str, *, by: User | None = None, **params: Any) -> list[Envelope]:
    """Tell the author what happened to the draft, unless the author did it."""
    return to_people(draft, kind, {draft.author_id}, by=by, **params)


def to_people(draft: Draft, kind: str, people: Iterable[int], *, by: User | None, **params: Any) -> list[Envelope]:
    """Tell these people what happened to the draft, except whoever did it."""
    key = f"draft:{draft.pk}:{draft.event_count}:{kind}"
    told = set(people)
    if by is not None:
        told.discard(by.pk)
        params["by"] = by.name
    return _to(told, kind, key, draft, {"reference": draft.reference, "urgency": draft.urgency, **params})


def about_version(
    version: PolicyVersion, kind: str, people: Iterable[int], *, by: str | None, at: datetime, **more: Param
) -> list[Envelope]:
    """Tell these people what became of a policy version; `by` is None when the clock did it."""
    params: dict[str, Param] = {"policy": version.policy.name, "number": version.number, "by": by, **more}
    path = f"/policies/{version.policy_id}/versions/{version.number}/"
    event = f"version:{version.pk}:{kind}:{at.isoformat()}"
    return [
        Envelope(
            user_id=person,
            kind=kind,
            key=f"{event}:{person}",
            params=params,
            path=path,
            thread="",
            event=event,
        )
        for person in sorted(set(people))
    ]


def about_hold(hold: Hold, kind: str, people: Iterable[int], *, topic: Topic | None, **params: Param) -> list[Envelope]:
    """Tell these people that a hold was placed, or is over; `topic` is the one that it is for."""
    said: dict[str, Param] = {"why": hold.reason, "until": iso(hold.until), **scope_params(hold, topic), **params}
    return [
        Envelope(
            user_id=person,
            kind=kind,
            key=f"hold:{hold.pk}:{kind}:{person}",
            event=f"hold:{hold.pk}:{kind}",
            params=said,
            path=f"/holds/#hold-{hold.pk}",
            thread="",
        )
        for person in sorted(set(people))
    ]


def held(draft: Draft, hold: Hold) -> list[Envelope]:
    """Tell the author of a cleared draft that it waits on a hold that was placed."""
    params = {"reference": draft.reference, "urgency": draft.urgency, **waits(hold)}
    return _to({draft.author_id}, "held", f"hold:{hold.pk}:held:{draft.pk}", draft, params)


def waits(hold: Hold) -> dict[str, Any]:
    """Return what a message about a draft says of the hold that it waits on."""
    return {"why": hold.reason, "until": iso(hold.until)}


def about_regime(
    regime: Regime, kind: str, people: Iterable[int], *, topic: Topic | None, **params: Param
) -> list[Envelope]:
    """Tell these people that a regime is to come, is on, or is over; `topic` is the one that it is for."""
    said: dict[str, Param] = {
        "regime": regime.kind, "why": regime.reason, "since": iso(regime.starts_at), "until": iso(regime.until),
        **scope_params(regime, topic), **params,
    }  # fmt: skip
    return [
        Envelope(
            user_id=person,
            kind=kind,
            key=f"regime:{regime.pk}:{kind}:{person}",
            event=f"regime:{regime.pk}:{kind}",
            params=said,
            path=f"/regimes/{regime.pk}/",
            thread="",
        )
        for person in sorted(set(people))
    ]


def clock_moved(step: Step, draft: Draft, regime: Regime, kind: str, people: Iterable[int]) -> list[Envelope]:
    """Tell those who can decide a step, and the author, that a regime moved its deadline (`kind`), or put it back."""
    params = _step_params(step, draft) | {"regime": regime.kind}
    return _to({*people, draft.author_id}, kind, f"step:{step.pk}:{kind}:{regime.pk}", draft, params, step)


def due_moved(
    step: Step, draft: Draft, change: CalendarChange, people: Iterable[int], *, was: datetime | None
) -> list[Envelope]:
    """Tell those who can decide a step, and the author, that its deadline moved with the calendar of its office."""
    params = _step_params(step, draft) | {"was_due_at": iso(was), "calendar": change.kind, "why": change.name}
    return _to({*people, draft.author_id}, "due_moved", f"step:{step.pk}:calendar:{change.pk}", draft, params)


def at_risk(draft: Draft, steps: Iterable[Step], people: Iterable[int]) -> list[Envelope]:
    """Tell those who can decide the open steps, and the author, that the draft may miss its slot or its moment."""
    levels = ", ".join(step.name for step in steps)
    target = iso(draft.publish_at or draft.moment or draft.answer_by)
    params = {"reference": draft.reference, "urgency": draft.urgency, "levels": levels, "target": target}
    key = f"draft:{draft.pk}:{draft.route_id}:{iso(draft.risk_at)}:at_risk"
    return _to({*people, draft.author_id}, "at_risk", key, draft, params)


def scope_params(row: Hold | Regime, topic: Topic | None) -> dict[str, Param]:
    """Return what a message needs to say the scope of a hold or a regime in its reader's language."""
    name, name_fr = (topic.name, topic.name_fr) if topic is not None else ("", "")
    if row.scope == Hold.Scope.CHANNEL:
        name = scoping.channel_name(row.scope_value)
    return {"scope": row.scope, "scope_value": row.scope_value, "scope_name": name, "scope_name_fr": name_fr}


def path_of(draft: Draft) -> str:
    """Return the path of the draft's page: a message links to a page, and no link decides by itself."""
    return f"/drafts/{draft.pk}/"


def _step_params(step: Step, draft: Draft) -> dict[str, Any]:
    return {
        "reference": draft.reference,
        "level": step.name,
        "office": step.office.name,
        "due_at": iso(step.due_at),
        "urgency": draft.urgency,
    }


def iso(instant: datetime | None) -> str | None:
    """Return an instant as messages carry it."""
    return instant.isoformat() if instant else None


def _to(
    people: Iterable[int], kind: str, key: str, draft: Draft, params: dict[str, Any], step: Step | None = None
) -> list[Envelope]:  # fmt: skip
    """Return one envelope for each of these people: one event of the draft's office, and of the one that is asked."""
    offices = {draft.office_id} if step is None else {draft.office_id, step.office_id}
    return [
        Envelope(
            user_id=person,
            kind=kind,
            key=f"{key}:{person}",
            params=params,
            path=path_of(draft),
            thread=draft.reference,
            event=key,
            offices=tuple(sorted(offices)),
        )
        for person in sorted(set(people))
    ]
