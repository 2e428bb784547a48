"""A draft's page: the post as it will appear, where it is and who has it, what changed and what happened."""

from datetime import timedelta

import pytest

from accounts.models import Deputy, Posting
from approvals.actions import alarms, commenting, decide, publish, write
from approvals.actions.write import Writing
from approvals.models import Denial
from tests.doors.pages import at, hash_of, main
from tests.people import HOUR, NOW, fresh, later, level, person, post, put_in_force, variant

URL = "https://x.com/EmbassyRiyadh/status/1234567890"


def revised(ministry, draft, text, *, by=None, **fields):
    writing = Writing(ministry.content(text, **fields))
    write.revise(draft_id=draft.pk, by=by or ministry.layla, writing=writing, if_match=hash_of(draft), at=later(1))
    return fresh(draft)


def test_a_post_is_shown_as_it_will_appear_on_each_channel(visit, ministry):
    both = (ministry.x.pk, ministry.mastodon.pk)
    draft = ministry.draft("Open today.", channel_ids=both, variants=(variant(ministry.x, "ar", "مفتوحة اليوم"),))
    page = visit("layla").get(at(draft))
    assert '<div class="ch-post" dir="auto" lang="ar">مفتوحة اليوم</div>' in page
    assert '<div class="ch-post" dir="auto" lang="en">Open today.</div>' in page
    assert "11 of 500" in main(page)
    assert "12 of 280" in main(page)


