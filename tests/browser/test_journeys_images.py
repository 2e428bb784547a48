"""Images in a real browser: chosen and sent at once, described, approved as they appear, and handed over."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Draft, Image
from tests.people import fresh
from tests.pictures import picture

MAP = {"name": "map.png", "mimeType": "image/png", "buffer": picture("teal", (640, 480))}
FLAG = {"name": "flag.webp", "mimeType": "image/webp", "buffer": picture("maroon", (480, 640), of="WEBP")}


def test_an_image_is_sent_when_it_is_chosen_described_and_saved(page, sign_in, ministry, assert_accessible):
    sign_in(ministry.layla)
    page.goto("/drafts/new/")
    page.get_by_label("@EmbassyRiyadh").check()
    page.get_by_label("Text", exact=True).fill("Fourteen crossings are open.")
    page.get_by_label("An image", exact=True).focus()
    page.get_by_label("An image", exact=True).set_input_files(MAP)
    described = page.get_by_label(re.compile("^Description, image 1"))
    expect(described).to_be_focused()
    expect(page.get_by_text("Image 1 has no description in this language: English.")).to_be_visible()
    described.fill("A map of the bay.")
    expect(page.get_by_text("17 of 1,000 characters")).to_be_visible()
    expect(page.get_by_text("Image 1 has no description")).to_have_count(0)
    assert_accessible()
    page.get_by_role("button", name="Save and submit").click()
    expect(page.get_by_text("A map of the bay.").first).to_be_visible()
    expect(page.get_by_role("link", name="Image 1 in full size")).to_be_visible()
    body = fresh(Draft.objects.get()).current.body
    assert [dict(image.descriptions) for image in body.images] == [{"en": "A map of the bay."}]
    assert_accessible()


def test_what_is_no_image_is_told_beside_the_field_and_the_text_stays(page, sign_in, ministry):
    sign_in(ministry.layla)
    page.goto("/drafts/new/")
    text = page.get_by_label("Text", exact=True)
    text.fill("Fourteen crossings are open.")
    page.get_by_label("An image", exact=True).set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    )
    expect(page.get_by_text("This file is not an image that is taken.")).to_be_visible()
    expect(text).to_have_value("Fourteen crossings are open.")
    assert not Image.objects.exists()


def test_images_are_moved_by_the_keyboard(page, sign_in, ministry):
    sign_in(ministry.layla)
    page.goto("/drafts/new/")
    page.get_by_label("An image", exact=True).set_input_files([MAP, FLAG])
    page.get_by_label(re.compile("^Description, image 1")).fill("A map.")
    page.get_by_label(re.compile("^Description, image 2")).fill("A flag.")
    page.get_by_role("button", name=re.compile("^Move up.*image 2")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("^Description, image 1"))).to_have_value("A flag.")
    page.get_by_role("button", name=re.compile("^Take it out.*image 2")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("^Description, image"))).to_have_count(1)


@pytest.mark.parametrize("scripts", [False])
def test_an_image_goes_from_the_author_to_who_publishes_it_without_scripts(desk_of, ministry):
    author, head = desk_of(ministry.layla), desk_of(ministry.helen)
    author.goto("/drafts/new/")
    author.get_by_label("@EmbassyRiyadh").check()
    author.get_by_label("Text", exact=True).fill("Fourteen crossings are open.")
    author.get_by_label("An image", exact=True).set_input_files(MAP)
    author.get_by_role("button", name="Add the image").click()
    author.get_by_label(re.compile("^Description, image 1")).fill("A map of the bay.")
    author.get_by_role("button", name="Save and submit").click()
    draft = Draft.objects.get()
    head.goto(f"/drafts/{draft.pk}/")
    expect(head.get_by_text("A map of the bay.").first).to_be_visible()
    expect(head.locator(".im-frame img").first).to_have_js_property("naturalWidth", 640)
    head.locator("#approve-form").get_by_role("button", name="Approve", exact=True).click()
    ministry.approve(draft, ministry.dana, ministry.mina, at=timezone.now())
    author.goto(f"/drafts/{draft.pk}/")
    with author.expect_download() as downloaded:
        author.get_by_role("link", name="Download image 1").click()
    assert downloaded.value.suggested_filename == f"{draft.reference}-1.jpg"
    assert downloaded.value.path().read_bytes() == bytes(Image.objects.get().data)
