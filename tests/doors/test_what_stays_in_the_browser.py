"""A browser keeps no page of a person who has signed out."""

import pytest


@pytest.mark.parametrize(
    "path", ["/", "/queue/", "/drafts/new/", "/notifications/", "/notifications/settings/", "/profile/"]
)
def test_pages_of_a_person_are_not_kept(client, ministry, path):
    client.force_login(ministry.layla)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
