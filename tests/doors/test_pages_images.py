"""Images on the pages: added, described, moved and taken out without scripts; seen by whom they concern."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image as Noise

from approvals.actions import decide
from approvals.actions.images import keep
from approvals.actions.submit import submit
from approvals.models import Draft, Image
from approvals.rules.content import Picture
from channels.media import LARGEST
from tests.doors.pages import Visitor, at, hash_of, main
from tests.doors.test_pages_write import form
from tests.people import NOW, fresh, later
from tests.pictures import picture, written


def file(colour="navy", name="map.png"):
    return SimpleUploadedFile(name, picture(colour), "image/png")


def kept(by, colour="navy"):
    return keep(raw=picture(colour), by=by, at=NOW)


def of(image, said="A map of the bay."):
    return Picture(image.hash, (("en", said),))


def rows(*images, said="A map of the bay."):
    """Return the fields of images as the page holds them."""
    fields = {"images": str(len(images))}
    for row, image in enumerate(images):
        fields |= {f"image-{row}-hash": image.hash, f"image-{row}-description": f"{said} {row}".strip()}
    return fields


def hashes(page):
    return re.findall(r'name="image-\d+-hash" value="([0-9a-f]{64})"', page)


def test_an_image_is_added_described_and_saved_without_a_script(visit, ministry):
    reader = visit("layla")
    page = reader.post("/drafts/new/", 200, **form(ministry, do="add_image", image=file()))
    image = Image.objects.get()
    assert hashes(page) == [image.hash]
    assert 'name="images" value="1"' in page
    assert "The embassy is open today." in page
    fields = {"images": "1", "image-0-hash": image.hash, "image-0-description": "A map of the bay."}
    shown = reader.follow("/drafts/new/", **form(ministry, **fields))
    assert fresh(Draft.objects.get()).current.body.images == (of(image),)
    assert f'src="/images/{image.hash}.jpg"' in shown
    assert "A map of the bay." in main(shown)


def test_a_file_that_was_chosen_is_not_lost_when_another_button_is_pressed(visit, ministry):
    page = visit("layla").post("/drafts/new/", 200, **form(ministry, do="save", image=file()))
    assert len(hashes(page)) == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("raw", "status", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "not an image that is taken"),
        (picture(of="JPEG", size=(300, 300))[:700], 400, "damaged or incomplete"),
        (picture() + b"<script>", 400, "an image and something else at once"),
        (picture() + bytes(LARGEST), 413, "too large"),
    ],
)
def test_a_file_that_is_not_taken_is_told_beside_the_field_and_what_was_typed_stays(
    visit, ministry, raw, status, sentence
):
    sent = form(ministry, do="add_image", image=SimpleUploadedFile("photo.png", raw, "image/png"))
    page = visit("layla").post("/drafts/new/", status, **sent)
    assert sentence in main(page)
    assert "The embassy is open today." in page
    assert not Image.objects.exists()


def test_to_add_nothing_is_told_too(visit, ministry):
    page = visit("layla").post("/drafts/new/", 400, **form(ministry, do="add_image"))
    assert "Choose an image first" in main(page)


def test_a_request_far_larger_than_any_image_is_not_read_to_its_end(ministry):
    reader = Visitor(ministry.layla)
    big = [SimpleUploadedFile("photo.png", bytes(LARGEST), "image/png") for _ in range(5)]
    page = reader.post("/drafts/new/", 413, **form(ministry, do="add_image", image=big))
    assert "too large" in main(page).lower()


def test_images_are_moved_and_taken_out_with_their_descriptions(visit, ministry):
    reader, one, other = visit("layla"), kept(ministry.layla), kept(ministry.layla, "red")
    both = form(ministry, **rows(one, other))
    assert hashes(reader.post("/drafts/new/", 200, **both | {"do": "up_image-1"})) == [other.hash, one.hash]
    page = reader.post("/drafts/new/", 200, **both | {"do": "down_image-0"})
    assert hashes(page) == [other.hash, one.hash]
    assert page.index("A map of the bay. 1") < page.index("A map of the bay. 0")
    page = reader.post("/drafts/new/", 200, **both | {"do": "remove_image-0"})
    assert hashes(page) == [other.hash]
    assert "A map of the bay. 0" not in page


@pytest.mark.parametrize("do", ["up_image-0", "down_image-1", "up_image-7", "remove_image-9", "remove_image-x"])
def test_a_button_that_names_no_image_changes_nothing(visit, ministry, do):
    one, other = kept(ministry.layla), kept(ministry.layla, "red")
    page = visit("layla").post("/drafts/new/", 200, **form(ministry, **rows(one, other), do=do))
    assert hashes(page) == [one.hash, other.hash]


def test_the_same_image_is_not_there_twice(visit, ministry):
    one = kept(ministry.layla)
    page = visit("layla").post("/drafts/new/", 400, **form(ministry, **rows(one), do="add_image", image=file()))
    assert hashes(page) == [one.hash]
    assert "The same image is there twice" in main(page)


def test_a_draft_with_an_image_that_is_not_described_is_saved_and_says_what_is_missing(visit, ministry):
    image = kept(ministry.layla)
    fields = {"images": "1", "image-0-hash": image.hash, "do": "submit"}
    page = visit("layla").follow("/drafts/new/", **form(ministry, **fields))
    assert Draft.objects.get().state == "draft"
    assert "Image 1 has no description in this language: English." in main(page)


def test_an_image_of_another_mission_cannot_be_put_in_by_its_hash(visit, ministry):
    """Guarantee 11."""
    page = visit("layla").post("/drafts/new/", 400, **form(ministry, **rows(kept(ministry.gil))))
    assert "is not yours to use" in main(page)
    assert not Draft.objects.exists()


def test_an_image_is_described_in_each_language_that_is_posted(visit, ministry):
    image, reader = kept(ministry.layla), visit("layla")
    texts = {
        "variants": "2", "variant-0-channel": ministry.x.pk, "variant-0-language": "en", "variant-0-text": "Open.",
        "variant-1-channel": ministry.x.pk, "variant-1-language": "ar", "variant-1-text": "مفتوح.",
    }  # fmt: skip
    page = reader.post("/drafts/new/", 200, **form(ministry, **texts, **rows(image), do="check"))
    assert "Description in Arabic" in main(page)
    reader.follow(
        "/drafts/new/", **form(ministry, **texts, **rows(image), **{"image-0-description-ar": "خريطة الخليج"})
    )
    stored = fresh(Draft.objects.get()).current.body
    assert dict(stored.images[0].descriptions) == {"en": "A map of the bay. 0", "ar": "خريطة الخليج"}
    assert {post.images[0].description for post in stored.posts()} == {"A map of the bay. 0", "خريطة الخليج"}


def test_who_may_see_a_draft_sees_its_images_and_a_stranger_finds_nothing(visit, ministry):
    """Guarantee 11."""
    image = kept(ministry.layla)
    draft = ministry.draft(images=(of(image),))
    for address in (f"/images/{image.hash}.jpg", f"/images/{image.hash}/small.jpg"):
        seen = {reader: visit(reader).client.get(address).status_code for reader in ("layla", "omar", "helen")}
        assert set(seen.values()) == {200}
        for stranger in ("gil", "dana", "rita", "ivan"):
            visit(stranger).get(address, 404)
        assert Visitor().client.get(address).status_code == 302
    submit(draft_id=draft.pk, by=ministry.layla, at=NOW)
    for asked in ("dana", "rita"):
        assert visit(asked).client.get(f"/images/{image.hash}.jpg").status_code == 200
    visit("gil").get(f"/images/{image.hash}.jpg", 404)


def test_an_image_is_given_as_an_image_and_nothing_of_it_can_run(visit, ministry):
    image = kept(ministry.layla)
    response = visit("layla").client.get(f"/images/{image.hash}.jpg")
    assert response.content == bytes(Image.objects.get().data)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == "inline"
    assert response["Cache-Control"] == "private, no-store"
    assert visit("layla").client.get(f"/images/{image.hash}/small.jpg")["Cache-Control"] == "private, max-age=600"


def test_an_image_costs_few_queries(visit, ministry, django_assert_max_num_queries):
    image, reader = kept(ministry.layla), visit("layla")
    with django_assert_max_num_queries(4):
        reader.client.get(f"/images/{image.hash}/small.jpg")


def test_reviewers_read_the_images_with_what_describes_them(visit, ministry):
    """Guarantee 12."""
    image = kept(ministry.layla)
    draft = ministry.submitted(images=(of(image),))
    page = visit("helen").get(at(draft))
    assert f'src="/images/{image.hash}.jpg"' in page
    assert "A map of the bay." in main(page)


def test_what_changed_in_the_images_is_shown_with_before_and_after(visit, ministry):
    one, other = kept(ministry.layla), kept(ministry.layla, "red")
    draft = ministry.submitted(images=(of(one), of(other)))
    decide.request_changes(
        draft_id=draft.pk, by=ministry.helen, revision=draft.current.hash, comment="One is enough.", at=later(1)
    )
    fields = form(ministry, base=hash_of(draft), **rows(other, said="A view of the bay."))
    visit("layla").follow(at(draft, "edit"), **fields)
    page = main(visit("helen").get(f"{at(draft)}?from=1&to=2"))
    assert "Image 1 was taken out" in page
    assert "Image 1 is described anew" in page
    assert "A view of the bay. 0" in page


def test_several_photographs_are_sent_at_once_that_together_are_larger_than_one_may_be(visit, ministry):
    noise = [SimpleUploadedFile(f"{n}.png", written(Noise.effect_noise((2900, 2900), 90 + n))) for n in range(3)]
    assert max(file.size for file in noise) < LARGEST < sum(file.size for file in noise[:2])
    page = visit("layla").post("/drafts/new/", 200, **form(ministry, do="add_image", image=noise))
    assert len(hashes(page)) == 3


@pytest.mark.parametrize("language", ["\x00", "nonsense"])
def test_an_image_cannot_be_kept_to_what_is_no_language(visit, ministry, language):
    fields = rows(kept(ministry.layla)) | {"image-0-language": language}
    assert "is not the code of a language" in main(visit("layla").post("/drafts/new/", 400, **form(ministry, **fields)))


def test_a_draft_with_an_image_is_read_on_its_own_page_before_it_is_approved(visit, ministry):
    """Guarantee 12."""
    draft = ministry.submitted(images=(of(kept(ministry.layla)),))
    page = visit("helen").get("/queue/")
    assert "With 1 image" in main(page)
    assert f'action="{at(draft, "approve")}"' not in page


def test_whoever_publishes_finds_each_image_with_its_description_to_copy(visit, ministry):
    image = kept(ministry.layla)
    draft = ministry.cleared(images=(of(image),))
    page = visit("layla").get(at(draft))
    assert f'href="/images/{image.hash}.jpg" download="{draft.reference}-1.jpg"' in page
    assert "Download image 1" in main(page)
    assert "Copy the description" in page


@override_settings(DEBUG=False)
def test_an_address_of_no_image_answers_404(visit, ministry):
    visit("layla").get(f"/images/{'f' * 64}.jpg", 404)
    assert visit("layla").client.get("/images/x.jpg").status_code == 404
