"""What exactly a revision would post where, and the hash that identifies it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class PostImage:
    """One image of a post with its description in the language of the post."""

    hash: str
    description: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Post:
    """One text with its images for one channel in one language, exactly as it will be posted."""

    channel_id: int
    language: str
    text: str
    images: tuple[PostImage, ...] = ()

    @property
    def words(self) -> str:
        """Return everything that is said: the text, and the descriptions of its images."""
        return "\n".join([self.text, *(image.description for image in self.images)])


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a draft: by its hash, with a description for each language, and the posts that it goes with.

    It goes with every post, unless channels or languages are named: then only with the posts that have one of each.
    """

    hash: str
    descriptions: tuple[tuple[str, str], ...] = ()
    channel_ids: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()

    def described(self, language: str) -> str:
        """Return the description in a language; empty where there is none."""
        return dict(self.descriptions).get(language, "")

    def goes_with(self, channel_id: int, language: str) -> bool:
        """Say whether it is a part of the post for this channel in this language."""
        of_channel = not self.channel_ids or channel_id in self.channel_ids
        return of_channel and (not self.languages or language in self.languages)

    def to_json(self) -> dict[str, Any]:
        """Return the image as it is stored with a content."""
        narrowed = {"channels": list(self.channel_ids), "languages": list(self.languages)}
        kept = {name: values for name, values in narrowed.items() if values}
        return {"hash": self.hash, "descriptions": dict(self.descriptions)} | kept

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Picture":
        """Return the image that was stored; a database may give descriptions back in another order."""
        descriptions = tuple(sorted(stored["descriptions"].items()))
        return cls(stored["hash"], descriptions, tuple(stored.get("channels", ())), tuple(stored.get("languages", ())))


@dataclass(frozen=True, slots=True)
class Variant:
    """A text of its own for one channel in one language, instead of the common text."""

    channel_id: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What an author wrote: a common text, the channels it is for, texts of their own for some of them, and images."""

    channel_ids: tuple[int, ...]
    language: str
    text: str
    kind: str = "original"
    in_reply_to: str = ""
    variants: tuple[Variant, ...] = ()
    images: tuple[Picture, ...] = ()

    def posts(self) -> tuple[Post, ...]:
        """Return every post: a channel with variants takes those, each other channel takes the common text."""
        own: dict[int, list[Post]] = {}
        for variant in self.variants:
            own.setdefault(variant.channel_id, []).append(
                self._post(variant.channel_id, variant.language, variant.text)
            )
        posts: list[Post] = []
        for channel_id in self.channel_ids:
            posts.extend(own.get(channel_id) or [self._post(channel_id, self.language, self.text)])
        return tuple(sorted(posts))

    def _post(self, channel_id: int, language: str, text: str) -> Post:
        images = (one for one in self.images if one.goes_with(channel_id, language))
        return Post(channel_id, language, text, tuple(PostImage(one.hash, one.described(language)) for one in images))

    def words(self) -> tuple[str, ...]:
        """Return every text that somebody wrote: of the posts, and in the descriptions of images."""
        described = (text for one in self.images for _language, text in one.descriptions)
        return (self.text, *(variant.text for variant in self.variants), *described)

    def to_json(self) -> dict[str, Any]:
        """Return the content as it is stored; without images, as it was stored before there were any."""
        images = {"images": [one.to_json() for one in self.images]} if self.images else {}
        return images | {
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
            images=tuple(Picture.from_json(one) for one in stored.get("images", ())),
        )

    def digest(self) -> str:
        """Return the SHA-256 of what would be posted, in hexadecimal: same posts, same hash, and only then."""
        posted = {
            "kind": self.kind,
            "in_reply_to": self.in_reply_to,
            "posts": [_spelled(post) for post in self.posts()],
        }
        return sha256_of(posted)


def _spelled(post: Post) -> list[Any]:
    """Return a post as it goes into the hash; one without images as before there were any: hashes on record stand."""
    images = [[[image.hash, image.description] for image in post.images]] if post.images else []
    return [post.channel_id, post.language, post.text, *images]


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a JSON value in its one canonical spelling."""
    spelled = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode("ascii")).hexdigest()


def clean_text(text: str) -> str:
    """Return the text with line ends as platforms count them: browsers send carriage returns, platforms do not."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
