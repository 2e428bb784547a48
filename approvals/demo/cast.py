"""Puts the ministry itself in place: offices, people with their posts and deputies, channels, topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.demo_password import DEMO_PASSWORD
from accounts.models import Deputy, DeskCountry, Office, Posting, User
from approvals.demo import script
from approvals.demo.times import Place, instant
from approvals.models import Topic
from channels.models import Channel

# Everybody has held their post since before the first thing that happens.
IN_POST_FOR = timedelta(days=400)


@dataclass(frozen=True)
class Cast:
    """Who and what the stories name, found by username, office code, and `platform:handle`."""

    offices: Mapping[str, Office]
    users: Mapping[str, User]
    channels: Mapping[str, Channel]

    def place_of(self, office: str) -> Place:
        """Return the clock and the working days of an office."""
        return place_of(self.offices[office])


def place_of(office: Office) -> Place:
    """Return the clock and the working days of an office."""
    return Place(office.time_zone, office.country)


def build(*, now: datetime) -> Cast:
    """Put everybody and everything in place."""
    told = script.table("ministry")
    Topic.objects.bulk_create(Topic(**topic) for topic in told["topics"])
    offices = _offices(told["offices"])
    cast = Cast(offices, _people(told["people"], offices), _channels(told["channels"], offices))
    postings = _postings(told["people"], cast, now=now)
    _deputies(told["deputies"], cast, postings, now=now)
    return cast


def _offices(told: list[dict[str, Any]]) -> dict[str, Office]:
    fields = [{name: value for name, value in office.items() if name != "desk_for"} for office in told]
    offices = {office.code: office for office in Office.objects.bulk_create(Office(**each) for each in fields)}
    DeskCountry.objects.bulk_create(
        DeskCountry(country=country, office=offices[office["code"]])
        for office in told
        for country in office.get("desk_for", ())
    )
    return offices


def _people(told: list[dict[str, Any]], offices: Mapping[str, Office]) -> dict[str, User]:
    # Hashed once: a salt of one's own guards nothing when everybody's password is the same, and public.
    password = make_password(DEMO_PASSWORD)
    people = []
    for person in told:
        zone = person.get("time_zone") or offices[person["holds"][0].split()[0]].time_zone
        administers = person.get("administers", False)
        people.append(
            User(
                username=person["username"], email=f"{person['username']}@ministry.example", name=person["name"],
                language=person.get("language", "en"), time_zone=zone, password=password, is_staff=administers,
                is_superuser=administers,
            )
        )  # fmt: skip
    return {user.username: user for user in User.objects.bulk_create(people)}


def _postings(told: list[dict[str, Any]], cast: Cast, *, now: datetime) -> dict[str, Posting]:
    """Return every posting by `office role username`."""
    postings = {}
    for person in told:
        for place in person["holds"]:
            office, role = place.split()
            postings[f"{place} {person['username']}"] = Posting(
                user=cast.users[person["username"]],
                office=cast.offices[office],
                role=role,
                starts_at=now - IN_POST_FOR,
            )
    Posting.objects.bulk_create(postings.values())
    return postings


def _deputies(told: list[dict[str, str]], cast: Cast, postings: Mapping[str, Posting], *, now: datetime) -> None:
    deputies = []
    for deputy in told:
        posting = postings[deputy["posting"]]
        place = place_of(posting.office)
        starts_at, ends_at = (instant(deputy[end], place=place, now=now) for end in ("from", "until"))
        user = cast.users[deputy["user"]]
        deputies.append(Deputy(posting=posting, user=user, starts_at=starts_at, ends_at=ends_at))
    Deputy.objects.bulk_create(deputies)


# What is told of a channel beside its own columns: when it was frozen, by whom, and why.
_FREEZE = frozenset({"frozen", "frozen_by", "why"})


def _channels(told: list[dict[str, Any]], offices: Mapping[str, Office]) -> dict[str, Channel]:
    fields = [{name: value for name, value in channel.items() if name not in _FREEZE} for channel in told]
    channels = [Channel(**{**each, "office": offices[each["office"]]}) for each in fields]
    return {f"{channel.platform}:{channel.handle}": channel for channel in Channel.objects.bulk_create(channels)}