def test_the_same_text_for_two_channels_is_shown_once(visit, ministry):
    draft = ministry.draft("Open today.", channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    page = visit("layla").get(at(draft))
    assert page.count('<div class="ch-post"') == 1
    assert "X 11 of 280" in main(page)
    assert "Mastodon 11 of 500" in main(page)


def test_what_cannot_be_seen_is_named(visit, ministry):
    page = visit("layla").get(at(ministry.draft("abc\u202edef \u0430bc <b>bold</b>")))
    assert "RIGHT-TO-LEFT OVERRIDE (U+202E)" in page
    assert "CYRILLIC SMALL LETTER A (U+0430)" in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_only_an_address_on_the_web_is_a_link(visit, ministry):
    web = ministry.draft(kind="reply", in_reply_to="https://x.com/someone/status/1")
    page = visit("layla").get(at(web))
    assert '<a href="https://x.com/someone/status/1" rel="noopener noreferrer"' in page


def test_the_page_says_who_has_it_deputies_included_and_those_who_wrote_it_left_out(visit, ministry):
    posting = Posting.objects.get(user=ministry.helen)
    Deputy.objects.create(posting=posting, user=ministry.greta, starts_at=NOW, ends_at=later(9))
    Deputy.objects.create(posting=posting, user=ministry.layla, starts_at=NOW, ends_at=later(9))
    told = main(visit("layla").get(at(ministry.submitted())))
    assert "Can decide now: Helen Brandt; Greta Lind, acting for Helen Brandt" in told
    assert "Layla Haddad, acting for" not in told
    assert "4 h left" in told


def test_a_level_that_nobody_can_decide_is_said_to_be_so(visit, ministry):
    draft = ministry.submitted()
    Posting.objects.filter(user=ministry.helen).update(ends_at=NOW)
    assert "Nobody can decide this now." in main(visit("layla").get(at(draft)))


def test_the_route_tells_levels_decisions_and_delays(visit, ministry, time_machine):
    draft = ministry.submitted()
    alarms.fire_due(at=later(4))
    decide.approve(draft_id=draft.pk, by=ministry.helen, revision=hash_of(draft), at=later(6), comment="Well put.")
    time_machine.move_to(later(7), tick=False)
    told = main(visit("layla").get(at(draft)))
    assert "Was late by 2 h" in told
    assert "Helen Brandt : Approved" in told
    assert "Well put." in told
    assert "Desk Open" in told
    assert "7 h left" in told
    assert "Minister's office Waiting 4 h on the clock" in told
    assert "it is cleared by Tue 15 Sept 2026, 06:00" in told


def test_an_expectation_is_compared_with_the_moment(visit, ministry):
    late, early = ministry.submitted(moment=later(10)), ministry.submitted(moment=later(40))
    assert "That is too late for its moment." in main(visit("layla").get(at(late)))
    assert "That is in time for its moment." in main(visit("layla").get(at(early)))


def test_the_author_reads_why_it_came_back_before_anything_else(visit, ministry):
    draft = ministry.submitted()
    decide.request_changes(
        draft_id=draft.pk,
        by=ministry.helen,
        revision=hash_of(draft),
        at=NOW,
        comment="Say when.",
        proposal="Open at 9.",
    )
    told = main(visit("layla").get(at(draft)))
    assert "Helen Brandt : Requested changes Say when." in told
    assert "Helen Brandt, Head of mission, proposes" in told
    assert "Take this wording and submit" in told
    assert "Take this wording" not in main(visit("helen").get(at(draft)))


def test_two_revisions_are_compared_word_by_word(visit, ministry):
    draft = ministry.draft("The embassy is open today.")
    revised(ministry, draft, "The embassy is closed today.")
    revised(ministry, draft, "The embassy is closed tomorrow.")
    reader = visit("layla")
    page = reader.get(at(draft))
    assert "<del>" in page
    assert "[deleted: today ]" in main(page)
    assert "[inserted: tomorrow ]" in main(page)
    told = main(reader.get(at(draft) + "?from=1&to=2"))
    assert "[deleted: open ]" in told
    assert "[inserted: closed ]" in told
    assert "Choose two different revisions." in main(reader.get(at(draft) + "?from=2&to=2"))


def test_an_approver_sees_what_changed_since_their_own_decision(visit, ministry):
    draft = ministry.submitted("One two three.")
    decide.request_changes(draft_id=draft.pk, by=ministry.helen, revision=hash_of(draft), at=NOW, comment="No.")
    revised(ministry, draft, "One two four.")
    revised(ministry, draft, "One six four.")
    told = main(visit("helen").get(at(draft)))
    assert "[deleted: two three ]" in told
    assert "[inserted: six four ]" in told


@pytest.mark.parametrize("odd", ["?from=x&to=%00", "?from=99&to=1", "?from=" + "9" * 50, "?act=%00"])
def test_odd_addresses_are_no_fault(visit, ministry, odd):
    visit("layla").get(at(ministry.draft()) + odd)


def test_what_happened_is_told_in_sentences(visit, ministry, time_machine):
    draft = ministry.submitted()
    alarms.fire_due(at=later(4))
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Soon?", at=later(4))
    ministry.approve(draft, ministry.helen, ministry.dana, ministry.mina, at=later(5))
    publish.publish(draft_id=draft.pk, channel_id=ministry.x.pk, url=URL, by=ministry.layla, at=later(6))
    time_machine.move_to(later(7), tick=False)
    told = main(visit("rita").get(at(draft)))
    for sentence in (
        "Layla Haddad started the draft.",
        "Layla Haddad submitted the draft. Levels to pass: Head of mission, Desk, Minister's office.",
        "It reached Head of mission. A decision is due by Mon 14 Sept 2026, 09:00.",
        "Those asked at Head of mission were reminded.",
        "Head of mission was overdue: a decision was due on Mon 14 Sept 2026, 09:00.",
        "Omar Sayegh commented.",
        "Helen Brandt approved at Head of mission.",
        "It passed every level: the draft is cleared.",
        "Layla Haddad recorded that it was published on X @EmbassyRiyadh.",
    ):
        assert sentence in told
    assert URL in told


def test_a_decision_of_a_deputy_names_both(visit, ministry):
    posting = Posting.objects.get(user=ministry.helen)
    Deputy.objects.create(posting=posting, user=ministry.greta, starts_at=NOW, ends_at=later(9))
    draft = ministry.submitted()
    page = visit("greta").get(at(draft))
    assert "You act for Helen Brandt." in main(page)
    ministry.approve(draft, ministry.greta)
    told = main(visit("layla").get(at(draft)))
    assert "Greta Lind, acting for Helen Brandt : Approved" in told
    assert "Greta Lind, acting for Helen Brandt, approved at Head of mission." in told


def test_earlier_rounds_stay_on_the_page(visit, ministry):
    draft = ministry.submitted("First.")
    decide.request_changes(draft_id=draft.pk, by=ministry.helen, revision=hash_of(draft), at=NOW, comment="Longer.")
    revised(ministry, draft, "First and second.")
    visit("layla").post(at(draft, "submit"), revision=hash_of(draft))
    told = main(visit("layla").get(at(draft)))
    assert "Round 1, begun with revision 1" in told
    assert "Longer." in told


def test_a_stranger_gets_no_page_and_leaves_a_trace(visit, ministry):
    draft = ministry.submitted()
    visit("gil").get(at(draft), 404)
    denial = Denial.objects.get()
    assert (denial.user, denial.draft, denial.door) == (ministry.gil, draft, f"GET {at(draft)}")


def test_twenty_levels_are_all_shown(visit, ministry):

    version = ministry.policy.versions.create(number=2, created_by=ministry.paul, created_at=NOW)
    for number in range(1, 21):
        office = ministry.riyadh
        user = person(f"head{number}", f"Head {number}")
        post(user, office, "head")
        level(version, number, f"Level {number}", "own_office", "head")
    put_in_force(version, ministry.paul, ministry.petra)
    told = main(visit("layla").get(at(ministry.submitted())))
    assert "Level 20 Waiting" in told


def test_verbs_are_shown_to_those_who_may_use_them_only(visit, ministry):
    draft, cleared = ministry.submitted(), ministry.cleared()
    seen = {name: main(visit(name).get(at(draft))) for name in ("layla", "helen", "rita")}
    assert "Withdraw the draft" in seen["layla"]
    assert "Your decision" not in seen["layla"]
    assert "Your decision" in seen["helen"]
    assert "Withdraw" not in seen["helen"]
    assert "Your decision" not in seen["rita"]
    assert "Record that it is published" in main(visit("layla").get(at(cleared)))
    assert "Record that it is published" not in main(visit("dana").get(at(cleared)))


def test_the_text_to_publish_is_handed_over_exactly(visit, ministry):
    text = 'Line one\n\nمرحبا & <goodbye> "quotes"'
    draft = ministry.cleared(text)
    page = visit("layla").get(at(draft))
    assert 'href="https://x.com/intent/post?text=Line%20one%0A%0A' in page
    assert ">Line one\n\nمرحبا &amp; &lt;goodbye&gt; &quot;quotes&quot;</textarea>" in page


def test_a_slot_that_has_not_come_is_said(visit, ministry):
    draft = ministry.cleared(publish_at=NOW + 2 * HOUR)
    assert "Not before its slot, Mon 14 Sept 2026, 14:00" in main(visit("layla").get(at(draft)))
    assert timedelta(hours=2) == fresh(draft).publish_at - NOW
