"""An account that may be compromised is frozen at once, by anyone who guards it; a policy officer restores it."""

from datetime import datetime

from django.db import transaction

from accounts import reading
from accounts.authority import Seat, everyone, seats_of
from accounts.models import Role, User
from approvals import announce_stops, audit, checks, freezes
from approvals.actions.locking import require_policy_officer
from approvals.models import ChannelFreeze, PreAuthorization, Restriction
from approvals.refusals import Refused
from channels.guarding import guards
from channels.models import Channel


@transaction.atomic
def may_be_compromised(*, channel_id: int, reason: str, by: User, at: datetime) -> ChannelFreeze:
    """Freeze an account: once this is committed nothing is published to it, by whatever way, until it is restored.

    Every publication is wholly before it or refused. Pre-authorizations that name the account are suspended; the duty
    officers on shift, the policy officers and the head of its office are called, and the authors whose drafts it stops.
    """
    audit.lock_ministry()
    channel = _locked(channel_id)
    if not guards(seats_of(by.pk, at=at), channel):
        raise Refused("not_guardian")
    _require_not_stopped(channel)
    freeze = ChannelFreeze.objects.create(channel=channel, reason=checks.stated(reason), by=by, at=at)
    suspended = _suspend(freeze, at=at)
    # Last, as publications do: those that are under way end first, and the next one sees all of this.
    audit.lock_holds()
    channel.state = Channel.State.FROZEN
    channel.save(update_fields=["state"])
    drafts = list(freezes.stopped(channel))
    audit.record_for_ministry("account_frozen", by=by.pk, at=at, data=_on_record(freeze) | {
        "reason": freeze.reason, "drafts": [draft.reference for draft in drafts],
        "authorizations": [authorization.number for authorization in suspended],
    })  # fmt: skip
    announce_stops.send(
        announce_stops.about_freeze(freeze, "account_frozen", called(channel, at=at) - {by.pk}, by=by),
        announce_stops.stopped(freeze, drafts, by=by),
        announce_stops.about_authorizations(freeze, "authorization_frozen", suspended, by=by),
        at=at,
    )
    return freeze


@transaction.atomic
def lift(*, freeze_id: int, reason: str, by: User, at: datetime) -> ChannelFreeze:
    """Give an account back, for a reason: what was cleared can go out again, and what the freeze suspended is lifted.

    An account that the register closed meanwhile stays closed.
    """
    require_policy_officer(by, at=at)
    audit.lock_ministry()
    known = ChannelFreeze.objects.filter(pk=freeze_id).first()
    if known is None:
        raise Refused("not_found")
    channel = _locked(known.channel_id)
    freeze = ChannelFreeze.objects.select_for_update().get(pk=freeze_id)
    if freeze.lifted_at is not None:
        raise Refused("freeze_is_over")
    freeze.lifted_by, freeze.lifted_at, freeze.lift_reason = by, at, checks.stated(reason)
    freeze.channel = channel
    given_back = _give_back(freeze)
    audit.lock_holds()
    freeze.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    if channel.state == Channel.State.FROZEN:
        channel.state = Channel.State.ACTIVE
        channel.save(update_fields=["state"])
    is_active = channel.state == Channel.State.ACTIVE
    drafts = list(freezes.stopped(channel)) if is_active else []
    audit.record_for_ministry(
        "account_restored", by=by.pk, at=at, data=_on_record(freeze) | {"reason": freeze.lift_reason}
    )
    people = (called(channel, at=at) | {freeze.by_id}) - {by.pk}
    announce_stops.send(
        announce_stops.about_freeze(freeze, "account_restored", people, by=by, why=freeze.lift_reason),
        announce_stops.free_again(freeze, drafts, by=by),
        announce_stops.about_authorizations(freeze, "authorization_unfrozen", given_back, by=by),
        at=at,
    )
    return freeze


def standing_on(channel_id: int, *, by: User, at: datetime) -> ChannelFreeze:
    """Return the freeze that stands on an account, for whoever may lift it; refuse where there is none."""
    require_policy_officer(by, at=at)
    if not Channel.objects.filter(pk=channel_id).exists():
        raise Refused("not_found")
    freeze = freezes.standing().filter(channel=channel_id).first()
    if freeze is None:
        raise Refused("not_frozen")
    return freeze


def called(channel: Channel, *, at: datetime) -> set[int]:
    """Return who is called about an account: every duty officer on shift, policy officers, its head. One query."""
    return {seat.user_id for seat in everyone(at=at) if _is_called(seat, channel)}


def _is_called(seat: Seat, channel: Channel) -> bool:
    return seat.role in (Role.DUTY, Role.POLICY) or (seat.office_id == channel.office_id and seat.role == Role.HEAD)


def _locked(channel_id: int) -> Channel:
    channel = Channel.objects.select_for_update(of=("self",)).select_related("office").filter(pk=channel_id).first()
    if channel is None:
        raise Refused("not_found")
    return channel


def _require_not_stopped(channel: Channel) -> None:
    if channel.state == Channel.State.ACTIVE:
        return
    freeze = freezes.of_channels([channel]).get(channel.pk)
    if freeze is None:
        raise Refused("stopped_by_register", params={"channel": str(channel)})
    params = {"name": freeze.by.name, "channel": str(channel), "since": reading.moment_and_zone(freeze.at)}
    raise Refused("frozen_already", params=params)


def _suspend(freeze: ChannelFreeze, *, at: datetime) -> list[PreAuthorization]:
    """Suspend the pre-authorizations that name the account; the rows are locked, as publications lock them."""
    found = list(freezes.covering(freeze.channel).select_for_update(of=("self",)))
    Restriction.objects.bulk_create(
        Restriction(
            authorization=authorization, kind=Restriction.Kind.SUSPENDED, cause=Restriction.Cause.SECURITY,
            reason=freeze.reason, freeze=freeze, by=freeze.by, at=at,
        )
        for authorization in found
    )  # fmt: skip
    return found


def _give_back(freeze: ChannelFreeze) -> list[PreAuthorization]:
    """Lift what this freeze suspended; a suspension of another cause stands."""
    standing = freeze.restrictions.filter(lifted_at__isnull=True)
    wanted = PreAuthorization.objects.filter(restrictions__in=standing).order_by("pk")
    found = list(wanted.select_related("posting__user").select_for_update(of=("self",)))
    standing.update(lifted_by=freeze.lifted_by, lifted_at=freeze.lifted_at, lift_reason=freeze.lift_reason)
    return [authorization for authorization in found if authorization.revoked_at is None]


def _on_record(freeze: ChannelFreeze) -> dict[str, object]:
    channel = freeze.channel
    return {"freeze": freeze.pk, "channel": f"{channel.platform}:{channel.handle}", "office": channel.office.code}
