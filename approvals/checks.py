"""What a draft's content must hold to be stored, and to be submitted: each channel's rules and the screening."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from approvals.refusals import Refused
from approvals.rules.content import Content, Post
from channels.addresses import internal
from channels.checks import PostCheck, check_post
from channels.languages import known_language
from channels.models import Channel

# Longer than anything a platform takes (Facebook: 63,206), and short enough for every check to stay quick.
LONGEST_TEXT = 100_000
LONGEST_REASON = 500
REPOST = "repost"


@dataclass(frozen=True, slots=True)
class CheckedPost:
    """One post and what its channel's rules and the screening say of it."""

    post: Post
    channel: Channel
    check: PostCheck


def check(content: Content, channels: Sequence[Channel], *, at: datetime) -> list[CheckedPost]:
    """Return every post of the content with its counts and findings, in the order of the channels."""
    by_id: Mapping[int, Channel] = {channel.pk: channel for channel in channels}
    order = {channel_id: place for place, channel_id in enumerate(content.channel_ids)}
    posts = sorted(
        (post for post in content.posts() if post.channel_id in by_id),
        key=lambda p: order[p.channel_id],
    )
    return [
        CheckedPost(post, by_id[post.channel_id], _check_one(post, by_id[post.channel_id], content.kind, at=at))
        for post in posts
    ]


def _check_one(post: Post, channel: Channel, kind: str, *, at: datetime) -> PostCheck:
    said = [image.description for image in post.images]
    found = check_post(text=post.text, channel=channel, language=post.language, on=at.date(), descriptions=said)
    if kind != REPOST:
        return found
    # A repost may go out without a word of its own.
    return replace(found, problems=[problem for problem in found.problems if problem.code != "text_empty"])


def blocking(content: Content, channels: Sequence[Channel], *, at: datetime) -> list[tuple[str, str]]:
    """Return what keeps the content from being submitted, each as a code and a sentence, once each."""
    return _once(problem for post in check(content, channels, at=at) for problem in post.check.blocking)


def require_submittable(
    content: Content,
    channels: Sequence[Channel],
    *,
    at: datetime,
    confirmed: Collection[str],
) -> set[str]:
    """Refuse content that breaks a rule, or holds a finding not yet confirmed; return the findings confirmed."""
    checked = check(content, channels, at=at)
    stops = _once(problem for post in checked for problem in post.check.blocking)
    if stops:
        raise Refused(
            stops[0][0],
            sentence=stops[0][1],
            errors={"text": [sentence for _code, sentence in stops]},
        )
    to_confirm = _once(problem for post in checked for problem in post.check.to_confirm)
    open_findings = [(code, sentence) for code, sentence in to_confirm if code not in confirmed]
    if open_findings:
        code, sentence = open_findings[0]
        raise Refused(
            code,
            sentence=sentence,
            errors={"confirm": [sentence for _code, sentence in open_findings]},
        )
    return {code for code, _sentence in to_confirm}


def storable(text: str, *, field: str) -> str:
    """Return the text, or refuse what cannot be stored: NUL, half a character, or far too long."""
    if len(text) > LONGEST_TEXT:
        raise Refused(
            "too_large",
            field=field,
            params={"length": len(text), "limit": LONGEST_TEXT},
        )
    if "\x00" in text:
        raise Refused("unusable_text", field=field)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("unusable_text", field=field) from None
    return text


def stated(reason: str, *, field: str = "reason") -> str:
    """Return a reason that goes on record, or refuse to do without one."""
    why = storable(reason, field=field).strip()
    if not why:
        raise Refused("why_needed", field=field)
    if len(why) > LONGEST_REASON:
        raise Refused("why_too_long", field=field, params={"limit": LONGEST_REASON})
    return why


def language(code: str, *, field: str) -> str:
    """Return the code of a language, or refuse one that no language has."""
    if not known_language(code):
        raise Refused("unknown_language", field=field, params={"language": code[:20]})
    return code


def public_address(address: str, *, field: str) -> str:
    """Return the address of a page that everyone can open, or refuse it; nothing is fetched. Empty stays empty."""
    address = address.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(storable(address, field=field))
        _ = parts.port  # raises for what is no port
    except ValueError:
        raise Refused("address_not_allowed", field=field) from None
    host = parts.hostname or ""
    # What cannot be seen could show reviewers another address than the one that is opened.
    is_plain = address.isprintable() and not any(sign.isspace() or sign == "\\" for sign in address)
    is_public = bool(host) and not internal(f"[{host}]" if ":" in host else host)
    if parts.scheme not in ("http", "https") or parts.username is not None or not is_plain or not is_public:
        raise Refused("address_not_allowed", field=field)
    return address


def _once(problems: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(problems))
