"""A browser keeps no page of a person who has signed out."""

import re
from base64 import b64decode

import pytest


@pytest.mark.parametrize(
    "path", ["/", "/queue/", "/drafts/new/", "/notifications/", "/notifications/settings/", "/profile/"]
)
def test_pages_of_a_person_are_not_kept(client, ministry, path):
    client.force_login(ministry.layla)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_is_typed_is_sealed_for_its_writer_and_its_form(visit, ministry):
    """Guarantee 24."""

    def seals(reader, address="/drafts/new/"):
        return re.search(r'data-seals="([^"]+)"', reader.get(address))[1].split()

    draft = ministry.draft()
    layla = visit("layla")
    assert seals(layla) == seals(layla) == seals(visit("layla")), "what was sealed can be opened after a crash"
    assert {*seals(layla)} & {*seals(visit("omar"))} == set()
    assert {*seals(layla)} & {*seals(layla, f"/drafts/{draft.pk}/edit/")} == set()
    assert all(len(b64decode(seal)) == 32 for seal in seals(layla))


def test_a_seal_can_still_be_opened_after_the_secret_key_was_changed(visit, settings):
    before = visit("layla").get("/drafts/new/")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 5, [settings.SECRET_KEY]
    after = visit("layla").get("/drafts/new/")
    old, new = (re.search(r'data-seals="([^"]+)"', page)[1].split() for page in (before, after))
    assert new[1:] == old
    assert new[0] not in old
