"""The beginning of a draft's text, as lists show it."""

from itertools import islice

from wcwidth import iter_graphemes

from approvals.rules.content import Content

LONGEST = 140


def excerpt(content: Content, *, longest: int = LONGEST) -> str:
    """Return the first `longest` characters as a reader counts them, on one line; a cut is shown by an ellipsis."""
    texts = [content.text, *(variant.text for variant in content.variants)]
    text = next((text for text in texts if text.strip()), "")
    # Far more than any excerpt needs, so that a text of 100,000 characters costs no more than a short one.
    line = " ".join(text[: longest * 40].split())
    shown = "".join(islice(iter_graphemes(line), longest + 1))
    if len(shown) == len(line) and sum(1 for _ in iter_graphemes(shown)) <= longest:
        return line
    return "".join(islice(iter_graphemes(line), longest - 1)).rstrip() + "…"
