"""What a platform makes a link of, found in time that grows only with the length of the text.

X's rule is that of twitter-text (Apache License 2.0), retold: a name that ends in a top-level domain is a link, with
or without https:// before it. Mastodon asks for https:// or http://, and lets a path be in any script.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from channels.platforms.catalogue import top_level_domains

_ACCENTED = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b\u02bb"
    "\u0300-\u036f\u1e00-\u1eff"
)
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ADDRESS = f"[^!'#%&()*+,\\\\/:;<=>?@\\[\\]^{{|}}~$\\s\u180e\ufffe\ufeff\uffff{_DIRECTIONS}]+"
_START = re.compile(
    f"(?<![A-Za-z0-9@\uff20$#\uff03])(?P<scheme>https?://)(?P<any>{_ADDRESS})"
    f"|(?<![A-Za-z0-9@\uff20$#\uff03_./-])(?P<bare>[A-Za-z0-9{_ACCENTED}][A-Za-z0-9{_ACCENTED}.-]*)",
    re.IGNORECASE,
)
_PUNYCODE = re.compile("xn--[-0-9a-z]+", re.IGNORECASE)
_LETTERS = re.compile("[A-Za-z]+")
_GOES_ON = re.compile("[0-9A-Za-z@+-]")
_PORT = re.compile(":[0-9]+")
_LONGEST_TOP_LEVEL = 24


@dataclass(frozen=True)
class Style:
    """How one platform finds links: with or without a scheme, and what may stand in a path and a query."""

    bare: bool
    path: re.Pattern[str]
    path_end: re.Pattern[str]
    query: re.Pattern[str]


def _style(*, bare: bool, path: str, path_end: str, query: str) -> Style:
    nested = rf"\((?:{path}++|{path}*+\({path}++\){path}*+)\)"
    return Style(
        bare=bare,
        path=re.compile(f"/(?:{path}++|{nested})*+", re.IGNORECASE),
        path_end=re.compile(path_end, re.IGNORECASE),
        query=re.compile(query, re.IGNORECASE),
    )


STYLES = {
    "x": _style(
        bare=True,
        path=rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTED}]",
        path_end=rf"[+\-a-z\u0400-\u04ff0-9=_#/{_ACCENTED})]",
        query=r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]",
    ),
    "mastodon": _style(
        bare=False,
        path=r"[^\s<>()?]",
        path_end=r"""[^\s(?!*"'「」<>;:=,.$%\[\]~&|@]""",
        query=r"\?(?:[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^]|[^\s\x00-\xa0])*(?:[a-z0-9\-_&=#/]|[^\s\x00-\xa0])",
    ),
}


def find_links(text: str, style: Style) -> Iterator[tuple[int, int]]:
    """Yield where each link starts and ends, in order."""
    # Every link has a dot; most words have none.
    if "." not in text:
        return
    position = 0
    while match := _START.search(text, position):
        run = "any" if match["scheme"] else "bare"
        domain_ends = _end_of_domain(text, match.start(run), match.end(run)) if match["scheme"] or style.bare else None
        if domain_ends is None:
            position = match.start("any") if match["scheme"] else match.end()
            continue
        position = _end_of_link(text, domain_ends, style, named=bool(match["scheme"]))
        yield match.start(), position


def _end_of_domain(text: str, start: int, end: int) -> int | None:
    """Where the longest domain name that starts here ends: in a top-level domain, after another label; or None."""
    found = None
    may_precede = False
    while start < end:
        dot = text.find(".", start, end)
        stop = dot if dot >= 0 else end
        if may_precede:
            found = _end_of_top_level(text, start, stop) or found
        label = text[start:stop]
        if dot < 0 or not label or label[0] in "-_" or label[-1] in "-_":
            break
        may_precede = "_" not in label
        start = dot + 1
    return found


def _end_of_top_level(text: str, start: int, stop: int) -> int | None:
    if punycode := _PUNYCODE.match(text, start, stop):
        return punycode.end()
    letters = _LETTERS.match(text, start, stop)
    longest = min(stop, start + _LONGEST_TOP_LEVEL)
    ends = [letters.end()] if letters and letters.end() <= longest else range(longest, start, -1)
    for end in ends:
        if text[start:end].lower() in top_level_domains() and not _GOES_ON.match(text, end):
            return end
    return None


def _end_of_link(text: str, end: int, style: Style, *, named: bool) -> int:
    """Where a link ends whose domain name ends here: after its port, path and query."""
    port = _PORT.match(text, end)
    after_port = port.end() if port else end
    path = style.path.match(text, after_port)
    if path is None:
        # Without a scheme and without a path, only the name itself is the link.
        return _end_of_query(text, after_port, style) if named else end
    stop = path.end()
    while not style.path_end.match(text, stop - 1):
        stop -= 1
    return _end_of_query(text, stop, style) if stop == path.end() else stop


def _end_of_query(text: str, end: int, style: Style) -> int:
    query = style.query.match(text, end)
    return query.end() if query else end
