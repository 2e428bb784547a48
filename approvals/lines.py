"""The library of cleared lines: who may read which, what is found in it, where a line stands and what quotes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.authority import Seat
from accounts.models import User
from approvals import access, quoting
from approvals.lifecycle import State
from approvals.models import ClearedLine, Draft, LineText
from approvals.rules.conditions import language_names
from channels.models import Channel

# Where a line stands: as people look for it.
IN_USE, TO_COME, IN_THE_MAKING, OVER = "in_use", "to_come", "in_the_making", "over"
STANDINGS = (IN_USE, TO_COME, IN_THE_MAKING, OVER)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: words, a topic, a language, the office that owns it, and where it stands."""

    words: str = ""
    topic: str = ""
    language: str = ""
    office: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A text of a line that can be put into a post, in the language of the post."""

    line: ClearedLine
    language: str
    text: str


def readable(user: User, seats: Collection[Seat]) -> QuerySet[ClearedLine]:
    """Return the lines this person may read: every line that was cleared, and those whose drafts they may see."""
    seen = access.visible_from(user, seats).filter(pk=OuterRef("draft"))
    found = ClearedLine.objects.filter(Q(cleared_at__isnull=False) | Exists(seen))
    return found.select_related("draft__office", "draft__author", "draft__revision", "withdrawn_by")


def standing_of(line: ClearedLine, *, at: datetime) -> str:
    """Return where a line stands at `at`: in use, to come, in the making, or over."""
    if line.withdrawn_at is not None or line.until <= at or line.draft.state in (State.WITHDRAWN, State.EXPIRED):
        return OVER
    if line.cleared_at is None:
        return OVER if line.draft.state == State.REJECTED else IN_THE_MAKING
    return IN_USE if line.valid_from <= at else TO_COME


def narrowed(found: QuerySet[ClearedLine], wanted: Wanted, *, at: datetime) -> QuerySet[ClearedLine]:
    """Return the lines that were looked for. One query more where a topic is named."""
    for word in wanted.words.split()[:8]:
        texts = LineText.objects.filter(line=OuterRef("pk"), text__icontains=word)
        found = found.filter(Q(name__icontains=word) | Exists(texts))
    if wanted.language:
        codes = language_names((wanted.language,))
        found = found.filter(Exists(LineText.objects.filter(line=OuterRef("pk"), language__in=codes)))
    if wanted.office:
        found = found.filter(draft__office__code=wanted.office)
    if wanted.topic:
        rows = list(found.order_by().values_list("pk", "topics"))
        found = found.filter(pk__in=[pk for pk, topics in rows if not topics or wanted.topic in topics])
    return found.filter(_standing(wanted.standing, at=at)) if wanted.standing in STANDINGS else found


def _standing(standing: str, *, at: datetime) -> Q:
    over = Q(withdrawn_at__isnull=False) | Q(until__lte=at) | Q(draft__state__in=(State.WITHDRAWN, State.EXPIRED))
    over |= Q(cleared_at__isnull=True, draft__state=State.REJECTED)
    return {
        OVER: over,
        IN_THE_MAKING: ~over & Q(cleared_at__isnull=True),
        IN_USE: ~over & Q(cleared_at__isnull=False, valid_from__lte=at),
        TO_COME: ~over & Q(cleared_at__isnull=False, valid_from__gt=at),
    }[standing]


def texts_of(line: ClearedLine) -> list[tuple[str, str]]:
    """Return the texts of a line by language: as they were cleared, or as its draft has them until then."""
    if line.cleared_at is not None:
        return [(text.language, text.text) for text in line.texts.all()]
    return sorted({(post.language, post.text) for post in line.draft.current.body.posts()})


def quoting_drafts(line: ClearedLine, user: User, seats: Collection[Seat]) -> QuerySet[Draft]:
    """Return the drafts that quote a line with their present text and that this person may see, newest change first."""
    seen = access.visible_from(user, seats).filter(line_uses__line=line, line_uses__revision=F("revision"))
    return seen.distinct().select_related("office", "author", "revision").order_by("-state_since", "pk")


def offered(channels: Sequence[Channel], *, language: str, topics: Collection[str], at: datetime) -> list[Offered]:
    """Return the lines that a draft for these channels could quote in this language, by name. At most three queries."""
    if not channels:
        return []
    library = quoting.Library(at=at)
    names = language_names((language,))
    found: dict[int, Offered] = {}
    for text in library.texts:
        fits = library.is_for(
            text.line_id, office=channels[0].office, topics=topics, targets=[channel.pk for channel in channels]
        )
        if fits and text.language in names and (text.line_id not in found or text.language == language):
            found[text.line_id] = Offered(text.line, text.language, text.text)
    return sorted(found.values(), key=lambda one: (one.line.name.casefold(), one.line.pk))
