"""The queue lets nobody approve in a row what the row does not show."""

import pytest

from tests.actions.test_images import of, sent
from tests.people import channel, variant


@pytest.fixture
def helen(client, ministry):
    client.force_login(ministry.helen)
    return client


def test_a_row_shows_the_whole_text_and_can_be_approved(helen, ministry):
    draft = ministry.submitted("First line.\n\nLast line of what will be posted.")
    page = helen.get("/queue/").content.decode()
    assert "Last line of what will be posted." in page
    assert f"/drafts/{draft.pk}/approve/" in page


def test_a_row_shows_the_text_of_each_channel_that_has_its_own(helen, ministry):
    own = variant(ministry.mastodon, "en", "The longer text for Mastodon.")
    draft = ministry.submitted(channel_ids=(ministry.x.pk, ministry.mastodon.pk), variants=(own,))
    page = helen.get("/queue/").content.decode()
    assert "The embassy is open today." in page
    assert "The longer text for Mastodon." in page
    assert f"/drafts/{draft.pk}/approve/" in page


def test_a_text_too_long_for_a_row_is_approved_on_its_own_page_only(helen, ministry):
    facebook = channel("facebook", "EmbassyRiyadh", ministry.riyadh, "en")
    draft = ministry.submitted("A long statement. " * 80, channel_ids=(facebook.pk,))
    page = helen.get("/queue/").content.decode()
    assert f"/drafts/{draft.pk}/approve/" not in page
    assert f"/drafts/{draft.pk}/" in page


def test_a_post_with_an_image_is_approved_on_its_own_page_only(helen, ministry):
    draft = ministry.submitted(images=(of(sent(ministry.layla)),))
    page = helen.get("/queue/").content.decode()
    assert "The embassy is open today." in page
    assert "With 1 image" in page
    assert f"/drafts/{draft.pk}/approve/" not in page
