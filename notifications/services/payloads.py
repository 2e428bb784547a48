"""What a service is sent: facts and a link, in the words of its language and the shape that it understands."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from django.utils.translation import gettext

from notifications.models import Message
from notifications.rendering import read_by, words
from notifications.services.models import Delivery, Endpoint
from notifications.wording_rooms import FOR_A_ROOM

# A test: of an endpoint, not of anything that happened.
PING = "ping"
ADAPTIVE_CARD = "http://adaptivecards.io/schemas/adaptive-card.json"
# What a chat room would take for a mark of its own, such as a name that calls everybody.
MARKS = "\\`*_{}[]()#+-!|~>"


@dataclass(frozen=True, slots=True)
class Words:
    """An event in words: a few, a sentence, and where to read on (with what the link is called)."""

    title: str
    sentence: str
    url: str
    link: str


def body(delivery: Delivery, endpoint: Endpoint) -> str:
    """Return the body of the request, as JSON."""
    shaped = SHAPES[endpoint.format](delivery, said(delivery, endpoint))
    return json.dumps(shaped, ensure_ascii=False, separators=(",", ":"))


def said(delivery: Delivery, endpoint: Endpoint) -> Words:
    """Say an event in the language and time zone of the endpoint, to a room and to nobody in particular."""
    with read_by(endpoint.language, endpoint.time_zone):
        if delivery.kind == PING:
            return Words(gettext("Chancery reaches this service"), _test_said(delivery), "", "")
        told = words(_message(delivery))
        return Words(told.subject, told.line, told.url, gettext("Open in Chancery"))


def title(delivery: Delivery) -> str:
    """Say in a few words, in the reader's language, what a delivery tells of."""
    return words(_message(delivery)).subject


def _message(delivery: Delivery) -> Message:
    """Return a message that nobody stores: what an e-mail says of an event, a room is told in the same words."""
    kind = f"{delivery.kind}.room"
    return Message(kind=kind if kind in FOR_A_ROOM else delivery.kind, params=delivery.params, path=delivery.path)


def _test_said(delivery: Delivery) -> str:
    said = gettext("This is a test that %(by)s asked for. Nothing has happened, and nobody needs to do anything.")
    return said % {"by": delivery.params.get("by", "")}


def _standard(delivery: Delivery, words: Words) -> dict[str, object]:
    return {
        "type": delivery.kind,
        "timestamp": delivery.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {
            "reference": delivery.params.get("reference", ""),
            "title": words.title,
            "sentence": words.sentence,
            "url": words.url,
            "facts": delivery.params,
        },
    }


def _slack(delivery: Delivery, words: Words) -> dict[str, object]:
    lines = [f"*{_for_slack(words.title)}*", _for_slack(words.sentence)]
    return {"text": "\n".join([*lines, *([f"<{words.url}|{_for_slack(words.link)}>"] if words.url else [])])}


def _mattermost(delivery: Delivery, words: Words) -> dict[str, object]:
    lines = [f"**{_for_markdown(words.title)}**", _for_markdown(words.sentence)]
    return {"text": "\n".join([*lines, *([f"[{_for_markdown(words.link)}]({words.url})"] if words.url else [])])}


def _teams(delivery: Delivery, words: Words) -> dict[str, object]:
    card: dict[str, object] = {
        "$schema": ADAPTIVE_CARD,
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            {"type": "TextBlock", "text": _for_markdown(words.title), "weight": "Bolder", "wrap": True},
            {"type": "TextBlock", "text": _for_markdown(words.sentence), "wrap": True},
        ],
    }
    if words.url:
        card["actions"] = [{"type": "Action.OpenUrl", "title": words.link, "url": words.url}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


SHAPES: dict[str, Callable[[Delivery, Words], dict[str, object]]] = {
    Endpoint.Format.STANDARD: _standard,
    Endpoint.Format.SLACK: _slack,
    Endpoint.Format.TEAMS: _teams,
    Endpoint.Format.MATTERMOST: _mattermost,
}


def _for_slack(text: str) -> str:
    """Escape the three characters by which Slack calls people and makes links."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _for_markdown(text: str) -> str:
    """Escape what would be formatting, and break a name that would call everybody (“@channel”)."""
    escaped = "".join(f"\\{character}" if character in MARKS else character for character in text)
    return escaped.replace("@", "@\u200b")
