"""Finds links that the public must not be sent to, by reading them only: nothing is ever fetched. Pure."""

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from channels.characters import shown
from channels.findings import Finding, blocking, to_confirm

# Names that only an internal network resolves (RFC 6762, RFC 6761, RFC 8375, ICANN's .internal, and common habits).
_INTERNAL = ("local", "localhost", "localdomain", "internal", "intranet", "lan", "corp", "home.arpa")
_INTERNAL_NAME = re.compile(rf"(?:^|\.)(?:{'|'.join(map(re.escape, _INTERNAL))})$")
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}")
_LONGEST_NAME = 253

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}\Z")
_AUTHORITY = re.compile(r"[/\\]*([^\s/\\?#<>\"“”«»]*)")
_WEB_LINK_OF_A_KIND = re.compile(r"https?:(?!//)[/\\]+", re.IGNORECASE)
_NOT_A_WEB_LINK = re.compile(
    r"(?<!\w)(?:(?:javascript|vbscript):(?=\S)|file:(?=[/\\])"
    r"|data:(?:[a-z]{1,20}/[\w.+-]{1,60})?(?:;[\w=-]{1,60}){0,5}[;,](?=\S))"
    r"|(?<!:)\\\\[A-Za-z0-9_.-]+\\",
    re.IGNORECASE,
)
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_BARE = re.compile(
    r"(?<![\w@./:\\-])"
    rf"(?P<host>localhost|(?:[a-z0-9-]+\.)+(?:{'|'.join(map(re.escape, _INTERNAL))})|{_OCTET}(?:\.{_OCTET}){{3}})"
    r"(?P<rest>(?::[0-9]{1,5})?(?:/\S*)?)(?![\w-])",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'\"»”’…"


def internal(host: str) -> bool:
    """Say whether the public cannot reach a host: a private address in any notation, or an internal name."""
    if not host or len(host) > _LONGEST_NAME:
        return False
    name = unicodedata.normalize("NFKC", unquote(host)).lower().rstrip(".")
    if name.startswith("["):
        return _private(name.strip("[]").partition("%")[0])
    if _NUMBERS.fullmatch(name):
        try:
            # The notations that browsers accept: 127.1, 0x7f.1, 2130706433.
            return _private(socket.inet_ntoa(socket.inet_aton(name)))
        except OSError:
            return True
    return bool(name) and ("." not in name or _INTERNAL_NAME.search(name) is not None)


def _private(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return True
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return _private(str(inner)) if inner else not ip.is_global or ip.is_multicast
    return not ip.is_global or ip.is_multicast


def links_not_allowed(text: str) -> Iterator[Finding]:
    """Yield every link that is no web link, that leads to an internal address, or that hides where it leads."""
    place = text.find("://")
    while place >= 0:
        scheme = _SCHEME.search(text, max(0, place - 31), place)
        if scheme:
            yield from _judge(text, scheme.start(), place + 3, scheme.group().lower())
        place = text.find("://", place + 3)
    for found in _WEB_LINK_OF_A_KIND.finditer(text):
        yield from _judge(text, found.start(), found.end(), "http")
    for found in _NOT_A_WEB_LINK.finditer(text):
        if not text.startswith("://", found.end() - 1):
            yield _refuse("scheme", text, found.start(), found.end())
    yield from _without_scheme(text)


def _judge(text: str, start: int, place: int, scheme: str) -> Iterator[Finding]:
    """Judge one link whose host starts at `place`."""
    authority = _AUTHORITY.match(text, place)
    end = authority.end() if authority else place
    if not scheme.endswith(("http", "https")):
        yield _refuse("scheme", text, start, end)
        return
    user, at, host = (authority.group(1) if authority else "").rpartition("@")
    if at and user:
        yield _refuse("disguised", text, start, end)
    elif internal(_host_of(host)):
        yield _refuse("private", text, start, end)


def _host_of(authority: str) -> str:
    """The host of an authority, without its port and without the punctuation of the sentence around it."""
    if authority.startswith("["):
        return authority.partition("]")[0]
    return authority.rstrip(_TRAILING).partition(":")[0].lstrip("(")


def _without_scheme(text: str) -> Iterator[Finding]:
    for found in _BARE.finditer(text):
        host, rest = found["host"], found["rest"]
        if not internal(host):
            continue
        if rest:
            yield _refuse("private", text, found.start(), found.end())
        elif "." in host:
            yield to_confirm("internal_address", found.start(), found.end(), link=shown(found.group()))


def _refuse(why: str, text: str, start: int, end: int) -> Finding:
    return blocking(f"url_not_allowed.{why}", start, end, link=shown(text[start:end]))
