"""Which addresses a service may have: of the public internet, or of a host that the installation names itself.

What is typed is judged at registration, and what a name leads to at every sending (notifications/services/posting.py).
"""

import ipaddress
import re
import socket
from collections.abc import Sequence
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from notifications.services.refusals import Refused

LONGEST = 2000
# Services of Apprise whose addresses name a host of one's own; all others on the list are at fixed hosts.
AT_OWN_HOST = frozenset({
    "gotify", "gotifys", "matrix", "matrixs", "mmost", "mmosts", "nctalk", "nctalks", "ntfy", "ntfys", "rocket",
    "rockets",
})  # fmt: skip
# What an Apprise address may not say: it would send without looking at the certificate of the receiver, or for longer
# than a worker waits.
NOT_TO_BE_SAID = frozenset({"verify", "cto", "rto", "redirect"})
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(Exception):
    """A host leads to an address that nothing may be sent to."""


class NotFound(Exception):
    """A host leads nowhere."""


def check_webhook(typed: str) -> str:
    """Return the host of an https address that may be used, or refuse it. Looks the name up once."""
    parts = _split(typed)
    host = (parts.hostname or "").rstrip(".")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Refused("url_not_allowed", field="address")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_own(host)):
        raise Refused("url_not_allowed", field="address")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Refused("url_not_allowed", field="address") from None
    _require_reachable(host, port)
    return host


def check_apprise(typed: str) -> str:
    """Return the kind of service that an Apprise address names, with its host where it is one's own, or refuse it."""
    parts = _split(typed)
    scheme = parts.scheme.lower()
    if scheme not in settings.APPRISE_SERVICES:
        raise Refused("service_not_allowed", field="address", services=", ".join(sorted(settings.APPRISE_SERVICES)))
    said = {unquote(pair.partition("=")[0]).strip().lower() for pair in re.split("[?&;]", typed)[1:]}
    if said & NOT_TO_BE_SAID:
        raise Refused("url_not_allowed", field="address")
    if scheme not in AT_OWN_HOST:
        return f"{scheme}://"
    host = (parts.hostname or "").rstrip(".")
    if not is_own(host):
        raise Refused("url_not_allowed", field="address")
    return f"{scheme}://{host}"


def is_own(host: str) -> bool:
    """Say whether the installation names this host as one inside the ministry that may be sent to."""
    return bool(host) and host.lower() in {name.lower() for name in settings.WEBHOOK_ALLOWED_HOSTS}


def where(host: str, port: int) -> Sequence[str]:
    """Return the numbers that a host leads to now, every one of them allowed; raises NotFound or NotAllowed.

    One number that is private is enough: whoever answers for the name could choose between them at will.
    """
    found = look_up(host, port)
    if not is_own(host) and not all(is_public(ipaddress.ip_address(number)) for number in found):
        raise NotAllowed(host)
    return found


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the numbers of a host, as the machine's resolver gives them; raises NotFound."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFound(host) from None
    # Without the zone of a link-local address: such a one is refused anyway.
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def is_public(number: IPAddress) -> bool:
    """Say whether a number is one of the public internet, also inside a number of IPv6 that carries one of IPv4."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if inner is None and number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return number.is_global and not number.is_multicast


def _split(typed: str) -> SplitResult:
    if len(typed) > LONGEST or not typed.isascii() or not typed.isprintable() or " " in typed or "\\" in typed:
        raise Refused("url_not_allowed", field="address")
    try:
        return urlsplit(typed)
    except ValueError:
        raise Refused("url_not_allowed", field="address") from None


def _require_reachable(host: str, port: int) -> None:
    if not _HOST.fullmatch(host):
        raise Refused("url_not_allowed", field="address")
    try:
        where(host, port)
    except NotAllowed:
        raise Refused("url_not_allowed", field="address") from None
    except NotFound:
        raise Refused("host_not_found", field="address", host=host) from None
