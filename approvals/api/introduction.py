"""What the OpenAPI document says before its first call: how to sign in, how errors, lists, times and repeats work."""

from typing import Any, Final

DESCRIPTION: Final = """
Clearance for diplomats' social posts.

**Who asks.** Send `Authorization: Token <key>` (`manage.py drf_create_token <username>` makes a key), or use the
session of the pages, with the CSRF token in `X-CSRFToken` for every write. What a person may do comes from the posts
they hold.

**What is sent.** JSON in UTF-8. A field that a call does not know, or does not let anybody set, is refused by name.

**Errors** are problem details (RFC 9457), `application/problem+json`: `code` is stable, `detail` is a sentence for
people, `errors` has sentences by field. What one may not see answers 404; what one may not do, 403; what the state of
a draft does not allow, 409. Every code is listed at `/api/docs/problems/`.

**Lists** come in pages: `next` and `previous` are the addresses of the neighbours (null at an end); `limit` is the
number of rows, 50 unless said otherwise. A filter that is misspelt is refused, not ignored.

**Times** are RFC 3339 with their zone; they are given in UTC. Lengths of time are ISO 8601, such as `PT4H`.
**Identifiers** are opaque strings.

**Repeats.** A write with an `Idempotency-Key` has one effect however often it is sent: for two days a repeat gets the
first answer, with `Idempotency-Replayed: true`. A refusal has no effect and is not kept: a repeat asks again.

**What was read.** A decision names the hash of the revision it is about, a change names it in `If-Match`: nobody
decides on, or overwrites, what they have not read.
"""

TAGS: Final = {
    "Drafts": "Write, read, find and check drafts.",
    "Verbs": "What moves a draft.",
    "Record": "What happened to a draft, and what was said about it.",
    "Queue": "What awaits one's decision.",
    "Conversations": "Replies with what they answer, and the templates that they begin with.",
    "Policies": "Which levels a draft must pass: read by everyone, changed by two policy officers.",
    "Cleared lines": "Lines to take whose words are cleared already: found, written and withdrawn.",
    "Reviews": "Posts that went out without prior approval: what awaits review, what was found, and who reviews.",
    "Holds and regimes": "What overrides the ordinary rules for a while: holds stop publishing, regimes change routes.",
    "Offices": "When an office works: what time limits run on.",
    "Other services": "Webhooks, chat rooms and others that hear of what happens.",
    "Pre-authorizations": "What lets a posting publish at once: granted by two officers, accepted by its holder.",
    "Delays": "What was late, how late, why, and how often.",
    "People": "Who is away, and who acts for them.",
    "Mine": "One's posts, channels and notifications.",
}


def introduce(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Put the introduction into a generated document (a hook of the generator)."""
    info = {**result["info"], "description": DESCRIPTION.strip()}
    return {**result, "info": info, "tags": [{"name": name, "description": said} for name, said in TAGS.items()]}
