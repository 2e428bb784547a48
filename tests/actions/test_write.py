"""Writing and revising: immutable revisions, each on top of the one its author read, for one's own channels only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Deputy, Posting, Role
from approvals.actions import commenting, write
from approvals.actions.write import Writing
from approvals.models import Draft, Revision
from approvals.rules.content import Content
from tests.actions.asking import hash_of, kinds, refused, revise, told
from tests.people import NOW, fresh, later, post, variant


def create(ministry, content, *, by=None, at=NOW, **fields):
    return write.create(by=by or ministry.layla, writing=Writing(content, **fields), at=at)


def test_a_draft_starts_with_its_first_revision(ministry):
    draft = fresh(ministry.draft("We are open."))
    assert (draft.state, draft.revision.number, draft.author, draft.office) == (
        "draft", 1, ministry.layla, ministry.riyadh,
    )  # fmt: skip
    assert draft.revision.body.text == "We are open."
    assert draft.revision.hash == draft.revision.body.digest()
    assert kinds(draft) == ["created"]


def test_references_count_up_by_office_and_year(ministry):
    assert [ministry.draft().reference for _ in range(3)] == ["RUH-2026-0001", "RUH-2026-0002", "RUH-2026-0003"]
    geneva = create(ministry, Content((ministry.geneva_x.pk,), "fr", "Bonjour"), by=ministry.gil)
    assert geneva.reference == "GVA-2026-0001"


def test_the_year_of_a_reference_is_that_of_the_offices_clock(ministry):
    almost_midnight_in_riyadh = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
    assert ministry.draft(at=almost_midnight_in_riyadh).reference.startswith("RUH-2026-")
    assert ministry.draft(at=almost_midnight_in_riyadh + timedelta(minutes=1)).reference == "RUH-2027-0001"


def test_a_refused_draft_takes_no_number(ministry):
    with refused("moment_past"):
        ministry.draft(moment=NOW)
    assert ministry.draft().reference == "RUH-2026-0001"


def test_a_change_makes_a_new_revision_and_keeps_the_old(ministry):
    draft = ministry.draft("First words.")
    revise(draft, "Second words.", by=ministry.omar, at=later(1))
    texts = [revision.body.text for revision in Revision.objects.filter(draft=draft).order_by("number")]
    assert texts == ["First words.", "Second words."]
    current = fresh(draft).revision
    assert (current.number, current.written_by, current.created_at) == (2, ministry.omar, later(1))
    assert kinds(draft) == ["created", "revised"]


def test_the_same_words_again_make_no_revision(ministry):
    draft = ministry.draft("First words.")
    revise(draft, "First words.", by=ministry.layla, urgency="urgent")
    assert fresh(draft).revision.number == 1
    assert fresh(draft).urgency == "urgent"
    assert kinds(draft) == ["created", "details_changed"]


def test_who_did_not_read_the_current_revision_overwrites_nothing(ministry):
    """Guarantee 3."""
    draft = ministry.draft("First words.")
    old = hash_of(draft)
    revise(draft, "Second words.", by=ministry.omar)
    with refused("if_match_stale", status=412):
        revise(draft, "My words.", by=ministry.layla, if_match=old)
    with refused("if_match_stale", status=412):
        revise(draft, "My words.", by=ministry.layla, if_match="")


def test_only_an_author_of_the_office_revises(ministry):
    draft = ministry.draft()
    for stranger in (ministry.helen, ministry.gil, ministry.dana, ministry.paul, ministry.ivan):
        with refused("not_author", status=403):
            revise(draft, "Mine.", by=stranger)


def test_a_deputy_writes_in_the_holders_name_and_the_record_says_so(ministry):
    draft = ministry.draft()
    posting = Posting.objects.get(user=ministry.layla)
    Deputy.objects.create(posting=posting, user=ministry.dirk, starts_at=NOW, ends_at=later(8))
    revise(draft, "For Layla.", by=ministry.dirk, at=later(1))
    assert (fresh(draft).revision.written_by, fresh(draft).revision.acting_for) == (ministry.dirk, ministry.layla)


def test_who_writes_from_an_own_posting_acts_for_nobody_though_also_a_deputy(ministry):
    posting = Posting.objects.get(user=ministry.layla)
    Deputy.objects.create(posting=posting, user=ministry.omar, starts_at=NOW, ends_at=later(8))
    assert fresh(ministry.draft(by=ministry.omar)).revision.acting_for is None


def test_nobody_writes_for_the_channel_of_another_office(ministry):
    with refused("channel_not_yours", status=403):
        create(ministry, ministry.content(channel_ids=(ministry.geneva_x.pk,)))
    with refused("channel_not_yours", status=403):
        create(ministry, ministry.content(channel_ids=(ministry.x.pk, ministry.geneva_x.pk)))
    with refused("channel_not_yours", status=403):
        create(ministry, ministry.content(), by=ministry.ivan)


def test_who_is_an_author_at_two_missions_writes_once_for_both(ministry):
    post(ministry.layla, ministry.geneva, Role.AUTHOR)
    draft = create(ministry, ministry.content(channel_ids=(ministry.geneva_x.pk, ministry.x.pk)))
    assert draft.office == ministry.geneva
    assert draft.reference == "GVA-2026-0001"


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"channel_ids": ()}, "no_channel", 400),
        ({"channel_ids": (999_999,)}, "unknown_channel", 400),
        ({"text": "half a \ud83d character"}, "unusable_text", 400),
        ({"text": "a\x00b"}, "unusable_text", 400),
        ({"text": "a" * 100_001}, "too_large", 413),
        ({"kind": "reply"}, "reply_needs_address", 400),
        ({"kind": "reply", "in_reply_to": "https://x.com/\x00"}, "unusable_text", 400),
        ({"kind": "manifesto"}, "invalid", 400),
        ({"language": "en\x00"}, "unknown_language", 400),
        ({"language": "x" * 17}, "unknown_language", 400),
        ({"language": ""}, "unknown_language", 400),
    ],
)
def test_what_cannot_be_kept_is_refused(ministry, changes, code, status):
    with refused(code, status=status):
        create(ministry, ministry.content(**changes))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://10.0.0.1/post",
        "not an address",
        "https://[",
        "https://a@b.org/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::1]/",
        "https://x.com/\u202epost",
        "https://x.com/a\nb",
        "https://x.com/a b",
        "https://x.com\\@evil.example/",
    ],
)
def test_a_reply_is_to_an_address_that_the_public_can_open(ministry, address):
    with refused("address_not_allowed", status=400):
        create(ministry, ministry.content(kind="reply", in_reply_to=address))


def test_a_text_of_its_own_is_for_a_channel_of_the_draft_and_once_per_language(ministry):
    with refused("variant_without_channel"):
        create(ministry, ministry.content(variants=(variant(ministry.mastodon, "en", "Hello"),)))
    twice = (variant(ministry.x, "en", "Hello"), variant(ministry.x, "en", "Good day"))
    with refused("variant_repeated"):
        create(ministry, ministry.content(variants=twice))
    with refused("unusable_text"):
        create(ministry, ministry.content(variants=(variant(ministry.x, "en", "\x00"),)))
    with refused("unknown_language"):
        create(ministry, ministry.content(variants=(variant(ministry.x, "\x00", "Hello"),)))


def test_the_same_channel_twice_is_one_channel(ministry):
    draft = create(ministry, ministry.content(channel_ids=(ministry.x.pk, ministry.x.pk)))
    assert list(draft.channels.all()) == [ministry.x]


def test_topics_and_urgency_come_from_the_list(ministry):
    assert create(ministry, ministry.content(), topics=("trade", "trade")).topics == ["trade"]
    with refused("unknown_topic"):
        create(ministry, ministry.content(), topics=("trade", "gossip"))
    with refused("invalid"):
        create(ministry, ministry.content(), urgency="whenever")


@pytest.mark.parametrize("field", ["moment", "publish_at"])
def test_a_time_that_has_passed_or_is_years_ahead_is_refused(ministry, field):
    with refused("moment_past"):
        create(ministry, ministry.content(), **{field: NOW})
    with refused("moment_too_far"):
        create(ministry, ministry.content(), **{field: NOW + timedelta(days=731)})


def test_a_slot_comes_before_the_moment(ministry):
    with refused("slot_after_moment"):
        create(ministry, ministry.content(), moment=later(2), publish_at=later(2))
    assert create(ministry, ministry.content(), moment=later(2), publish_at=later(1)).publish_at == later(1)


def test_a_time_that_passed_meanwhile_does_not_stop_another_change(ministry):
    draft = ministry.draft(publish_at=later(1))
    revise(draft, "Other words.", by=ministry.layla, at=later(2))
    assert fresh(draft).revision.number == 2


def test_line_ends_from_a_browser_are_kept_as_platforms_count_them(ministry):
    assert fresh(ministry.draft("one\r\ntwo\rthree")).revision.body.text == "one\ntwo\nthree"


def test_a_comment_is_kept_with_the_revision_it_is_about_and_told_to_those_who_took_part(ministry):
    draft = ministry.submitted()
    commenting.comment(draft_id=draft.pk, by=ministry.helen, text="Which day?", at=later(1))
    said = commenting.comment(draft_id=draft.pk, by=ministry.layla, text="Sunday.", at=later(2))
    assert said.revision == draft.revision
    assert told("commented") == ["helen", "layla"]


@pytest.mark.parametrize(("text", "code"), [("", "comment_empty"), (" \n", "comment_empty"), ("\x00", "unusable_text")])
def test_an_empty_comment_is_refused(ministry, text, code):
    draft = ministry.draft()
    with refused(code, status=400):
        commenting.comment(draft_id=draft.pk, by=ministry.layla, text=text, at=NOW)


def test_the_database_keeps_one_revision_per_number_and_one_draft_per_reference(ministry):
    draft = ministry.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(draft=draft, number=1, content={}, hash="x", written_by=ministry.omar, created_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(
            reference=draft.reference, office=ministry.riyadh, author=ministry.omar, created_at=NOW, state_since=NOW
        )


def test_who_may_not_see_a_draft_says_nothing_about_it(ministry):
    """Guarantee 10."""
    draft = ministry.submitted()
    for someone in (ministry.gil, ministry.ivan):
        with refused("not_found", status=404):
            commenting.comment(draft_id=draft.pk, by=someone, text="Seen.", at=NOW)
    Posting.objects.filter(user=ministry.paul).update(ends_at=later(1))
    commenting.comment(draft_id=draft.pk, by=ministry.paul, text="Seen.", at=NOW)
    with refused("not_found", status=404):
        commenting.comment(draft_id=draft.pk, by=ministry.paul, text="Seen again.", at=later(1))
