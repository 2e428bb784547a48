"""One e-mail: the messages to one person that go out in it, at every attempt the same, under one identifier."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from notifications.groups import Group, group_of
from notifications.models import MAIL_LENGTH, Message

# What goes out together: the messages of one mail that was begun before, or new ones to a person about one thing.
Bundle = str | tuple[int, str]
DIGEST = "digest"


@dataclass(slots=True)
class Letter:
    """Messages to one person about one group, or one daily digest; never empty."""

    messages: list[Message]

    @property
    def ids(self) -> list[int]:
        """The messages by number."""
        return [message.pk for message in self.messages]

    @property
    def reader(self) -> User:
        """Whom it is for."""
        return self.messages[0].user

    @property
    def group(self) -> Group:
        """What it is about, unless it is a digest."""
        return group_of(self.messages[0].kind, self.messages[0].params)

    @property
    def in_digest(self) -> bool:
        """Whether it is a daily digest."""
        return self.messages[0].in_digest

    @property
    def bundle(self) -> Bundle:
        """What its messages have in common."""
        return _bundle(self.messages[0])

    @property
    def lease(self) -> UUID | None:
        """The claim that it is held under."""
        return self.messages[0].lease

    @property
    def attempts(self) -> int:
        """How many sendings of it were begun."""
        return max(message.attempts for message in self.messages)

    @property
    def identifier(self) -> str:
        """The key by which its receiver drops a repeat: of what it held when its first sending was begun."""
        return self.messages[0].mail or identifier("\n".join([str(self.reader.pk), *(m.key for m in self.messages)]))

    @property
    def thread(self) -> str:
        """The one draft that a letter is about; '' when it is about several or none, and for a digest."""
        threads = {message.thread for message in self.messages}
        return threads.pop() if len(threads) == 1 and not self.in_digest else ""

    def begin(self) -> None:
        """Count one more sending, and keep the identifier whatever becomes of its messages."""
        mail = self.identifier
        for message in self.messages:
            message.mail, message.attempts = mail, message.attempts + 1

    def __str__(self) -> str:
        numbers = ", ".join(str(number) for number in self.ids)
        return f"message {numbers} of kind {self.messages[0].kind!r}"


def letters_of(messages: Iterable[Message]) -> list[Letter]:
    """Put messages into letters, each where its first message stands."""
    bundles: dict[Bundle, list[Message]] = {}
    for message in messages:
        bundles.setdefault(_bundle(message), []).append(message)
    return [Letter(sorted(bundle, key=lambda message: message.pk)) for bundle in bundles.values()]


def identifier(name: str) -> str:
    """Return a digest that names this and nothing else: whatever stands in a name, no line break reaches a header."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:MAIL_LENGTH]


def _bundle(message: Message) -> Bundle:
    if message.mail:
        return message.mail
    return message.user_id, DIGEST if message.in_digest else group_of(message.kind, message.params).code
