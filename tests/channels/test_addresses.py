"""No post sends the public to an internal address, or to what is no web page; and nothing is fetched to find out."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.addresses import internal
from channels.screening import screen


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("screening reached for the network")

    for name in ("socket", "getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd", "FILE://server/share", "javascript:alert(1)", "JavaScript:void(0)", "vbscript:x",
        "data:text/html;base64,PHA+", "data:,x", "ftp://example.com/a", "ldap://example.com", "\\\\server\\share",
        "javascript://example.com/%0aalert(1)",
    ],
)  # fmt: skip
def test_what_is_no_web_link_is_refused(link):
    (finding,) = screen(f"See {link} now")
    assert (finding.code, finding.severity, finding.message) == (
        "url_not_allowed",
        "blocking",
        "url_not_allowed.scheme",
    )
    assert finding.start == 4


@pytest.mark.parametrize(
    "link",
    [
        "http://localhost/", "https://localhost:8443/a", "http://127.0.0.1", "http://127.1/", "http://2130706433/",
        "http://0x7f000001/", "http://0177.0.0.1/", "http://0/", "http://10.0.0.1:80/a", "http://172.16.9.9",
        "http://192.168.1.1", "http://100.64.0.1", "http://169.254.169.254/latest/meta-data", "http://224.0.0.1",
        "http://[::1]/", "http://[fe80::1%25eth0]/", "http://[fd00::1]", "http://[::ffff:10.0.0.1]/", "http://[::ffff:7f00:1]",
        "http://[64:ff9b::a00:1]/", "http://[2002:a00:1::]/", "https://intranet/", "https://printer.local", "http://wiki.corp/a",
        "https://db.internal.", "https://a.localhost", "https://router.home.arpa", "http://1２7.0.0.1/", "http://127。0。0。1",
        "http://%31%32%37.0.0.1", "http:/10.0.0.1/", "http:\\\\10.0.0.1\\", "HTTP://LOCALHOST", "192.168.1.10/admin",
        "localhost:8000", "files.mission.internal/share", "10.1.2.3:22", "https://[not-an-address]/",
    ],
)  # fmt: skip
def test_a_link_to_an_internal_address_is_refused_in_any_notation(link):
    (finding,) = screen(f"See {link} now")
    assert (finding.code, finding.severity, finding.message) == (
        "url_not_allowed",
        "blocking",
        "url_not_allowed.private",
    )


@pytest.mark.parametrize("link", ["https://canada.ca@evil.example/", "http://user:secret@example.com"])
def test_a_link_that_hides_where_it_leads_is_refused(link):
    (finding,) = screen(f"({link})")
    assert (finding.code, finding.message) == ("url_not_allowed", "url_not_allowed.disguised")


@pytest.mark.parametrize("address", ["server.internal", "nas.local", "10.1.2.3", "192.168.0.254"])
def test_an_internal_address_that_is_no_link_must_be_confirmed(address):
    (finding,) = screen(f"It was on {address}, they say.")
    assert (finding.code, finding.severity) == ("internal_address", "confirm")


@pytest.mark.parametrize(
    "text",
    [
        "https://www.international.gc.ca/world-monde/index.aspx?lang=eng#a", "https://medium.com/@canada/post",
        "http://example.com:8080/a", "https://8.8.8.8/", "https://[2001:4860:4860::8888]/",
        "https://[::ffff:8.8.8.8]/", "https://пример.рф/путь",
        "https://www.ministry.example/a", "Write to press@mission.example or see mission.example.",
        "Our data: 5 million; the file: see annex; JavaScript: the good parts", "at 3:00, 4://", "https:// and https://…",
        "mailto:press@mission.example", "https://shop.localnews.example", "Shop local. Internal affairs",
        "version 1.2.3.4",
        "https://redirect.example/?to=https://example.org",
    ],
)  # fmt: skip
def test_public_links_and_plain_words_pass(text):
    assert screen(text) == []


@given(st.ip_addresses(v=4).filter(lambda ip: ip.is_private), st.sampled_from(["{}", "{}.", "[::ffff:{}]"]))
def test_every_private_address_is_internal_however_it_is_wrapped(ip, frame):
    assert internal(frame.format(ip))
    assert internal(str(int(ip)))


@given(st.text(max_size=300))
def test_any_host_at_all_gets_an_answer(host):
    assert internal(host) in (True, False)
