"""A sitting at the write page, as the page carries it: signed, so that words come to whoever was given the page.

With it, what is sent from a page is known for its writer's even when nobody, or somebody else, is signed in by then.
It lets one write into the unsaved words of that one sitting, and read nothing.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from accounts.models import User
from approvals.actions import unsaved
from approvals.actions.unsaved import Sitting
from approvals.models import UnsavedWords
from approvals.refusals import Refused
from approvals.web.typed import number_in

SALT = "approvals.sitting"
# What a form sends beside what was written in it.
NO_WORDS = frozenset({"csrfmiddlewaretoken", "do", "sitting", "sequence", "age", "confirm", "template", "templates"})
LONGEST_SEQUENCE = 16
LONGEST_AGE = 10


@dataclass(frozen=True, slots=True)
class Carried:
    """A sitting, and whose it is."""

    person_id: int
    sitting: Sitting

    def token(self) -> str:
        """Return it as a page carries it."""
        named = (self.sitting.key, self.sitting.draft_id, self.sitting.continues)
        return signing.dumps([self.person_id, *(one.hex if one else "" for one in named)], salt=SALT)

    @classmethod
    def read(cls, token: str) -> "Carried | None":
        """Return what a page carries; None for what was never ours, or is older than unsaved words may be."""
        try:
            age = timedelta(days=settings.UNSAVED_WORDS_DAYS)
            person_id, *named = signing.loads(token, salt=SALT, max_age=age)
        except signing.BadSignature:
            return None
        key, draft_id, continues = (UUID(one) if one else None for one in named)
        return cls(person_id, Sitting(key, draft_id, continues)) if key else None


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent of its sitting: which it is, how far it has come, and everything that the form held."""

    carried: Carried | None
    sequence: int
    typed_at: datetime
    fields: Mapping[str, list[str]]

    @classmethod
    def of(cls, sent: QueryDict, *, at: datetime) -> "Sent":
        """Return what stands in a form that was sent; a page without scripts counts by the time it is sent."""
        age = number_in(sent.get("age", ""), digits=LONGEST_AGE) or 0
        # Browsers send other line breaks with a form than scripts do; what is typed is the same.
        fields = {
            name: [value.replace("\r\n", "\n") for value in values]
            for name, values in sent.lists() if name not in NO_WORDS
        }  # fmt: skip
        sequence = number_in(sent.get("sequence", ""), digits=LONGEST_SEQUENCE) or int(at.timestamp() * 1000)
        return cls(Carried.read(sent.get("sitting", "")), sequence, at - timedelta(milliseconds=age), fields)

    def keep(self, sitting: Sitting, *, by: User, at: datetime) -> UnsavedWords:
        """Keep what was sent as the words of a sitting."""
        return unsaved.keep_words(
            by=by, sitting=sitting, sequence=self.sequence, fields=self.fields, typed_at=self.typed_at, at=at
        )

    def keep_somewhere(self, *sittings: Sitting, by: User, at: datetime) -> UnsavedWords | None:
        """Keep what was sent as the words of the first of these sittings that is not over; None when it is refused."""
        for sitting in sittings:
            try:
                return self.keep(sitting, by=by, at=at)
            except Refused as refused:
                if refused.code != "sitting_over":
                    return None
        return None


def form_data(words: UnsavedWords) -> QueryDict:
    """Return what was typed as a form takes it."""
    data = QueryDict(mutable=True)
    for name, values in words.fields.items():
        data.setlist(name, values)
    return data


def seals(user: User, form: str) -> list[str]:
    """Return the keys that seal this person's words of one form in a browser: the one in use, then older ones."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [b64encode(_derived("seal", f"{user.pk}:{form}", secret)).decode() for secret in secrets]


def owner(user: User) -> str:
    """Return a mark of a person that tells nobody who it is."""
    return _derived("owner", str(user.pk), settings.SECRET_KEY).hex()[:16]


def _derived(purpose: str, value: str, secret: Any) -> bytes:
    return salted_hmac(f"approvals.unsaved.{purpose}", value, secret=secret, algorithm="sha256").digest()
