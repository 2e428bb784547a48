"""The pre-authorizations of the demo: proposed, countersigned, accepted; and who reviews what goes out under them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from accounts.models import Posting
from approvals.actions import authorizations, review_rules
from approvals.actions.authorizations import Terms
from approvals.actions.review_rules import RuleTerms
from approvals.demo import script
from approvals.demo.cast import Cast
from approvals.demo.happenings import HEADQUARTERS, SECOND_OFFICER, WRITER, Told
from approvals.demo.times import duration, instant
from approvals.models import PreAuthorization
from channels.models import Channel


def authorizations_granted(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the writing of each review rule, and each pre-authorization's way as far as it has come."""
    place = cast.place_of(HEADQUARTERS)
    told = script.table("authorizations")
    for rule in told["review_rules"]:
        yield instant(rule["written"], place=place, now=now), partial(_rule, cast, rule)
    for granted in told["authorizations"]:
        until = instant(granted["until"], place=place, now=now)
        yield instant(granted["proposed"], place=place, now=now), partial(_grant, cast, granted, until)
        if "countersigned" in granted:
            yield instant(granted["countersigned"], place=place, now=now), partial(_countersign, cast, granted)
        if "accepted" in granted:
            yield instant(granted["accepted"], place=place, now=now), partial(_accept, cast, granted)


def _rule(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    office, role = told["asks"].split()
    escalate_office, escalate_role = told["escalate"].split()
    terms = RuleTerms(
        name=told["name"], selector="office", role=role, office_id=cast.offices[office].pk,
        limit=duration(told["limit"]), remind_percent=told["remind_percent"],
        escalate_after=duration(told["escalate_after"]), escalate_office_id=cast.offices[escalate_office].pk,
        escalate_role=escalate_role,
    )  # fmt: skip
    review_rules.set_rule(terms=terms, by=cast.users[WRITER], at=at)


def _grant(cast: Cast, told: Mapping[str, Any], until: datetime, at: datetime) -> None:
    posting = _posting(cast, told)
    channels = Channel.objects.filter(office=posting.office).exclude(state=Channel.State.CLOSED)
    terms = Terms(
        channel_ids=tuple(channels.values_list("pk", flat=True)), languages=tuple(told["languages"]),
        kinds=tuple(told["kinds"]), barred_topics=tuple(told["barred_topics"]),
        barred_countries=tuple(told["barred_countries"]), per_day=told["per_day"], per_week=told["per_week"],
        starts_at=at, until=until, review_limit=duration(told["review"]), passes_to_acting=told["passes_to_acting"],
        words=told["words"], words_fr=told["words_fr"], halve_after=told["halve_after"],
        suspend_after=told["suspend_after"], note=told["note"],
    )  # fmt: skip
    authorizations.grant(posting_id=posting.pk, terms=terms, by=cast.users[WRITER], at=at)


def _countersign(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    authorization = PreAuthorization.objects.get(posting=_posting(cast, told))
    authorizations.countersign(
        authorization_id=authorization.pk, version=1, by=cast.users[SECOND_OFFICER], at=at
    )  # fmt: skip


def _accept(cast: Cast, told: Mapping[str, Any], at: datetime) -> None:
    posting = _posting(cast, told)
    authorization = PreAuthorization.objects.get(posting=posting)
    authorizations.accept(authorization_id=authorization.pk, version=1, by=posting.user, at=at)


def _posting(cast: Cast, told: Mapping[str, Any]) -> Posting:
    office, role, username = told["posting"].split()
    return Posting.objects.select_related("office", "user").get(
        office=cast.offices[office], role=role, user=cast.users[username]
    )
