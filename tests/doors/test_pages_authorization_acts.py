"""What each person may press on the page of a pre-authorization, and what becomes of it."""

import pytest

from approvals.models import AuthorizationVersion, Restriction
from tests.actions.authorizing import amended, authorized, countersign, countersigned, posting_of, proposed
from tests.doors.pages import main
from tests.doors.test_pages_authorizations import LIST, WHY, Status, address, suspended
from tests.people import later, post

PRESSED = {
    "countersign": {"petra"}, "accept": {"helen"}, "decline": {"helen"}, "call-off": {"paul", "petra"},
    "suspend": {"paul", "petra"}, "revoke": {"paul", "petra"}, "amend": {"paul", "petra"},
}  # fmt: skip
READERS = ("paul", "petra", "helen", "rita")


@pytest.mark.parametrize(
    ("make", "offered"),
    [
        (proposed, {"countersign", "call-off"}),
        (countersigned, {"accept", "decline", "call-off"}),
        (authorized, {"suspend", "revoke", "amend"}),
    ],
)
def test_each_person_is_offered_what_they_can_do_and_nothing_else(visit, ministry, make, offered):
    version = make(ministry)
    for name in READERS:
        page = visit(name).get(address(version))
        found = {verb for verb in PRESSED if address(version, verb) in page}
        assert found == {verb for verb in offered if name in PRESSED[verb]}, name


def test_a_second_officer_countersigns_and_the_holder_accepts(visit, ministry):
    version = proposed(ministry)
    said = main(visit("petra").follow(address(version, "countersign"), version=1))
    assert "It is countersigned. Its holder is asked to accept it." in said
    said = main(visit("helen").follow(address(version, "accept"), version=1))
    assert "You have accepted it." in said
    assert "It is in force until" in said
    assert AuthorizationVersion.objects.get(pk=version.pk).status == Status.IN_FORCE


def test_who_proposed_it_cannot_countersign_it_and_an_officer_cannot_accept_it(visit, ministry):
    version = proposed(ministry)
    assert "Another policy officer" in main(visit("paul").post(address(version, "countersign"), 403, version=1))
    countersign(ministry, version)
    assert "Only Helen Brandt in person" in main(visit("petra").post(address(version, "accept"), 403, version=1))
    visit("layla").post(address(version, "accept"), 404, version=1)


def test_what_was_read_is_what_is_signed_and_a_version_that_moved_on_is_refused(visit, ministry):
    version = countersigned(ministry)
    officer = visit("petra")
    assert "This was not done" in main(officer.post(address(version, "countersign"), 409, version=1))
    for sent in ({}, {"version": "2"}, {"version": "one"}, {"version": "9" * 20}):
        visit("helen").post(address(version, "accept"), 404, **sent)
    assert AuthorizationVersion.objects.get(pk=version.pk).status == Status.COUNTERSIGNED


@pytest.mark.parametrize("verb", ["suspend", "revoke"])
def test_an_officer_stops_it_for_a_reason_and_never_without(visit, ministry, verb):
    version = authorized(ministry)
    officer = visit("paul")
    for reason, said in ((" ", "Say why: the reason goes on record."), ("x" * 501, "500")):
        page = officer.post(address(version, verb), 400, reason=reason)
        assert said in main(page)
        assert '<details class="ap-verb" open>' in page
    said = main(officer.follow(address(version, verb), reason=WHY))
    assert WHY in said
    assert "nothing goes out under it" in said
    visit("helen").post(address(version, verb), 403, reason=WHY)


def test_a_suspension_is_lifted_for_a_reason_and_its_story_stays(visit, ministry):
    version = authorized(ministry)
    restriction = suspended(ministry, version)
    lift = address(version, f"restrictions/{restriction.pk}/lift")
    officer = visit("petra")
    page = officer.get(address(version))
    assert "It is suspended since Mon 14 Sept 2026, 05:00" in main(page)
    assert address(version, "suspend") not in page
    assert lift not in visit("helen").get(address(version))
    assert "Say why" in main(officer.post(lift, 400, reason=""))
    said = main(officer.follow(lift, reason="We have talked."))
    assert "The restriction is lifted." in said
    assert "Lifted by Petra Wolf" in said
    assert "We have talked." in said
    assert Restriction.objects.get(pk=restriction.pk).lifted_by == ministry.petra
    assert "This restriction is over" in main(officer.post(lift, 409, reason="Again."))
    visit("helen").post(lift, 403, reason="I am good.")


def test_a_restriction_of_another_authorization_is_not_lifted_from_this_page(visit, ministry):
    version = authorized(ministry)
    other = authorized(ministry, posting=posting_of(ministry.layla, "author"))
    restriction = suspended(ministry, other)
    visit("paul").post(address(version, f"restrictions/{restriction.pk}/lift"), 404, reason="Why not.")
    visit("paul").post(address(version, "restrictions/999999/lift"), 404, reason="Why not.")


def test_an_officer_who_acts_for_the_holder_is_offered_no_say_in_it(visit, ministry):
    post(ministry.petra, ministry.riyadh, "head")
    version = proposed(ministry, posting=posting_of(ministry.petra))
    page = visit("petra").get(address(version))
    assert address(version, "countersign") not in page


def test_an_amendment_says_in_sentences_what_it_would_change(visit, ministry):
    version = authorized(ministry)
    amended(
        ministry, version, per_day=5, channel_ids=(ministry.x.pk, ministry.mastodon.pk), languages=("ar",),
        kinds=("original",), barred_topics=(), barred_countries=("FR",), passes_to_acting=True, words="Be kind.",
        suspend_after=2,
    )  # fmt: skip
    said = main(visit("petra").get(address(version)))
    assert "Version 2 is proposed, and awaits a second policy officer." in said
    for sentence in (
        "Posts may now go out on Mastodon @riyadh@social.example.", "Posts may now be in Arabic.",
        "Posts may no longer be in English.", "These may no longer go out: replies.",
        "These topics are no longer barred: Sanctions.", "These countries are now barred: France.",
        "Posts in a day at most: 3 → 5.", "Adverse outcomes that suspend it: none → 2.",
        "Whoever acts for the holder may now use it as well.", "The conditions in words are others",
    ):  # fmt: skip
        assert sentence in said, sentence


def test_a_renewal_that_changes_only_the_end_says_so(visit, ministry):
    version = authorized(ministry)
    amended(ministry, version, until=later(24 * 300))
    said = main(visit("paul").get(address(version)))
    assert "It ends on Sun 11 Jul 2027, 05:00, and no longer on Sat 13 Mar 2027, 04:00." in said


def test_terms_that_hold_at_once_in_the_place_of_terms_that_held_change_no_beginning(visit, ministry):
    version = authorized(ministry)
    amended(ministry, version, at=later(1), per_day=5)
    said = main(visit("paul").get(address(version)))
    assert "Posts in a day at most: 3 → 5." in said
    assert "It begins on" not in said


def test_no_such_number_is_no_page(visit, ministry):
    for number in ("PA-2026-9999", "PA-2026-1", "nonsense", "PA-2026-0001%00"):
        visit("paul").get(f"{LIST}{number}/", 404)


def test_a_suspended_one_that_nobody_lifted_says_so_on_the_record(visit, ministry):
    version = authorized(ministry)
    suspended(ministry, version)
    said = main(visit("rita").get(address(version)))
    assert f"Paul Nguyen suspended it. The reason: {WHY}" in said
