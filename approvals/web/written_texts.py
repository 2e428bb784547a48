"""The texts of the form beside each other: which posts each makes, and which counterpart was left behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from approvals.checks import CheckedPost
from approvals.models import Draft
from approvals.rules.content import Content, Variant
from approvals.web.forms.writing import WriteForm
from channels.languages import language_name, same_language
from channels.models import Channel

# A translation that has stood for longer than this many revisions is compared with the oldest of them.
FURTHEST_BACK = 50


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One text of the form: its field, and the posts that it makes.

    `changed_since` is the revision with which a counterpart was last written, where the first text has changed since.
    """

    field: str
    posts: list[CheckedPost]
    changed_since: int | None = None


@dataclass(frozen=True, slots=True)
class Addable:
    """A language in which nothing is posted yet on channels that speak it; `do` is the button that begins its text."""

    language: str
    name: str
    do: str


def written(form: WriteForm, content: Content, posts: Sequence[CheckedPost], draft: Draft | None) -> list[WrittenText]:
    """Return the first text and those of the rows, in order. At most one query, none without a counterpart."""
    behind = left_behind(draft, content)
    rows: list[WrittenText] = []
    left = list(posts)
    for row in form.variants:
        channels = {channel.pk for channel, is_chosen in row.choices if is_chosen}
        mine = [one for one in left if one.post.channel_id in channels and one.post.language == row.spoken]
        left = [one for one in left if one not in mine]
        since = [behind[key] for channel in sorted(channels) if (key := (channel, row.spoken)) in behind]
        rows.append(WrittenText(str(row["text"].id_for_label), mine, min(since, default=None)))
    return [WrittenText(str(form["text"].id_for_label), left), *rows]


def fields_of(texts: Iterable[WrittenText]) -> dict[tuple[int, str], str]:
    """Return in which field each post is written, by channel and language."""
    return {(one.post.channel_id, one.post.language): text.field for text in texts for one in text.posts}


def addable(content: Content, channels: Iterable[Channel]) -> list[Addable]:
    """Return the languages that could be added: those that chosen channels speak, and do not post in."""
    posted: dict[int, list[str]] = {}
    for post in content.posts():
        posted.setdefault(post.channel_id, []).append(post.language)
    found: dict[tuple[str, bool], list[str]] = {}
    for channel in channels:
        if channel.pk not in content.channel_ids:
            continue
        speaks_first = any(same_language(content.language, code) for code in channel.languages)
        for code in channel.languages:
            if not any(same_language(code, other) for other in posted.get(channel.pk, [])):
                found.setdefault((code, speaks_first), []).append(str(channel.pk))
    return [
        Addable(code, language_name(code), ",".join([f"{'add_language' if beside else 'add_instead'}-{code}", *pks]))
        for (code, beside), pks in sorted(found.items())
    ]


def left_behind(draft: Draft | None, content: Content) -> dict[tuple[int, str], int]:
    """Return the counterparts that have stayed as they were while the first text changed, each with its revision.

    The revision is the one in which the counterpart was last written. One query, none where there is no counterpart.
    """
    counterparts = [one for one in content.variants if one.text.strip() and not _is_first(one, content)]
    if draft is None or not counterparts:
        return {}
    revisions = [(row.number, row.body) for row in draft.revisions.order_by("-number")[:FURTHEST_BACK]]
    found = {}
    for one in counterparts:
        stood = None
        for number, body in revisions:
            if one not in body.variants:
                break
            stood = number, body
        if stood is not None and stood[1].text != content.text:
            found[one.channel_id, one.language] = stood[0]
    return found


def _is_first(variant: Variant, content: Content) -> bool:
    return same_language(variant.language, content.language)
