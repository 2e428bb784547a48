"""One question before a text goes on its way: may it be posted on this channel, and what must a person confirm?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from channels.characters import READABLE
from channels.findings import Finding, explain
from channels.image_checks import image_problems
from channels.languages import language_name, same_language
from channels.platforms.catalogue import Limits, image_limits, limits
from channels.platforms.counting import Measure, measure
from channels.problems import Problem
from channels.screening import screen

_ACTIVE = "active"

_TOO_LONG = {
    "bytes": _(
        "For %(platform)s this text takes %(length)s bytes; the limit is %(limit)s. Shorten it, or use fewer emoji."
    ),
    "hashtags": _("%(platform)s takes at most %(limit)s hashtags; this text has %(length)s. Take out %(over)s."),
    "links": _("%(platform)s takes at most %(limit)s different links; this text has %(length)s. Take out %(over)s."),
}
_TOO_MANY_CHARACTERS = _(
    "On %(platform)s this text counts %(length)s characters; the limit is %(limit)s. Take out %(over)s."
)
_TOO_LONG_CODES = {"hashtags": "too_many_hashtags", "links": "too_many_links"}


class ChannelFacts(Protocol):
    """What a check needs to know of a channel; a Channel has it all."""

    @property
    def platform(self) -> str:
        """Its platform, as the catalogue names it."""

    @property
    def handle(self) -> str:
        """Its name on the platform."""

    @property
    def languages(self) -> Sequence[str]:
        """The codes of the languages that it posts in."""

    @property
    def state(self) -> str:
        """Whether it is active, frozen or closed."""

    @property
    def text_limit(self) -> int | None:
        """The limit that its own instance or plan sets, where it has one."""


@dataclass(frozen=True, slots=True)
class PostCheck:
    """What was measured and found in one text for one channel; sentences are in the language active at the check."""

    measures: list[Measure]
    findings: list[Finding]
    problems: list[Problem]

    @property
    def fits(self) -> bool:
        """Say whether the text is within every limit of the platform."""
        return all(measured.fits for measured in self.measures)

    @property
    def blocking(self) -> list[tuple[str, str]]:
        """Return what must be mended first, each as a code and a sentence."""
        return [(problem.code, problem.sentence) for problem in self.problems if problem.severity == "blocking"]

    @property
    def to_confirm(self) -> list[tuple[str, str]]:
        """Return what may stand when a person says so, each as a code and a sentence."""
        return [(problem.code, problem.sentence) for problem in self.problems if problem.severity == "confirm"]


def check_post(
    *, text: str, channel: ChannelFacts, on: date, language: str = "", descriptions: Sequence[str] = ()
) -> PostCheck:  # fmt: skip
    """Return what the channel and its platform make of this text, in this language, on this day.

    `descriptions` are those of its images, in order, each in this language and empty where it is missing.
    """
    rule = limits(str(channel.platform), on=on, own_limit=channel.text_limit)
    images = image_limits(str(channel.platform), on=on)
    if descriptions and images.caption is not None:
        rule = replace(rule, text=min(rule.text, images.caption))
    measures = measure(text, rule)
    findings = screen(text)
    problems = [
        *_channel_problems(channel, rule, language),
        *_length_problems(text, measures, rule),
        *(Problem(finding.code, finding.severity, explain(finding)) for finding in findings),
        *image_problems(descriptions, images, language),
    ]
    return PostCheck(measures=measures, findings=findings, problems=problems)


def _channel_problems(channel: ChannelFacts, rule: Limits, language: str) -> list[Problem]:
    problems = []
    names = {"platform": rule.name, "handle": channel.handle}
    if channel.state != _ACTIVE:
        sentence = _("The channel %(platform)s %(handle)s is not active. Nothing can be posted there: choose another.")
        problems.append(Problem("channel_not_active", "blocking", str(sentence) % names))
    if language and not any(same_language(language, offered) for offered in channel.languages):
        sentence = _(
            "%(platform)s %(handle)s usually does not post in this language: %(language)s. Confirm that it should."
        )
        problems.append(
            Problem("language_not_offered", "confirm", str(sentence) % {**names, "language": language_name(language)})
        )
    return problems


def _length_problems(text: str, measures: list[Measure], rule: Limits) -> list[Problem]:
    if not READABLE.search(text):
        sentence = _("There is no text for %(platform)s. Write it first.")
        return [Problem("text_empty", "blocking", str(sentence) % {"platform": rule.name})]
    return [_too_long(measured, rule) for measured in measures if not measured.fits]


def _too_long(measured: Measure, rule: Limits) -> Problem:
    counts = {"length": measured.length, "limit": measured.limit, "over": measured.length - measured.limit}
    sentence = str(_TOO_LONG.get(measured.unit, _TOO_MANY_CHARACTERS)) % {"platform": rule.name, **counts}
    return Problem(_TOO_LONG_CODES.get(measured.unit, "text_too_long"), "blocking", sentence)
