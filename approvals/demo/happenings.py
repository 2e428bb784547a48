"""What happens besides the drafts: policies are written and enacted, a channel is frozen, messages are read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from approvals.actions import enact, freezing, policies
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.demo import script
from approvals.demo.cast import Cast
from approvals.demo.times import duration, instant
from approvals.models import Carry, Mode, Policy, RunsOn
from channels.models import Channel
from notifications import inbox

SELECTORS = ("own_office", "country_desk", "minister")
# The Policy Unit tells its times on headquarters' clock.
HEADQUARTERS = "POLICY"
WRITER, SECOND_OFFICER = "policy.one", "policy.two"
INBOX_READ = timedelta(hours=6)

# When something happens, and what: a call that is given this instant.
Told = tuple[datetime, Callable[[datetime], object]]


@dataclass(frozen=True, order=True)
class Happening:
    """One thing that happens at an instant; of two at the same instant, the one that was told first."""

    at: datetime
    order: int
    happen: Callable[[datetime], object] = field(compare=False)


def channels_frozen(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the freezing of each channel that is frozen on the way."""
    for told in script.table("ministry")["channels"]:
        if "frozen" in told:
            channel = cast.channels[f"{told['platform']}:{told['handle']}"]
            yield (
                instant(told["frozen"], place=cast.place_of(told["office"]), now=now),
                partial(_freeze, cast, channel, told),
            )


def inboxes_read(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the hour at which everybody last read their messages: what came later is unread."""
    yield now - INBOX_READ, partial(_read_everything, cast)


def policies_written(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield each version's writing, proposal (an hour later unless told), and enactment by the second officer."""
    place = cast.place_of(HEADQUARTERS)
    for policy in script.table("policies")["policies"]:
        for number, version in enumerate(policy["versions"], start=1):
            written = instant(version["written"], place=place, now=now)
            proposed = instant(version["proposed"], place=place, now=now) if "proposed" in version else None
            yield written, partial(_write, cast, policy, version)
            yield proposed or written + timedelta(hours=1), partial(_propose, cast, policy["name"], number)
            if "enacted" in version:
                yield instant(version["enacted"], place=place, now=now), partial(_enact, cast, policy["name"], number)


def _freeze(cast: Cast, channel: Channel, told: Mapping[str, Any], at: datetime) -> None:
    freezing.may_be_compromised(channel_id=channel.pk, reason=told["why"], by=cast.users[told["frozen_by"]], at=at)


def _read_everything(cast: Cast, at: datetime) -> None:
    for user in cast.users.values():
        inbox.mark_all_read(user=user, at=at)


def _write(cast: Cast, told: Mapping[str, Any], version: Mapping[str, Any], at: datetime) -> None:
    by = cast.users[WRITER]
    policy = Policy.objects.filter(name=told["name"]).first()
    if policy is None and told.get("default"):
        policy = policies.create_default_policy(name=told["name"], by=by, at=at)
    elif policy is None:
        policy = policies.create_policy(name=told["name"], order=told["order"], by=by, at=at)
    policies.write_version(
        policy_id=policy.pk,
        levels=[_level(cast, level) for level in version.get("levels", ())],
        conditions=version.get("conditions", {}),
        note=version["note"],
        by=by,
        at=at,
    )


def _propose(cast: Cast, name: str, number: int, at: datetime) -> None:
    policies.propose(policy_id=Policy.objects.get(name=name).pk, number=number, by=cast.users[WRITER], at=at)


def _enact(cast: Cast, name: str, number: int, at: datetime) -> None:
    enact.enact(policy_id=Policy.objects.get(name=name).pk, number=number, by=cast.users[SECOND_OFFICER], at=at)


def _level(cast: Cast, told: Mapping[str, Any]) -> LevelInput:
    selector, office_id, role = _asked(cast, told["asks"])
    return LevelInput(
        position=told["position"],
        name=told["name"],
        question=told["question"],
        selector=selector,
        office_id=office_id,
        role=role,
        limit=duration(told["limit"]),
        runs_on=told.get("runs_on", RunsOn.WALL),
        remind_before=duration(told["remind"]) if "remind" in told else None,
        may_reject=told.get("may_reject", True),
        mode=told.get("mode", Mode.APPROVE),
        carry=told.get("carry", Carry.NEVER),
        fresh_sign_in=told.get("fresh_sign_in", False),
        conditions=told.get("conditions", {}),
        escalations=tuple(_escalation(cast, each) for each in told.get("escalations", ())),
    )


def _escalation(cast: Cast, told: str) -> EscalationInput:
    after, asked = told.split(maxsplit=1)
    selector, office_id, role = _asked(cast, asked)
    return EscalationInput(after=duration(after), selector=selector, office_id=office_id, role=role)


def _asked(cast: Cast, told: str) -> tuple[str, int | None, str]:
    """Return selector, office and role of `own_office head` or `LEGAL approver`."""
    who, role = told.split()
    return (who, None, role) if who in SELECTORS else ("office", cast.offices[who].pk, role)
