"""Where a reply begins: in a conversation, at one of our posts, with a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from accounts.models import User
from approvals import access, conversations, reply_templates
from approvals.models import Draft, Kind, ReplyTemplate
from approvals.refusals import Refused
from approvals.web.door import person
from approvals.web.forms.writing import WriteForm
from channels.models import Channel

# A blank line stands between what was written and the template that is put in behind it.
BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The draft that a new reply comes after: of the conversation it joins, or our own post that it was begun at."""

    draft: Draft | None = None
    conversation: UUID | None = None

    @classmethod
    def of(cls, request: HttpRequest, taken: QueryDict | None = None, *, at: datetime) -> "Beginning":
        """Return what the address, or the form, says; refuse with 404 what this person may not see.

        Words that are taken up may come from where their writer may not look any more: they begin nowhere.
        """
        if taken is not None:
            try:
                return cls._named(request, taken, at=at)
            except Refused:
                return NOWHERE
        return cls._named(request, request.POST if request.method == "POST" else request.GET, at=at)

    @classmethod
    def _named(cls, request: HttpRequest, sent: QueryDict, *, at: datetime) -> "Beginning":
        if named := _uuid(sent.get("conversation", "")):
            return cls(conversations.one(person(request), named, at=at).latest, named)
        if named := _uuid(sent.get("follows", "")):
            return cls(access.find(person(request), named, at=at, door=f"{request.method} {request.path}"))
        return NOWHERE

    def initial(self, channels: Sequence[Channel]) -> dict[str, Any]:
        """Return what the form begins with: a reply, on the channels and in the language of what it comes after."""
        if self.draft is None:
            return {}
        body, mine = self.draft.current.body, {channel.pk for channel in channels}
        chosen = [channel_id for channel_id in body.channel_ids if channel_id in mine]
        begun: dict[str, Any] = {"kind": Kind.REPLY, "conversation": self.conversation}
        if self.conversation is None:
            begun["follows"] = self.draft.pk
        return begun | ({"channels": chosen, "language": body.language} if chosen else {})


NOWHERE = Beginning()


def templates_for(form: WriteForm) -> list[ReplyTemplate]:
    """Return the templates for the reply as it stands in the form: of the offices of its channels, in its languages."""
    chosen = {str(value) for value in form["channels"].value() or ()}
    channels = [channel for channel in form.my_channels if str(channel.pk) in chosen] or form.my_channels
    language = form["language"].value()
    offices = {channel.office_id for channel in channels}
    return reply_templates.offered(offices, languages=[language] if language else [])


def mark_of(templates: Sequence[ReplyTemplate]) -> str:
    """Return a mark of a list of templates: another one when the form should show another list."""
    return blake2s("".join(str(template.pk) for template in templates).encode(), digest_size=8).hexdigest()


def with_template(typed: QueryDict, user: User, *, at: datetime) -> QueryDict:
    """Return what was typed, with the template that was chosen behind the text; without one, as it is."""
    named = _uuid(typed.get("template", ""))
    found = reply_templates.visible(user, at=at).filter(pk=named, retired_at__isnull=True).first() if named else None
    if found is None:
        return typed
    data, text = typed.copy(), typed.get("text", "").rstrip()
    data["text"] = f"{text}{BETWEEN}{found.text}" if text else found.text
    return data


def _uuid(typed: str) -> UUID | None:
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        raise Refused("not_found") from None
