"""Why a post may not go out at once, in words: languages, topics, countries and times by the names people know."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from accounts import reading
from approvals.models import Kind, Topic
from approvals.refusals import Refused
from approvals.rules.verdict import Verdict
from channels.languages import language_name

Names = Mapping[str, Callable[[Any], str]]


def refusals(verdicts: Sequence[Verdict]) -> list[Refused]:
    """Return verdicts as refusals, in the reader's language and zone. One query where a topic is named, else none."""
    slugs = {verdict.params["topic"] for verdict in verdicts if "topic" in verdict.params}
    topics = {topic.slug: _topic_name(topic) for topic in Topic.objects.filter(slug__in=slugs)} if slugs else {}
    names: Names = {
        "language": language_name,
        "kind": _kind_name,
        "topic": lambda slug: str(topics.get(slug, slug)),
        "country": reading.country_name,
    }
    return [_refused(verdict, names) for verdict in verdicts]


def _refused(verdict: Verdict, names: Names) -> Refused:
    said = {name: names[name](value) if name in names else _plain(value) for name, value in verdict.params.items()}
    return Refused(verdict.code, params=said)


def _plain(value: object) -> object:
    return reading.moment(value) if isinstance(value, datetime) else value


def _kind_name(kind: str) -> str:
    return str(Kind(kind).label) if kind in Kind.values else kind


def _topic_name(topic: Topic) -> str:
    return topic.name_fr if topic.name_fr and (get_language() or "").startswith("fr") else topic.name
