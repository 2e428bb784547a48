"""Images by the API: sent, put in drafts by their hash, read with what describes them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from approvals.actions.images import keep
from approvals.models import Draft, Image
from approvals.rules.content import Picture
from channels.media import LARGEST
from tests.people import NOW, fresh
from tests.pictures import picture

ROOT = "/api/v1/images/"
DRAFTS = "/api/v1/drafts/"


@pytest.fixture
def layla(ministry):
    client = Client()
    client.force_login(ministry.layla, backend="accounts.backends.SignIn")
    return client


def send(client, raw=None, **headers):
    file = SimpleUploadedFile("map.png", picture() if raw is None else raw, "image/png")
    return client.post(ROOT, {"image": file}, headers=headers)


def written(ministry, *images, **fields):
    return {"channels": [ministry.x.pk], "text": "Open.", "language": "en", "images": list(images)} | fields


def test_an_image_is_sent_and_put_in_a_draft_by_its_hash(layla, ministry):
    sent = send(layla)
    assert sent.status_code == 201
    image = sent.json()
    assert image["format"] == "jpeg"
    assert (image["width"], image["height"]) == (64, 48)
    assert layla.get(image["address"]).status_code == 200
    described = {"hash": image["hash"], "descriptions": [{"language": "en", "text": "A map."}]}
    made = layla.post(DRAFTS, written(ministry, described), content_type="application/json").json()
    assert made["images"] == [{**described, "channels": [], "languages": []}]
    assert made["posts"][0]["images"] == [{"hash": image["hash"], "description": "A map.", "address": image["address"]}]


def test_what_is_left_out_of_a_change_stays_and_an_empty_list_takes_the_images_out(layla, ministry):
    image = keep(raw=picture(), by=ministry.layla, at=NOW)
    draft = ministry.draft(images=(Picture(image.hash, (("en", "A map."),)),))

    def patch(fields):
        headers = {"If-Match": f'"{fresh(draft).current.hash}"'}
        address = f"{DRAFTS}{draft.pk}/"
        return layla.patch(address, fields, content_type="application/json", headers=headers).json()

    assert len(patch({"text": "Open until noon."})["images"]) == 1
    assert patch({"images": []})["images"] == []
    assert [revision.body.images for revision in draft.revisions.order_by("number")][2] == ()


def test_the_record_tells_what_changed_in_the_images(layla, ministry):
    image = keep(raw=picture(), by=ministry.layla, at=NOW)
    draft = ministry.draft(images=(Picture(image.hash, (("en", "A map."),)),))
    (post,) = layla.get(f"{DRAFTS}{draft.pk}/revisions/1/diff/").json()["posts"]
    assert post["images"] == [
        {"kind": "added", "hash": image.hash, "before": None, "after": 1, "old": "", "new": "A map."}
    ]


def test_the_same_request_with_the_same_key_has_one_effect_and_another_file_is_told_apart(layla):
    first, again = (send(layla, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert send(layla, picture("red"), **{"Idempotency-Key": "k1"}).status_code == 422
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"<svg/>", 415, "image_not_taken"),
        (picture() + b"<script>", 400, "image_is_more"),
        (picture(of="JPEG", size=(300, 300))[:700], 400, "image_broken"),
        (picture() + bytes(LARGEST), 413, "image_too_large"),
        (b"", 400, "invalid"),
    ],
)
def test_what_is_no_image_is_a_problem_with_its_code(layla, raw, status, code):
    answer = send(layla, raw)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_what_is_sent_beside_an_image_or_without_one_is_refused(layla):
    assert layla.post(ROOT, {"image": "no file"}).json()["code"] == "invalid"
    assert layla.post(ROOT, {}).status_code == 400
    file = SimpleUploadedFile("map.png", picture(), "image/png")
    assert layla.post(ROOT, {"image": file, "name": "map"}).json()["errors"].keys() == {"name"}


@pytest.mark.parametrize(
    ("images", "code"),
    [
        ([{"hash": "f" * 64}], "image_unknown"),
        ([{"hash": "F" * 64}], "invalid"),
        ([{"hash": "../../etc/passwd"}], "invalid"),
        ([{"hash": 7}], "invalid"),
        ([{"hash": "f" * 64, "size": 1}], "invalid"),
        ([{"hash": "f" * 64, "descriptions": [{"language": "xx-nowhere", "text": "A"}]}], "invalid"),
        ([{"hash": "f" * 64, "descriptions": [{"language": "en", "text": "A"}] * 2}], "invalid"),
        ([{"hash": "f" * 64}] * 2, "image_repeated"),
        ([{"hash": f"{number:064}"} for number in range(41)], "invalid"),
        ({"hash": "f" * 64}, "invalid"),
    ],
)
def test_images_that_cannot_be_in_a_draft_are_refused_by_name(layla, ministry, images, code):
    fields = written(ministry) | {"images": images}
    answer = layla.post(DRAFTS, fields, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == code
    assert any(name.startswith("images") for name in answer.json()["errors"])
    assert not Draft.objects.exists()
