"""Nothing is sent into the ministry's network but to a host that is named: by no notation, name, or second answer."""

import ssl
import time

import pytest
import trustme

from notifications.services import addresses, posting
from notifications.services.addresses import check_apprise, check_webhook, is_public
from notifications.services.posting import post
from notifications.services.refusals import Refused
from tests.delivery.receiver import Receiver, closed_port

PRIVATE = [
    "127.0.0.1", "127.1", "0x7f.1", "2130706433", "0", "0.0.0.0", "10.0.0.8", "172.16.9.9", "192.168.1.1",  # noqa: S104
    "169.254.169.254",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]",
    "[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[ff02::1]", "[fd00:ec2::254]",
    "localhost", "localhost.",
]  # fmt: skip
SPOILT = [
    "", "x", "https://", "https:///hook", "//example.org/hook", "ftp://example.org/", "file:///etc/passwd",
    "javascript:alert(1)",
    "gopher://example.org/", "http://example.org/hook", "https://anna@example.org/", "https://anna:pw@example.org/",
    "https://example.org/#there", "https://example.org:99999/", "https://example.org:-1/", "https://example.org:x/",
    "https://exämple.org/", "https://xn--\udcff.org/", "https://exa mple.org/", "https://example.org/\n", "https://example.org\\@10.0.0.1/",
    "https://[::1/", "https://example.org%2f@10.0.0.1/", "https://example.org/" + "x" * 2000, "HTTPS://\u212aelvin.example/",
    "https://example.org;10.0.0.1/", "https://127.0.0.1%00.example.org/",
]  # fmt: skip


def answering(*numbers):
    """Resolve every name to these, in turn for each look-up."""
    turns = list(numbers)
    return lambda host, port: [turns.pop(0) if len(turns) > 1 else turns[0]]


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_refused_in_every_notation(host):
    with pytest.raises(Refused) as refused:
        check_webhook(f"https://{host}/hook")
    assert (refused.value.code, refused.value.field) == ("url_not_allowed", "address")


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_not_connected_to_whatever_was_registered(host):
    assert post(f"https://{host}/hook", headers={}, body="{}").error in ("url_not_allowed", "host_not_found")


@pytest.mark.parametrize("typed", SPOILT)
def test_what_is_no_plain_https_address_is_refused(typed, monkeypatch):
    monkeypatch.setattr(addresses, "look_up", answering("93.184.216.34"))
    with pytest.raises(Refused) as refused:
        check_webhook(typed)
    assert refused.value.code == "url_not_allowed"


def test_a_public_name_is_taken_and_one_that_leads_nowhere_is_said_to(monkeypatch):
    monkeypatch.setattr(addresses, "look_up", answering("93.184.216.34"))
    assert check_webhook("https://hooks.example.org:8443/services/T0/B0?x=1") == "hooks.example.org"
    assert check_webhook("https://xn--exmple-cua.example/") == "xn--exmple-cua.example"
    monkeypatch.undo()
    with pytest.raises(Refused) as refused:
        check_webhook("https://nowhere.invalid/")
    assert refused.value.code == "host_not_found"


def test_a_name_with_one_private_number_among_public_ones_is_refused(monkeypatch):
    monkeypatch.setattr(addresses, "look_up", lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused):
        check_webhook("https://both.example/")


def test_a_name_that_turns_private_after_registration_is_not_connected_to(monkeypatch):
    with Receiver() as inside:
        monkeypatch.setattr(addresses, "look_up", answering("93.184.216.34", "127.0.0.1"))
        check_webhook(f"https://rebinding.example:{inside.port}/")
        outcome = post(f"http://rebinding.example:{inside.port}/", headers={}, body="{}")
        assert (outcome.error, inside.taken) == ("url_not_allowed", [])


def test_what_was_checked_is_what_is_connected_to(monkeypatch, settings):
    """A second answer of the resolver, private, is never asked for."""
    asked = []

    def first_public_then_private(host, port):
        asked.append(host)
        return ["192.0.2.1"] if len(asked) == 1 else ["127.0.0.1"]

    monkeypatch.setattr(addresses, "look_up", first_public_then_private)
    monkeypatch.setattr(addresses, "is_public", lambda number: str(number) == "192.0.2.1")
    with Receiver() as inside:
        outcome = post(f"http://rebinding.example:{inside.port}/", headers={}, body="{}", patience=0.5)
    assert outcome.silent
    assert (asked, inside.taken) == (["rebinding.example"], [])


