"""What exactly a revision would post where, and the hash that identifies it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Post:
    """One text for one channel in one language, exactly as it will be posted."""

    channel_id: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A text of its own for one channel in one language, instead of the common text."""

    channel_id: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What an author wrote: a common text, the channels it is for, and texts of their own for some of them."""

    channel_ids: tuple[int, ...]
    language: str
    text: str
    kind: str = "original"
    in_reply_to: str = ""
    variants: tuple[Variant, ...] = ()

    def posts(self) -> tuple[Post, ...]:
        """Return every post: a channel with variants takes those, each other channel takes the common text."""
        own: dict[int, list[Post]] = {}
        for variant in self.variants:
            own.setdefault(variant.channel_id, []).append(Post(variant.channel_id, variant.language, variant.text))
        posts: list[Post] = []
        for channel_id in self.channel_ids:
            posts.extend(own.get(channel_id, [Post(channel_id, self.language, self.text)]))
        return tuple(sorted(posts))

    def to_json(self) -> dict[str, Any]:
        """Return the content as it is stored."""
        return {
            "channels": list(self.channel_ids),
            "language": self.language,
            "text": self.text,
            "kind": self.kind,
            "in_reply_to": self.in_reply_to,
            "variants": [{"channel": v.channel_id, "language": v.language, "text": v.text} for v in self.variants],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Content":
        """Return the content that was stored."""
        variants: Sequence[Mapping[str, Any]] = stored["variants"]
        return cls(
            channel_ids=tuple(stored["channels"]),
            language=stored["language"],
            text=stored["text"],
            kind=stored["kind"],
            in_reply_to=stored["in_reply_to"],
            variants=tuple(Variant(v["channel"], v["language"], v["text"]) for v in variants),
        )

    def digest(self) -> str:
        """Return the SHA-256 of what would be posted, in hexadecimal: same posts, same hash, and only then."""
        posted = {
            "kind": self.kind,
            "in_reply_to": self.in_reply_to,
            "posts": [[post.channel_id, post.language, post.text] for post in self.posts()],
        }
        return sha256_of(posted)


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a JSON value in its one canonical spelling."""
    spelled = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode("ascii")).hexdigest()


def clean_text(text: str) -> str:
    """Return the text with line ends as platforms count them: browsers send carriage returns, platforms do not."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
