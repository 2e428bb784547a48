"""Which cleared lines a content quotes, within their scope or beyond it: asked by whoever routes or shows it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from accounts.models import Office
from approvals.lifecycle import State
from approvals.models import ClearedLine, Draft, Kind, LineText, LineUse, PermittedAddition
from approvals.rules import cleared_lines
from approvals.rules.cleared_lines import Line, Permitted, Quotation, Quoting
from approvals.rules.conditions import language_names
from approvals.rules.content import Content, Post
from approvals.rules.difference import Segment


@dataclass(frozen=True, slots=True)
class QuotedPost:
    """How one post quotes the lines in its scope; `beyond` are lines that stand in it, but are not for this draft."""

    post: Post
    quotation: Quotation
    beyond: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """How a content quotes cleared lines: the whole of it (`kind`), each post, and the lines that are named."""

    kind: Quoting = "none"
    posts: tuple[QuotedPost, ...] = ()
    lines: Mapping[int, ClearedLine] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        """Return the lines that the content consists of, or quotes with changes."""
        return sorted({line for post in self.posts for line in post.quotation.named})

    def uses(self) -> dict[tuple[int, str], bool]:
        """Return each line that is quoted in each language, within its scope or not, and whether it is unaltered."""
        found: dict[tuple[int, str], bool] = {}
        for quoted in self.posts:
            whole = quoted.quotation.kind == cleared_lines.UNALTERED
            for line in (*quoted.quotation.named, *quoted.beyond):
                key = (line, quoted.post.language)
                found[key] = found.get(key, True) and whole
        return found


NOTHING = Quoted()


class Library:
    """The lines that can be quoted at an instant, read once for however many drafts.

    One query; two more once a text comes near a line.
    """

    def __init__(self, *, at: datetime) -> None:
        self.at = at

    def quoted(self, content: Content, *, office: Office, topics: Collection[str]) -> Quoted:
        """Return how a content quotes lines, were it a draft of this office with these topics."""
        if content.kind == Kind.LINE or not self.texts:
            return NOTHING
        posts = content.posts()
        if all(cleared_lines.quotation(post.text, self._in(post), Permitted()).kind == "none" for post in posts):
            return NOTHING
        fits = {pk for pk in self.lines if self.is_for(pk, office=office, topics=topics, targets=content.channel_ids)}
        found = tuple(self._quoted(post, fits) for post in posts)
        named = {line for one in found for line in (*one.quotation.named, *one.beyond)}
        return Quoted(
            cleared_lines.of_posts(one.quotation for one in found), found, {pk: self.lines[pk] for pk in named}
        )

    def is_for(self, line_id: int, *, office: Office, topics: Collection[str], targets: Collection[int]) -> bool:
        """Say whether a line's scope has room for such a draft."""
        line = self.lines[line_id]
        return cleared_lines.covers(
            topics=line.topics, countries=line.countries, channels=self._channels.get(line_id, frozenset()),
            has_topics=topics, country=office.country, targets=targets,
        )  # fmt: skip

    @cached_property
    def lines(self) -> dict[int, ClearedLine]:
        """Return the lines by id. No query of its own."""
        return {text.line_id: text.line for text in self.texts}

    @cached_property
    def permitted(self) -> Permitted:
        """Return what may stand beside lines. One query."""
        return permitted()

    @cached_property
    def texts(self) -> list[LineText]:
        """Return the texts of the lines, in every language. One query."""
        return list(LineText.objects.filter(usable(at=self.at, of="line__")).select_related("line__draft"))

    @cached_property
    def _channels(self) -> dict[int, frozenset[int]]:
        named = ClearedLine.channels.through.objects.filter(clearedline__in=self.lines)
        found: dict[int, set[int]] = {}
        for line, channel in named.values_list("clearedline", "channel"):
            found.setdefault(line, set()).add(channel)
        return {line: frozenset(channels) for line, channels in found.items()}

    def _quoted(self, post: Post, fits: Collection[int]) -> QuotedPost:
        every = self._in(post)
        within = [line for line in every if line.id in fits]
        found = _with_images(post, cleared_lines.quotation(post.text, within, self.permitted))
        if found.kind == cleared_lines.UNALTERED or len(within) == len(every):
            return QuotedPost(post, found)
        others = [line for line in every if line.id not in fits]
        return QuotedPost(post, found, cleared_lines.quotation(post.text, others, self.permitted).lines)

    def _in(self, post: Post) -> list[Line]:
        """Return the lines in the language of a post: that very one, or else the one it is a kind of."""
        found: dict[int, LineText] = {}
        names = language_names((post.language,))
        for text in self.texts:
            if text.language in names and (text.line_id not in found or text.language == post.language):
                found[text.line_id] = text
        return [Line(pk, text.text) for pk, text in found.items()]


def _with_images(post: Post, found: Quotation) -> Quotation:
    """Return how a post quotes lines: with an image never unaltered, for what was cleared had none."""
    if not post.images or found.kind != cleared_lines.UNALTERED:
        return found
    return Quotation(cleared_lines.ALTERED, found.lines, found.lines[0], (Segment("equal", post.text),))


def usable(*, at: datetime, of: str = "") -> Q:
    """Return the condition that a line can be quoted at `at`; `of` leads to the line."""
    asked = {
        "cleared_at__lte": at, "withdrawn_at__isnull": True, "valid_from__lte": at, "until__gt": at,
        "draft__state": State.CLEARED,
    }  # fmt: skip
    return Q(**{f"{of}{name}": value for name, value in asked.items()})


def in_use(*, at: datetime) -> QuerySet[ClearedLine]:
    """Return the lines that can be quoted at `at`."""
    return ClearedLine.objects.filter(usable(at=at))


def permitted() -> Permitted:
    """Return the sites and greetings that may stand beside cleared lines. One query."""
    found = list(PermittedAddition.objects.all())
    sites = frozenset(one.value for one in found if one.kind == PermittedAddition.Kind.SITE)
    return Permitted(sites, tuple(one.value for one in found if one.kind == PermittedAddition.Kind.GREETING))


def of_draft(draft: Draft, *, at: datetime) -> Quoted:
    """Return how a draft quotes lines at `at`. One query, three where it comes near one."""
    return Library(at=at).quoted(draft.current.body, office=draft.office, topics=draft.topics)


def write_uses(draft: Draft, quoted: Quoted) -> None:
    """Write down what the current revision of a draft quotes. One insert, none where nothing is quoted."""
    LineUse.objects.bulk_create(
        (
            LineUse(revision=draft.current, draft=draft, line_id=line, language=language, unaltered=unaltered)
            for (line, language), unaltered in quoted.uses().items()
        ),
        update_conflicts=True,
        update_fields=["unaltered"],
        unique_fields=["revision", "line", "language"],
    )


def named(lines: Iterable[ClearedLine]) -> list[dict[str, object]]:
    """Return lines as a record names them."""
    return [{"line": line.pk, "name": line.name} for line in lines]