def test_a_host_that_the_ministry_names_may_be_inside_and_without_tls(settings):
    with Receiver() as mattermost:
        settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
        assert check_webhook(mattermost.address) == "127.0.0.1"
        assert post(mattermost.address, headers={"webhook-id": "msg_1"}, body="{}").error == ""
        assert mattermost.identifiers == ["msg_1"]
        settings.WEBHOOK_ALLOWED_HOSTS = ["mattermost.ministry.example"]
        assert post(mattermost.address, headers={}, body="{}").error == "url_not_allowed"


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """A certificate authority that this machine trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    posting._trust.cache_clear()
    yield made
    posting._trust.cache_clear()


@pytest.mark.parametrize(
    ("named", "error"), [("hooks.example.org", ""), ("other.example.org", "certificate_not_trusted")]
)
def test_the_certificate_must_be_of_the_name_while_the_number_is_the_checked_one(
    authority, monkeypatch, settings, named, error
):
    settings.WEBHOOK_ALLOWED_HOSTS = ["hooks.example.org"]
    monkeypatch.setattr(addresses, "look_up", lambda host, port: ["127.0.0.1"])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(named).configure_cert(context)
    with Receiver(context=context) as receiver:
        outcome = post(f"https://hooks.example.org:{receiver.port}/", headers={}, body="{}")
    assert (outcome.error, len(receiver.taken)) == (error, 0 if error else 1)


def test_the_next_number_is_tried_when_the_first_does_not_answer(monkeypatch, settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["two.example.org"]
    monkeypatch.setattr(addresses, "look_up", lambda host, port: ["127.0.0.2", "127.0.0.1"])
    with Receiver() as receiver:
        assert post(f"http://two.example.org:{receiver.port}/", headers={}, body="{}").error == ""


def test_a_port_where_nobody_listens_is_said_at_once(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    started = time.monotonic()
    outcome = post(f"http://127.0.0.1:{closed_port()}/", headers={}, body="{}")
    assert (outcome.error, outcome.silent) == ("no_answer", True)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("number", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_the_public_internet_is_public(number):
    import ipaddress

    assert is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("typed", ["slack://T1/B1/secret/#room", "tgram://1:token/2/", "discord://1/token?format=text"])
def test_a_service_at_a_fixed_host_may_be_used_by_apprise(typed):
    assert check_apprise(typed) == typed.partition("://")[0] + "://"


@pytest.mark.parametrize(
    "typed",
    ["dbus://", "syslog://", "windows://", "macosx://", "gnome://", "json://example.org/", "xml://example.org", "form://x.org",
     "mailto://a:b@example.org", "rsyslog://example.org", "file:///etc/passwd", "exec://ls", "mqtt://example.org",
     "xbmc://10.0.0.1", "https://example.org/", "x", ""],
)  # fmt: skip
def test_a_service_that_reaches_this_machine_or_any_host_is_refused(typed):
    with pytest.raises(Refused) as refused:
        check_apprise(typed)
    assert refused.value.code == "service_not_allowed"


@pytest.mark.parametrize(
    "typed",
    ["ntfy://10.0.0.1/topic", "gotify://gotify.example/token", "mmost://10.0.0.1/token", "slack://a/b/c?verify=no",
     "slack://a/b/c?Verify=No", "slack://a/b/c/#room?verify=no", "slack://a/b/c?v%65rify=no", "slack://a/b/c?x=1&rto=900"],
)  # fmt: skip
def test_apprise_is_asked_for_no_host_that_is_not_named_and_never_to_look_away(typed):
    with pytest.raises(Refused) as refused:
        check_apprise(typed)
    assert refused.value.code == "url_not_allowed"


def test_apprise_may_be_asked_for_a_host_that_is_named(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["gotify.ministry.example"]
    assert check_apprise("gotify://gotify.ministry.example/token") == "gotify://gotify.ministry.example"
