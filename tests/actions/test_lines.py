"""A line to take is written, cleared on a route of its own, quoted, and withdrawn."""

import pytest

from approvals.actions import accept, alarms, amend, bypass, decide, fast_track, publish, submit, withdraw, write
from approvals.actions.write import Writing
from approvals.lifecycle import State
from approvals.models import ClearedLine, Draft, LineText, Route
from notifications.models import Message
from tests.actions import lining
from tests.actions.asking import publish_on_x, refused, revise, take_back
from tests.actions.lining import TEXT, asks_nobody, fresh_line, in_use, told, wording, written
from tests.people import NOW, fresh, later

pytestmark = pytest.mark.django_db


# Written, and cleared like a draft


def test_a_line_is_a_draft_of_its_own_kind_on_the_channels_of_its_office(ministry):
    line = written(ministry, texts={"en": TEXT, "ar": "نؤيد القواعد المتفق عليها."}, topics=("trade",))
    draft = line.draft
    assert (draft.kind, draft.state, draft.topics) == ("line", "draft", ["trade"])
    assert (draft.moment, draft.publish_at) == (line.until, None)
    assert {(p.channel_id, p.language) for p in draft.current.body.posts()} == {
        (channel.pk, code) for channel in (ministry.x, ministry.mastodon) for code in ("en", "ar")
    }
    assert (line.valid_from, line.cleared_at) == (NOW, None)


def test_a_line_that_begins_later_has_that_as_its_slot(ministry):
    line = written(ministry, valid_from=later(5))
    assert (line.draft.publish_at, line.valid_from) == (later(5), later(5))


def test_a_line_in_the_scope_of_one_channel_is_checked_on_that_one(ministry):
    line = written(ministry, channel_ids=(ministry.mastodon.pk, ministry.geneva_x.pk))
    assert line.draft.current.body.channel_ids == (ministry.mastodon.pk,)
    assert set(line.channels.all()) == {ministry.mastodon, ministry.geneva_x}


def test_the_texts_are_written_once_the_line_is_cleared(ministry):
    line = written(ministry, texts={"en": TEXT, "ar": "نؤيد القواعد المتفق عليها."})
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=NOW)
    assert not LineText.objects.exists()
    ministry.approve(line.draft, ministry.helen, ministry.dana, ministry.mina, at=later(1))
    line = fresh_line(line)
    assert line.cleared_at == later(1)
    assert {text.language: text.text for text in line.texts.all()} == {"en": TEXT, "ar": "نؤيد القواعد المتفق عليها."}
    assert told("line_cleared") == {("layla", f"/drafts/{line.draft_id}/")}
    assert not Message.objects.filter(kind="cleared").exists()


def test_a_line_can_ask_a_policy_of_its_own(ministry):
    policy = asks_nobody(ministry)
    assert submit.submit(draft_id=written(ministry).draft_id, by=ministry.layla, at=NOW).state == State.IN_REVIEW
    assert not Route.objects.filter(policy_version__policy=policy).exists()


def test_a_line_that_is_sent_back_is_changed_in_its_own_form(ministry):
    line = written(ministry)
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=NOW)
    hashed = fresh(line.draft).revision.hash
    decide.request_changes(draft_id=line.draft_id, by=ministry.helen, revision=hashed, comment="Say which.", at=NOW)
    text = TEXT.replace("rules", "twelve rules")
    changed = lining.lines.revise_line(
        line_id=line.pk, wording=wording(text, name="Twelve rules"), by=ministry.omar, if_match=hashed, at=later(1)
    )
    assert changed.name == "Twelve rules"
    assert fresh(line.draft).revision.body.text == text
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=later(1))
    ministry.approve(line.draft, ministry.helen, ministry.dana, ministry.mina, at=later(1))
    assert LineText.objects.get().text == text


def test_a_wording_that_an_approver_proposes_can_be_taken_for_a_line(ministry):
    line = written(ministry)
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=NOW)
    hashed, better = fresh(line.draft).revision.hash, TEXT.replace("support", "stand by")
    decision = decide.request_changes(
        draft_id=line.draft_id, by=ministry.helen, revision=hashed, comment="Rather so.", proposal=better, at=NOW
    )
    assert decision is not None
    proposal = fresh(line.draft).decisions.get(by=ministry.helen)
    accept.accept(
        draft_id=line.draft_id, proposal_id=proposal.pk, by=ministry.layla, if_match=hashed, at=later(1)
    )  # fmt: skip
    ministry.approve(line.draft, ministry.dana, ministry.mina, at=later(1))
    assert LineText.objects.get().text == better


