"""Images from upload to the record: kept once, seen by few, part of what is approved, forgotten when unused."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from approvals import images as reading
from approvals.actions import decide, write
from approvals.actions.images import FORGOTTEN_AFTER, MOST_IMAGES, MOST_UNUSED, forget_images, keep
from approvals.actions.write import Writing
from approvals.models import Image, ImageUpload, ImageUse
from approvals.refusals import Refused
from approvals.rules.content import Picture
from tests.actions.asking import refused
from tests.people import NOW, fresh, later, variant
from tests.pictures import picture, written


def sent(by, colour="navy", *, at=NOW):
    return keep(raw=picture(colour), by=by, at=at)


def of(image, said="A map of the bay.", **narrowed):
    return Picture(image.hash, (("en", said),), **narrowed)


def sees(user, image, *, at=NOW):
    return reading.visible(user, at=at).filter(pk=image.pk).exists()


def test_the_same_image_is_kept_once_whoever_sends_it(ministry):
    one, other = sent(ministry.layla), sent(ministry.gil, at=later(1))
    assert one == other
    assert Image.objects.count() == 1
    assert ImageUpload.objects.count() == 2


def test_what_is_kept_is_the_image_made_anew(ministry):
    kept = Image.objects.get(pk=sent(ministry.layla).pk)
    assert (kept.format, kept.width, kept.height, kept.size) == ("jpeg", 64, 48, len(bytes(kept.data)))
    assert bytes(kept.data)[:3] == b"\xff\xd8\xff"


def test_what_is_no_image_is_refused_and_nothing_is_kept(ministry):
    with refused("image_not_taken"):
        keep(raw=b"<svg></svg>", by=ministry.layla, at=NOW)
    assert not Image.objects.exists()


def test_nobody_fills_the_database_with_images_that_are_in_no_draft(ministry):
    image = sent(ministry.layla)
    for number in range(MOST_UNUSED - 1):
        row = Image.objects.create(
            hash=f"{number:064}", format="jpeg", width=1, height=1, size=1, data=b"1", small=b"1", kept_at=NOW
        )
        ImageUpload.objects.create(image=row, by=ministry.layla, at=NOW)
    with refused("too_many_uploads"):
        sent(ministry.layla, "red")
    assert sent(ministry.layla) == image
    assert sent(ministry.omar, "red")


def test_only_who_sent_an_image_sees_it_before_it_is_in_a_draft(ministry):
    image = sent(ministry.layla)
    assert sees(ministry.layla, image)
    assert not sees(ministry.omar, image)
    assert not sees(ministry.gil, image)


def test_whoever_may_see_a_draft_sees_its_images_and_nobody_else(ministry):
    """Guarantee 11."""
    image = sent(ministry.layla)
    ministry.draft(images=(of(image),))
    assert sees(ministry.omar, image)
    assert sees(ministry.helen, image)
    assert not sees(ministry.dana, image)
    assert not sees(ministry.gil, image)


def test_a_reviewer_sees_an_image_that_a_later_revision_left_out(ministry):
    image = sent(ministry.layla)
    draft = ministry.submitted(images=(of(image),))
    decide.request_changes(
        draft_id=draft.pk, by=ministry.helen, revision=draft.current.hash, comment="Another map.", at=later(1)
    )
    write.revise(
        draft_id=draft.pk, by=ministry.layla, writing=Writing(ministry.content("Open.")), at=later(2),
        if_match=draft.current.hash,
    )  # fmt: skip
    assert sees(ministry.helen, image)


def test_an_image_of_somebody_else_cannot_be_put_in_a_draft_by_its_hash(ministry):
    """Guarantee 11."""
    image = sent(ministry.gil)
    with refused("image_unknown"):
        ministry.draft(images=(of(image),))
    with refused("image_unknown"):
        ministry.draft(images=(Picture("f" * 64),))


def test_a_second_author_keeps_the_images_of_the_first(ministry):
    image = sent(ministry.layla)
    draft = ministry.draft(images=(of(image),))
    content = ministry.content("Open until noon.", images=(of(image, "A map of the whole bay."),))
    write.revise(
        draft_id=draft.pk, by=ministry.omar, writing=Writing(content), if_match=draft.current.hash, at=later(1)
    )
    assert fresh(draft).current.body.images == (of(image, "A map of the whole bay."),)


def test_the_same_image_twice_or_more_than_a_draft_holds_is_refused(ministry):
    image = sent(ministry.layla)
    with refused("image_repeated"):
        ministry.draft(images=(of(image), of(image)))
    with refused("too_many_images"):
        ministry.draft(images=tuple(Picture(f"{number:064}") for number in range(MOST_IMAGES + 1)))


def test_a_draft_whose_image_is_not_described_can_be_saved_and_not_submitted(ministry):
    image = sent(ministry.layla)
    with pytest.raises(Refused) as stopped:
        ministry.submitted(images=(Picture(image.hash),))
    assert stopped.value.code == "image_not_described"


def test_a_description_is_needed_in_every_language_that_is_posted(ministry):
    image = sent(ministry.layla)
    arabic = (variant(ministry.x, "en", "Open."), variant(ministry.x, "ar", "مفتوح."))
    with pytest.raises(Refused) as stopped:
        ministry.submitted(images=(of(image),), variants=arabic)
    assert "Arabic" in stopped.value.sentence
    ministry.submitted(images=(of(image, languages=("en",)),), variants=arabic)


def test_an_approval_given_before_an_image_came_does_not_count_for_it(ministry):
    """Guarantee 1, guarantee 3."""
    image = sent(ministry.layla)
    draft = ministry.submitted()
    read = draft.current.hash
    decide.request_changes(draft_id=draft.pk, by=ministry.helen, revision=read, comment="Add the map.", at=later(1))
    content = ministry.content(images=(of(image),))
    revised = write.revise(draft_id=draft.pk, by=ministry.layla, writing=Writing(content), if_match=read, at=later(2))
    assert revised.current.hash != read
    assert revised.current.number == 2


def test_the_database_refuses_to_change_an_image_or_what_it_is_a_part_of(ministry):
    """Guarantee 21."""
    image = sent(ministry.layla)
    ministry.draft(images=(of(image),))
    for change in (
        lambda: Image.objects.update(data=b"other"),
        lambda: ImageUse.objects.update(image=image),
        ImageUse.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            change()
    with pytest.raises(ProtectedError):
        Image.objects.all().delete()


def test_an_image_that_no_revision_has_is_forgotten_after_a_month_and_one_in_use_never(ministry):
    used, unused = sent(ministry.layla), sent(ministry.layla, "red")
    ministry.draft(images=(of(used),))
    almost = NOW + FORGOTTEN_AFTER - timedelta(seconds=1)
    assert forget_images(at=almost) == 0
    again = sent(ministry.omar, "gold", at=almost)
    assert forget_images(at=NOW + FORGOTTEN_AFTER) == 1
    assert set(Image.objects.all()) == {used, again}
    with refused("image_unknown"):
        ministry.draft(images=(of(unused),))


def test_an_image_sent_again_is_kept_for_another_month(ministry):
    sent(ministry.layla)
    sent(ministry.layla, at=NOW + timedelta(days=20))
    assert forget_images(at=NOW + FORGOTTEN_AFTER) == 0


def test_a_line_to_take_has_no_images(ministry):
    image = sent(ministry.layla)
    with refused("invalid"):
        ministry.draft(kind="line", images=(of(image),))


def test_a_draft_without_images_costs_no_query_more(ministry, django_assert_num_queries):
    draft = ministry.draft()
    with django_assert_num_queries(0):
        assert write.images.checked(draft.current.body, old=None, by=ministry.layla, at=NOW) == ()
        write.images.write_uses(draft.current)


def test_a_large_picture_of_a_telephone_is_kept_small(ministry):
    from PIL import Image as Pillow

    raw = written(Pillow.effect_noise((2600, 2100), 100).convert("RGB"), "JPEG", quality=97)
    kept = keep(raw=raw, by=ministry.layla, at=NOW)
    assert kept.size <= 1_000_000
