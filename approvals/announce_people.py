"""Who hears of people who are away, of acting heads, of duty, and of claims: beside announce.py, by the same bridge."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from accounts.authority import holders_of
from accounts.models import Absence, Deputy, DutyShift, Posting, Role, User
from approvals import announce
from approvals.announce import iso, path_of
from approvals.models import Draft, Step
from notifications.outbox import Envelope, Param

send = announce.send
AWAY, DUTY = "/away/", "/duty/"


def heads_of(offices: Iterable[int], *, at: datetime) -> set[int]:
    """Return who heads these offices now, acting heads and deputies included. One query."""
    wanted = set(offices)
    return {seat.user_id for seat in holders_of(Role.HEAD, at=at) if seat.office_id in wanted}


def deputies_named(named: Sequence[Deputy], *, by: User, at: datetime) -> list[Envelope]:
    """Tell deputies for whom they act, and from when until when."""
    return [
        _to_one(deputy.user_id, "deputy_named", f"deputy:{deputy.pk}:named:{at.isoformat()}", AWAY, by, {
            "person": str(deputy.posting.user), "office": deputy.posting.office.name,
            "since": iso(deputy.starts_at), "until": iso(deputy.ends_at),
        })
        for deputy in named
    ]  # fmt: skip


def deputies_over(over: Sequence[Deputy], *, by: User, at: datetime) -> list[Envelope]:
    """Tell deputies that they act no longer."""
    return [
        _to_one(deputy.user_id, "deputy_over", f"deputy:{deputy.pk}:over:{at.isoformat()}", AWAY, by, {
            "person": str(deputy.posting.user), "office": deputy.posting.office.name,
        })
        for deputy in over
    ]  # fmt: skip


def away(absence: Absence, acting: Sequence[Deputy], heads: Iterable[int], *, by: User, at: datetime) -> list[Envelope]:
    """Tell the heads of a person's offices that they are away, and who acts for them."""
    names = ", ".join(sorted({str(deputy.user) for deputy in acting}))
    params = {"person": str(absence.user), "since": iso(absence.starts_at), "until": iso(absence.ends_at)}
    return [
        _to_one(head, "away", f"absence:{absence.pk}:{at.isoformat()}", AWAY, by, params | {"acting": names})
        for head in sorted(set(heads))
    ]


def absence_over(absence: Absence, heads: Iterable[int], *, by: User, at: datetime) -> list[Envelope]:
    """Tell the heads of a person's offices that they are back, or not away after all."""
    return [
        _to_one(head, "away_over", f"absence:{absence.pk}:over", AWAY, by, {"person": str(absence.user)})
        for head in sorted(set(heads))
    ]


def acting_head(posting: Posting, kind: str, people: Iterable[int], *, by: User, at: datetime) -> list[Envelope]:
    """Tell these people who heads an office for the time being, or (`kind`) no longer does."""
    params = {
        "person": str(posting.user), "office": posting.office.name,
        "since": iso(posting.starts_at), "until": iso(posting.ends_at),
    }  # fmt: skip
    key, path = f"posting:{posting.pk}:{kind}:{at.isoformat()}", f"/offices/{posting.office.code}/"
    return [_to_one(person, kind, key, path, by, params) for person in sorted(set(people) - {by.pk})]


def posting(posting: Posting, kind: str, *, by: User, at: datetime) -> list[Envelope]:
    """Tell the holder of a posting that it was given to them, or (`kind`) that it ends."""
    params = {
        "person": str(posting.user), "role": posting.role, "office": posting.office.name,
        "since": iso(posting.starts_at), "until": iso(posting.ends_at),
    }  # fmt: skip
    key, path = f"posting:{posting.pk}:{kind}:{at.isoformat()}", f"/people/{posting.user_id}/"
    return [_to_one(posting.user_id, kind, key, path, by, params)]


def shift(shift: DutyShift, kind: str, *, by: User, at: datetime) -> list[Envelope]:
    """Tell a duty officer of a shift that was entered, moved or taken out, unless they did it themselves."""
    posting = shift.posting
    if posting.user_id == by.pk:
        return []
    params = {"office": posting.office.name, "since": iso(shift.starts_at), "until": iso(shift.ends_at)}
    key, path = f"shift:{shift.pk}:{kind}:{at.isoformat()}", f"{DUTY}{posting.office.code}/"
    return [_to_one(posting.user_id, kind, key, path, by, params)]


def duty_called(step: Step, draft: Draft, people: Iterable[int]) -> list[Envelope]:
    """Call the duty officer of an office to a draft that presses."""
    params = {**_step(step, draft), "urgency": draft.urgency, "author": draft.author.name}
    return about_step(step, draft, "duty_called", people, key="duty", params=params)


def nobody_reachable(
    step: Step, draft: Draft, people: Iterable[int], *, away: str, until: datetime | None
) -> list[Envelope]:
    """Tell these people that everyone who could decide a step is away, by name, and when the first of them is back."""
    params = {**_step(step, draft), "away": away, "until": iso(until)}
    return about_step(step, draft, "nobody_reachable", people, key="unreachable", params=params)


def handed(step: Step, draft: Draft, *, by: User, to: User, at: datetime) -> list[Envelope]:
    """Tell a colleague that a step was handed to them: them alone."""
    params = {**_step(step, draft), "by": by.name, "until": iso(step.claimed_until)}
    key = f"step:{step.pk}:handed:{at.isoformat()}:{to.pk}"
    return [Envelope(to.pk, "handed_over", key, params, path_of(draft), draft.reference)]


def nudged(step: Step, draft: Draft, people: Iterable[int], *, by: User, at: datetime) -> list[Envelope]:
    """Tell those who are asked that somebody waits for them."""
    params = {**_step(step, draft), "by": by.name}
    return about_step(step, draft, "nudged", people, key=f"nudged:{at.isoformat()}", params=params)


def about_step(
    step: Step, draft: Draft, kind: str, people: Iterable[int], *, key: str, params: dict[str, Param]
) -> list[Envelope]:
    """Tell these people something about a step, once for each key: one event of its office and the draft's."""
    event, offices = f"step:{step.pk}:{key}", tuple(sorted({draft.office_id, step.office_id}))
    return [
        Envelope(person, kind, f"{event}:{person}", params, path_of(draft), draft.reference, event, offices)
        for person in sorted(set(people))
    ]


def _step(step: Step, draft: Draft) -> dict[str, Param]:
    return {
        "reference": draft.reference, "level": step.name, "office": step.office.name, "due_at": iso(step.due_at),
    }  # fmt: skip


def _to_one(person: int, kind: str, key: str, path: str, by: User, params: Mapping[str, Param]) -> Envelope:
    return Envelope(person, kind, f"{key}:{person}", {**params, "by": by.name}, path)
