"""Who hears of levels that were bypassed and of accounts that may be compromised: beside announce.py, one bridge."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounts.models import DutyShift, User
from approvals import announce
from approvals.announce import iso, path_of
from approvals.announce_people import about_step
from approvals.holding import Holding
from approvals.models import Bypass, ChannelFreeze, Draft, PreAuthorization, Regime, Step, Topic
from notifications.outbox import Envelope, Param

send = announce.send


def about_freeze(
    freeze: ChannelFreeze, kind: str, people: Iterable[int], *, by: User, why: str = ""
) -> list[Envelope]:  # fmt: skip
    """Call these people: an account may be compromised, or (`kind`) was restored."""
    channel, event = freeze.channel, f"freeze:{freeze.pk}:{kind}"
    params: dict[str, Param] = {
        "channel": str(channel), "office": channel.office.name, "by": by.name, "why": why or freeze.reason,
    }  # fmt: skip
    path, offices = f"/channels/{channel.pk}/", (channel.office_id,)
    return [
        Envelope(person, kind, f"{event}:{person}", params, path, "", event, offices) for person in sorted(set(people))
    ]


def stopped(freeze: ChannelFreeze, drafts: Iterable[Draft], *, by: User) -> list[Envelope]:
    """Tell the authors of cleared drafts that these cannot go out on an account that may be compromised."""
    return _to_authors(freeze, "account_stops", drafts, {"by": by.name, "why": freeze.reason})


def free_again(freeze: ChannelFreeze, drafts: Iterable[Draft], *, by: User) -> list[Envelope]:
    """Tell the authors of cleared drafts that the account is back."""
    return _to_authors(freeze, "account_free", drafts, {"by": by.name, "why": freeze.lift_reason})


def about_authorizations(
    freeze: ChannelFreeze, kind: str, authorizations: Iterable[PreAuthorization], *, by: User
) -> list[Envelope]:
    """Tell the holders of pre-authorizations that a freeze suspended theirs, or (`kind`) does no longer."""
    said: dict[str, Param] = {
        "channel": str(freeze.channel), "by": by.name, "why": freeze.lift_reason or freeze.reason,
    }  # fmt: skip
    return [
        Envelope(
            authorization.posting.user_id, kind, f"freeze:{freeze.pk}:{kind}:{authorization.pk}",
            {"number": authorization.number, **said}, f"/channels/{freeze.channel_id}/",
        )
        for authorization in authorizations
    ]  # fmt: skip


def regime_suspends(
    regime: Regime, kind: str, authorizations: Iterable[PreAuthorization], *, topic: Topic | None
) -> list[Envelope]:  # fmt: skip
    """Tell holders that a regime suspends their pre-authorizations for what it covers, or (`kind`) does no longer."""
    said: dict[str, Param] = {
        "regime": regime.kind, "why": regime.reason, "until": iso(regime.until), **announce.scope_params(regime, topic),
    }  # fmt: skip
    return [
        Envelope(
            one.posting.user_id, kind, f"regime:{regime.pk}:{kind}:{one.pk}", {"number": one.number, **said},
            f"/regimes/{regime.pk}/",
        )
        for one in authorizations
    ]  # fmt: skip


def called_on_shift(step: Step, draft: Draft, shift: DutyShift) -> list[Envelope]:
    """Call the duty officer whose shift has begun to a step that opened before it."""
    params: dict[str, Param] = {
        "reference": draft.reference, "urgency": draft.urgency, "author": draft.author.name, "level": step.name,
        "office": step.office.name, "due_at": iso(step.due_at),
    }  # fmt: skip
    return about_step(step, draft, "duty_called", [shift.posting.user_id], key=f"duty:shift:{shift.pk}", params=params)


def skipped(
    made: Bypass, steps: Sequence[Step], people: Mapping[int, Iterable[int]], *, by: User
) -> list[Envelope]:  # fmt: skip
    """Tell those who were asked at each level that was skipped, `people` by step, that it was, and why."""
    told: list[Envelope] = []
    for step in steps:
        params: dict[str, Param] = {**_said(made, by), "level": step.name, "office": step.office.name}
        key = f"bypassed:{made.pk}"
        told += about_step(step, made.draft, "bypassed", {*people[step.pk]} - {by.pk}, key=key, params=params)
    return told


def cleared_by_bypass(made: Bypass, steps: Sequence[Step], waits: Holding, *, by: User) -> list[Envelope]:
    """Tell the author that the draft is cleared without these levels, and what it waits on."""
    draft = made.draft
    params: dict[str, Any] = {
        "why": made.reason, "author": draft.author.name, "levels": ", ".join(step.name for step in steps),
        "publish_at": iso(draft.publish_at), "moment": iso(draft.moment),
    }  # fmt: skip
    if waits.stops_all:
        params["hold"] = waits.holds[0].reason
    return announce.to_author(draft, "cleared_by_bypass", by=by, **params)


def _said(made: Bypass, by: User) -> dict[str, Param]:
    return {
        "reference": made.draft.reference, "urgency": made.draft.urgency, "by": by.name, "why": made.reason,
        "author": made.draft.author.name,
    }  # fmt: skip


def _to_authors(
    freeze: ChannelFreeze, kind: str, drafts: Iterable[Draft], said: dict[str, Param]
) -> list[Envelope]:  # fmt: skip
    return [
        Envelope(
            draft.author_id, kind, f"freeze:{freeze.pk}:{kind}:{draft.pk}:{draft.author_id}",
            {"reference": draft.reference, "urgency": draft.urgency, "channel": str(freeze.channel), **said,
             "publish_at": iso(draft.publish_at)},
            path_of(draft), draft.reference, f"freeze:{freeze.pk}:{kind}:{draft.pk}", (draft.office_id,),
        )
        for draft in drafts
    ]  # fmt: skip