def test_a_line_expires_at_its_end_by_the_ordinary_clock(ministry):
    line = in_use(ministry, until=later(10))
    alarms.fire_due(at=later(10))
    assert fresh(line.draft).state == State.EXPIRED
    assert told("line_ended") == {("layla", f"/drafts/{line.draft_id}/")}


def test_the_slot_of_a_line_is_no_call_to_publish(ministry):
    line = in_use(ministry, valid_from=later(5))
    alarms.fire_due(at=later(6))
    assert not Message.objects.filter(kind="slot_open").exists()
    assert fresh(line.draft).state == State.CLEARED


# What nobody can do with a line


def test_nobody_writes_a_line_for_an_office_where_they_are_no_author(ministry):
    with refused("not_line_author", status=403):
        written(ministry, by=ministry.gil)
    with refused("not_line_author", status=403):
        written(ministry, by=ministry.helen)


def test_a_line_is_never_posted(ministry):
    line = in_use(ministry)
    with refused("line_is_not_posted", status=409):
        publish_on_x(ministry, line.draft)
    unfinished = written(ministry, name="Another")
    with refused("line_is_not_posted", status=409):
        fast_track.fast_track(draft_id=unfinished.draft_id, by=ministry.helen, at=NOW)
    with refused("line_is_not_posted", status=409):
        publish.publish(
            draft_id=line.draft_id, channel_id=ministry.x.pk, url="https://x.com/a/status/1", by=ministry.helen, at=NOW
        )


def test_the_levels_of_a_line_are_not_bypassed(ministry):
    line = written(ministry)
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=NOW)
    hashed = fresh(line.draft).revision.hash
    with refused("line_is_not_bypassed", status=409):
        bypass.bypass(draft_id=line.draft_id, reason="No time.", by=ministry.paul, at=NOW, revision=hashed)


def test_an_author_cannot_choose_the_kind_of_a_line(ministry):
    with refused("invalid"):
        ministry.draft(kind="line")
    draft = ministry.draft()
    content = ministry.content("Another text.", kind="line")
    with refused("invalid"):
        write.revise(
            draft_id=draft.pk, by=ministry.layla, writing=Writing(content), if_match=draft.current.hash, at=NOW
        )


def test_a_line_is_not_changed_in_the_ordinary_form_nor_made_a_post(ministry):
    line = written(ministry)
    current = line.draft.current.hash
    with refused("line_has_its_form", status=409):
        amend.amend(
            draft_id=line.draft_id, by=ministry.layla, change=lambda present: present, if_match=current, at=NOW
        )  # fmt: skip
    with refused("invalid"):
        revise(line.draft, "Now a post.", by=ministry.layla)


def test_a_line_in_use_is_withdrawn_on_its_own_page_and_not_taken_up_again(ministry):
    line = in_use(ministry)
    with refused("line_in_use", status=409):
        take_back(line.draft, ministry.layla)
    lining.withdraw(line, ministry.layla)
    with refused("line_was_cleared", status=409):
        withdraw.reopen(draft_id=line.draft_id, by=ministry.layla, at=NOW)


def test_a_line_that_was_never_cleared_can_be_taken_up_again(ministry):
    line = written(ministry)
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=NOW)
    take_back(line.draft, ministry.layla)
    assert withdraw.reopen(draft_id=line.draft_id, by=ministry.layla, at=NOW).state == State.DRAFT


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, "line_name_needed"),
        ({"name": "n" * 121}, "line_name_needed"),
        ({"name": "a\x00b"}, "unusable_text"),
        ({"texts": {}}, "line_text_needed"),
        ({"texts": {"en": " \n"}}, "line_text_needed"),
        ({"texts": {"xx-nothing": "Text"}}, "unknown_language"),
        ({"texts": {"en": "a\x00"}}, "unusable_text"),
        ({"until": None}, "line_end_needed"),
        ({"until": NOW}, "until_past"),
        ({"until": later(24 * 731)}, "moment_too_far"),
        ({"valid_from": later(-1)}, "line_starts_past"),
        ({"valid_from": later(24 * 30)}, "line_ends_before"),
        ({"topics": ("castles",)}, "unknown_topic"),
        ({"countries": ("ZZ",)}, "scope_unknown_country"),
        ({"channel_ids": (10**9,)}, "unknown_channel"),
    ],
)
def test_what_cannot_be_a_line_is_refused_with_its_reason(ministry, fields, code):
    with refused(code):
        written(ministry, **fields)


def test_an_office_without_an_active_channel_writes_no_line(ministry):
    type(ministry.x).objects.filter(office=ministry.riyadh).update(state="frozen")
    with refused("line_without_channel"):
        written(ministry)


def test_line_drafts_are_the_only_drafts_of_their_kind(ministry):
    written(ministry)
    ministry.draft()
    assert Draft.objects.filter(kind="line").count() == ClearedLine.objects.count() == 1
