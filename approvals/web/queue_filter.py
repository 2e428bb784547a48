"""What a page of the queue can be narrowed to, and what it is narrowed to now, each with a way out of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.authority import Place
from accounts.models import Office, User
from approvals.models import Kind, Urgency
from approvals.narrowing import MINE, NOBODYS, Narrowing
from approvals.waiting import Offered
from approvals.web.queue_next import ALL, queue_address
from channels.languages import language_name
from channels.models import Channel, Platform

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to narrow by: the name of its parameter, what it is called, what can be chosen, and what is."""

    name: str
    label: str
    any: str
    options: Options
    chosen: str

    @property
    def is_offered(self) -> bool:
        """Say whether there is anything to choose: of one thing, there is not."""
        return bool(self.chosen) or len(self.options) > 1

    @property
    def value(self) -> str:
        """Return what is chosen, as a reader says it."""
        return dict(self.options).get(self.chosen) or self.chosen


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that the queue is narrowed to, and the address without it."""

    label: str
    value: str
    without: str


def choices(narrowing: Narrowing, offered: Offered, holders: Mapping[Place, User]) -> list[Choice]:
    """Return what the queue can be narrowed by. One query for an office, or a channel, of which nothing awaits."""
    channels = list(offered.channels.values())
    found = [
        ("level", _("Level"), _("Every level"), [(name, name) for name in offered.levels]),
        ("office", _("Office"), _("Every office"), [*offered.offices.items(), *_missing_office(narrowing, offered)]),
        ("platform", _("Platform"), _("Every platform"), _named(Platform, {one.platform for one in channels})),
        ("channel", _("Channel"), _("Every channel"), [*_listed(channels), *_missing_channel(narrowing, offered)]),
        ("language", _("Language"), _("Every language"), _languages(offered)),
        ("urgency", _("Urgency"), _("Every urgency"), _labelled(Urgency.choices)),
        ("kind", _("Kind"), _("Every kind"), _labelled(Kind.choices)),
        ("for", _("Acting for"), _("For anybody"), _people(holders)),
        ("claimed", _("Who has it"), _("Whoever has it"), [(MINE, _("I have it")), (NOBODYS, _("Nobody has it"))]),
    ]
    each = [Choice(name, label, every, options, narrowing.get(name)) for name, label, every, options in found]
    return [choice for choice in each if choice.is_offered or (choice.name == "for" and choice.options)]


def chips(narrowing: Narrowing, offered: list[Choice]) -> list[Chip]:
    """Return what the queue is narrowed to."""
    named = {choice.name: choice for choice in offered}
    found = []
    for name, value in narrowing.asked:
        choice = named.get(name)
        without = queue_address(narrowing.without(name).query or ALL)
        found.append(Chip(choice.label if choice else _("Words"), choice.value if choice else value, without))
    return found


def _labelled(options: Iterable[tuple[str, str | Promise]]) -> Options:
    return [(value, str(label)) for value, label in options]


def _named(platforms: type[Platform], present: set[str]) -> Options:
    return [(one.value, str(one.label)) for one in platforms if one.value in present]


def _listed(channels: Iterable[Channel]) -> Options:
    return [(str(channel.pk), str(channel)) for channel in channels]


def _languages(offered: Offered) -> Options:
    return sorted(((code, language_name(code)) for code in offered.languages), key=lambda one: one[1].casefold())


def _people(holders: Mapping[Place, User]) -> Options:
    return sorted({(str(holder.pk), str(holder)) for holder in holders.values()}, key=lambda one: one[1])


def _missing_office(narrowing: Narrowing, offered: Offered) -> Options:
    """Return the office that is asked for though nothing of it awaits, so that it is called by its name."""
    code = narrowing.get("office")
    if not code or code in offered.offices:
        return []
    return list(Office.objects.filter(code=code).values_list("code", "name"))


def _missing_channel(narrowing: Narrowing, offered: Offered) -> Options:
    asked = narrowing.get("channel")
    return _listed(Channel.objects.filter(pk=asked)) if asked and int(asked) not in offered.channels else []
