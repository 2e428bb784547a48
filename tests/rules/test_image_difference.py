"""What changed in the images of a post, told image by image."""

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules import difference
from approvals.rules.content import Content, Picture, PostImage
from approvals.rules.image_difference import ImageChange, image_changes

A, B, C = (PostImage(name * 64, f"Image {name}.") for name in "abc")
posts = st.lists(st.builds(PostImage, st.sampled_from("abcd"), st.sampled_from(["x", "y"])), unique_by=lambda i: i.hash)


def kinds(old, new):
    return [(change.kind, change.hash[0]) for change in image_changes(old, new)]


def test_an_image_that_came_and_one_that_went_are_told():
    assert kinds([A, B], [B, C]) == [("removed", "a"), ("added", "c")]


def test_images_that_only_moved_up_because_another_went_have_not_moved():
    assert kinds([A, B, C], [B, C]) == [("removed", "a")]


def test_two_that_changed_places_have_both_moved():
    assert kinds([A, B], [B, A]) == [("moved", "b"), ("moved", "a")]


def test_a_new_description_is_told_with_the_old_one():
    other = PostImage(A.hash, "Another view.")
    assert image_changes([A], [other]) == (ImageChange("described", A.hash, 1, 1, "Image a.", "Another view."),)


@given(posts, posts)
def test_nothing_is_told_exactly_when_nothing_changed(old, new):
    assert (image_changes(old, new) == ()) == (old == new)


def test_a_post_whose_text_stays_and_whose_image_goes_has_changed():
    old = Content((1,), "en", "Look.", images=(Picture("a" * 64, (("en", "A map."),)),))
    (found,) = difference.between(old, Content((1,), "en", "Look."))
    assert found.is_changed
    assert [change.kind for change in found.images] == ["removed"]
