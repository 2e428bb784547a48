"""Every refusal has a page: its status, a sentence, the frame; and no page is open unless it says so."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from config.urls import urlpatterns as application

handler400 = "accounts.errors.bad_request"
REFUSALS = {
    "bad": BadRequest("details for the log"),
    "suspicious": SuspiciousOperation("details for the log"),
    "denied": PermissionDenied(),
    "said": PermissionDenied("Only the owning office may do this."),
    "missing": Http404("details for the log"),
    "fault": RuntimeError("details for the log"),
}


def refuse(request, what):
    raise REFUSALS[what]


def read(request):
    return request.POST and None


urlpatterns = [path("refuse/<str:what>/", refuse), path("read/", read), *application]

# What a visitor may open before signing in; the programming interface answers for itself (tests of the API).
# The schema of policy files says nothing of the ministry: an editor checks a file by it, wherever that is written.
PUBLIC = {
    "sign-in/", "language/", "admin/login/", "admin/jsi18n/", "policies/schema.json",
    # Whoever has the secret address may read, or end e-mail: mail and calendar programs do not sign in.
    r"^calendar/(?P<token>[A-Za-z0-9_-]{43})\.ics$", "notifications/unsubscribe/<str:token>/",
}  # fmt: skip


@pytest.fixture
def reader(ministry):
    client = Client(raise_request_exception=False)
    client.force_login(ministry.layla, backend="accounts.backends.SignIn")
    return client


@pytest.mark.urls("tests.doors.test_pages_that_refuse")
@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    ("what", "status", "sentence"),
    [
        ("bad", 400, "That request could not be read"),
        ("suspicious", 400, "That request could not be read"),
        ("denied", 403, "Your postings do not give you this right"),
        ("said", 403, "Only the owning office may do this."),
        ("missing", 404, "There is nothing here for you"),
    ],
)
def test_a_refusal_answers_with_its_status_a_sentence_and_no_details(reader, settings, debug, what, status, sentence):
    settings.DEBUG = debug
    response = reader.get(f"/refuse/{what}/")
    assert response.status_code == status
    page = response.content.decode()
    assert sentence in page
    assert "details for the log" not in page
    assert 'aria-label="Main"' in page, "the frame stays, so that one can go on"


@pytest.mark.urls("tests.doors.test_pages_that_refuse")
def test_a_fault_answers_500_in_both_languages_without_details_or_frame(reader):
    response = reader.get("/refuse/fault/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something went wrong" in page
    assert "Une erreur" in page
    assert "details for the log" not in page


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("address", ["/no-such-page/", "/offices/NONE/"])
def test_an_unknown_address_answers_404_in_the_words_of_the_house(reader, settings, debug, address):
    settings.DEBUG = debug
    response = reader.get(address)
    assert response.status_code == 404
    assert b"There is nothing here for you" in response.content


def test_a_visitor_gets_404_too_for_an_unknown_address(client, db):
    assert client.get("/no-such-page/").status_code == 404


def test_a_body_larger_than_the_limit_answers_413(reader):
    response = reader.post(
        "/profile/", {"time_zone": "x" * 1_100_000}, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert b"That is too large" in response.content


def test_a_large_multipart_body_without_files_answers_413(reader):
    response = reader.post("/profile/", {"time_zone": "x" * 1_100_000})
    assert response.status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "", "9" * 30])
def test_an_odd_content_length_is_no_fault(reader, length):
    response = reader.get("/profile/", CONTENT_LENGTH=length)
    assert response.status_code in (200, 413)


def test_a_form_without_its_token_is_refused_with_what_to_do(ministry):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in/", {"username": "layla", "password": "tell-no-one-9"})
    assert response.status_code == 403
    assert b"This page had been open too long" in response.content


def test_an_unknown_host_answers_400(client, db):
    assert client.get("/sign-in/", HTTP_HOST="evil.example").status_code == 400


def addresses(patterns=None, prefix=""):
    """Yield every address of the application that is not the programming interface, with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if address.lstrip("^").startswith("api/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def test_every_page_asks_for_sign_in_but_those_named_here():
    assert {address for address, view in addresses() if not getattr(view, "login_required", True)} <= PUBLIC


def test_pages_carry_the_policy_that_refuses_inline_scripts_and_styles(reader):
    response = reader.get("/profile/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    page = response.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page


def test_an_address_that_only_takes_what_a_page_sends_leads_back_to_the_page(reader, ministry):
    draft = ministry.submitted()
    answer = reader.get(f"/drafts/{draft.pk}/approve/")
    assert answer.status_code == 405
    page = answer.content.decode()
    assert "Nothing was sent" in page
    assert f'href="/drafts/{draft.pk}/"' in page
