"""What a first visit costs on a slow line: a page with everything it links to, compressed, stays under 150 kB."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from approvals.models import Draft
from tests.people import NOW, later

LIMIT = 150_000
LINKED = re.compile(r'<(?:link|script|img)[^>]+(?:href|src)="/static/([^"?]+)"')
PAGES = ["home", "queue", "draft_new", "policies", "delays", "offices", "channels", "notifications"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    for hours in range(40):
        ministry.approve(ministry.submitted(f"Open on day {hours}. " * 10, at=later(-hours / 10)), ministry.helen)
    client.force_login(ministry.dana, backend="accounts.backends.SignIn")
    return client


def weight(client, address):
    """Return the bytes of a page and of all that it links to, each compressed as it is sent."""
    response = client.get(address, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response["Content-Encoding"] == "gzip"
    html = gzip.decompress(response.content).decode()
    files = {str(finders.find(name)) for name in LINKED.findall(html)}
    assert len(files) > 5, "its styles and scripts are found"
    return len(response.content) + sum(len(gzip.compress(Path(file).read_bytes())) for file in files)


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_is_light(reader, page):
    assert weight(reader, reverse(page)) < LIMIT


def test_a_first_visit_to_a_draft_is_light(reader):
    assert weight(reader, reverse("draft", args=[Draft.objects.first().pk])) < LIMIT


def test_the_api_keeps_the_strong_etag_that_if_match_needs(reader):
    draft = Draft.objects.first()
    answer = reader.get(f"/api/v1/drafts/{draft.pk}/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer
    assert answer["ETag"] == f'"{draft.revision.hash}"'


def test_a_browser_that_takes_no_compression_gets_the_page_as_it_is(reader):
    assert "Content-Encoding" not in reader.get("/queue/")
