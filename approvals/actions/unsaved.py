"""Keep what an author types until it is saved: in order, for nobody else, and no longer than it is needed.

No event is recorded: these are an author's own words before they are handed in. Rows of sittings are locked before
drafts, here and wherever a save ends a sitting.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from approvals import access
from approvals.actions.amend import amend
from approvals.actions.write import Writing, create
from approvals.models import Draft, UnsavedWords
from approvals.refusals import Refused

Fields = Mapping[str, Sequence[str]]

# More than the write form ever holds, and less than one request may bring.
MOST_CHARACTERS = 500_000
MOST_FIELDS = 600
LONGEST_NAME = 80
# So many posts may one person have begun and not saved.
MOST_SITTINGS = 100
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting at the write page: of a draft or of a new post, and the sitting whose words it has taken up."""

    key: UUID
    draft_id: UUID | None = None
    continues: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A sitting whose words are saved, and how far it had come when they were."""

    sitting: Sitting
    sequence: int


@transaction.atomic
def keep_words(
    *, by: User, sitting: Sitting, sequence: int, fields: Fields, typed_at: datetime, at: datetime
) -> UnsavedWords:
    """Keep everything that the form held at this place of its sitting's sequence; what comes late changes nothing.

    The same again is the same. The sitting that this one goes on with has ended by it: its words are here now.
    """
    _require_author(by, sitting.draft_id, at=at)
    words = UnsavedWords(
        person=by, draft_id=sitting.draft_id, key=sitting.key, sequence=sequence, fields=_storable(fields),
        typed_at=min(typed_at, at),
    )  # fmt: skip
    kept = _locked(by, sitting.key) or _begun(words)
    if kept.ended_at is not None:
        raise Refused("sitting_over", params={"sequence": kept.sequence})
    if kept.sequence < sequence:
        kept.sequence, kept.fields, kept.typed_at = words.sequence, words.fields, words.typed_at
        kept.save(update_fields=["sequence", "fields", "typed_at"])
    if sitting.continues is not None:
        _of(by, sitting.continues).update(fields={}, ended_at=at)
    return kept


@transaction.atomic
def create_from(ended: Ended | None, /, *, by: User, writing: Writing, at: datetime) -> Draft:
    """Start the draft of a post from what was typed at a sitting, and forget what was kept of it."""
    _end(by, ended, at=at)
    return create(by=by, writing=writing, at=at)


@transaction.atomic
def amend_from(
    ended: Ended | None, /, *, by: User, draft_id: UUID, change: Callable[[Writing], Writing], if_match: str,
    at: datetime,
) -> Draft:  # fmt: skip
    """Save what was changed of a draft at a sitting, and forget what was kept of it."""
    _end(by, ended, at=at)
    return amend(draft_id=draft_id, by=by, change=change, if_match=if_match, at=at)


@transaction.atomic
def throw_away(*, by: User, key: UUID, at: datetime) -> None:
    """Forget the words of one of this person's sittings, as they wish; those that are gone are gone."""
    _of(by, key).update(fields={}, ended_at=at)


def forget_words(*, at: datetime) -> int:
    """Delete what has been kept for longer than the ministry wants it kept, and return how many sittings that were."""
    before = at - timedelta(days=settings.UNSAVED_WORDS_DAYS)
    return UnsavedWords.objects.filter(typed_at__lt=before).delete()[0]


def _end(by: User, ended: Ended | None, *, at: datetime) -> None:
    """End a sitting, whether or not anything of it is kept yet: what is still on its way comes too late."""
    if ended is None:
        return
    over = UnsavedWords(
        person=by, key=ended.sitting.key, sequence=ended.sequence, fields={}, typed_at=at, ended_at=at
    )  # fmt: skip
    UnsavedWords.objects.bulk_create(
        [over], update_conflicts=True, unique_fields=["person", "key"],
        update_fields=["sequence", "fields", "typed_at", "ended_at"],
    )  # fmt: skip
    if ended.sitting.continues is not None:
        _of(by, ended.sitting.continues).update(fields={}, ended_at=at)


def _of(by: User, key: UUID) -> QuerySet[UnsavedWords]:
    return UnsavedWords.objects.filter(person=by, key=key, ended_at__isnull=True)


def _locked(by: User, key: UUID) -> UnsavedWords | None:
    return UnsavedWords.objects.select_for_update().filter(person=by, key=key).first()


def _begun(words: UnsavedWords) -> UnsavedWords:
    """Keep the first words of a sitting; when another request of it was quicker, return what that one kept."""
    if UnsavedWords.objects.filter(person=words.person, ended_at__isnull=True).count() >= MOST_SITTINGS:
        raise Refused("too_many_sittings", params={"most": MOST_SITTINGS})
    UnsavedWords.objects.bulk_create([words], ignore_conflicts=True)
    return UnsavedWords.objects.select_for_update().get(person=words.person, key=words.key)


def _require_author(by: User, draft_id: UUID | None, *, at: datetime) -> None:
    """Refuse whoever may write nowhere, or not for the office of this draft."""
    offices = access.writable_offices(by, at=at)
    if not offices:
        raise Refused("author_nowhere")
    if draft_id is not None and not Draft.objects.filter(pk=draft_id, office__in=offices).exists():
        raise Refused("not_author")


def _storable(fields: Fields) -> dict[str, list[str]]:
    """Return the fields without what no database can hold; refuse more than a form can be."""
    kept = {_UNSTORABLE.sub("", name): [_UNSTORABLE.sub("", value) for value in fields[name]] for name in fields}
    size = sum(len(name) + sum(map(len, values)) for name, values in kept.items())
    is_odd = len(kept) > MOST_FIELDS or any(len(name) > LONGEST_NAME for name in kept)
    if is_odd or size > MOST_CHARACTERS:
        raise Refused("words_too_large", params={"limit": MOST_CHARACTERS})
    return kept
