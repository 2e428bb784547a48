"""Does an approval carry over to another revision: only when the change is minor."""

import re
from typing import Final

from approvals.rules.content import Content, Post

# What may come, go or change at the ends of a word, or stand alone, without changing what is said.
_MARKS: Final = ".,;:!?…\"'“”„«»‹›‘’()[]¡¿،؛؟۔。，、！？：；（）「」『』【】《》"
# At the ends of a number, link, tag or handle only these: a quotation mark may be inches, a bracket the link's own.
_MARKS_OF_SENTENCES: Final = ".,;!?…؛؟۔。，、！？；"
# Between two words with no space there may be a mark, too; a full stop or a colon there may be part of a link.
_BETWEEN: Final = re.compile(r"[,;!?…\"“”„«»‹›()\[\]¡¿،؛؟۔。，、！？：；（）「」『』【】《》]+")
_DASHES: Final = frozenset({"-", "\u2013", "\u2014"})
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")


def is_minor(old: Content, new: Content) -> bool:
    """Say whether the change is minor: no word, number, name, link, tag, media, channel or language is another.

    Spacing, the case of plain words, and punctuation at their ends may differ. What cannot be told apart for certain (a
    sign beside a number, an invisible character, a hyphen within a word) counts as a change.
    """
    if (old.kind, old.in_reply_to) != (new.kind, new.in_reply_to):
        return False
    before, after = old.posts(), new.posts()
    if [_unworded(post) for post in before] != [_unworded(post) for post in after]:
        return False
    return all(said(one.text) == said(other.text) for one, other in zip(before, after, strict=True))


def _unworded(post: Post) -> tuple[object, ...]:
    """Return what of a post is no wording of its text: any change of it, of an image's description too, is a change."""
    return post.channel_id, post.language, post.images


def said(text: str) -> list[str]:
    """Return what a text says, piece by piece: plain words in lower case, everything else exactly as it stands."""
    found: list[str] = []
    chunks = [chunk for chunk in re.split(r"\s+", text) if chunk]
    for place, chunk in enumerate(chunks):
        around = "".join(chunks[max(place - 1, 0) : place + 2])
        if chunk in _DASHES and not any(sign.isdigit() for sign in around):
            continue
        words = [word.strip(_MARKS) for word in _BETWEEN.split(chunk.strip(_MARKS))]
        if all(_WORD.fullmatch(word) for word in words if word):
            found += [word.lower() for word in words if word]
        else:
            found.append(_bare(chunk))
    return found


def _bare(chunk: str) -> str:
    """Return what is no plain word without the marks of the sentence; the point of a decimal fraction (.5) is none."""
    bare = chunk.strip(_MARKS_OF_SENTENCES)
    point = len(chunk) - len(chunk.lstrip(_MARKS_OF_SENTENCES)) - 1
    return chunk[point] + bare if point >= 0 and bare[:1].isdigit() and chunk[point] in ".," else bare
