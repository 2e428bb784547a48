"""A line to take is written, cleared on a route of its own, quoted, and withdrawn."""

import pytest

from approvals.actions import accept, alarms, amend, decide, publish, submit, withdraw, write
from approvals.actions.write import Writing
from approvals.lifecycle import State
from approvals.models import ClearedLine, Draft, Event, LineText, LineUse, Review, ReviewRule, Route
from notifications.models import Message
from tests.actions import lining
from tests.actions.asking import publish_on_x, refused, revise, take_back
from tests.actions.lining import ONLY_LINES, TEXT, asks_nobody, fresh_line, in_use, permit, wording, written
from tests.people import NOW, fresh, later

pytestmark = pytest.mark.django_db


def told(kind):
    """Return who was told in this way, and to which page the message leads."""
    return set(Message.objects.filter(kind=kind).values_list("user__username", "path"))


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
    with refused("line_is_not_posted", status=409):
        publish.publish(
            draft_id=line.draft_id, channel_id=ministry.x.pk, url="https://x.com/a/status/1", by=ministry.helen, at=NOW
        )


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


# Quoted


def quoting(ministry, text=TEXT, **fields):
    return ministry.draft(text, **fields)


def test_each_revision_has_on_record_what_it_quotes(ministry):
    line = in_use(ministry)
    draft = quoting(ministry)
    revise(draft, TEXT.replace("support", "do not support"), by=ministry.layla)
    revise(draft, "Nothing of it.", by=ministry.layla)
    assert list(LineUse.objects.values_list("revision__number", "line", "language", "unaltered")) == [
        (1, line.pk, "en", True),
        (2, line.pk, "en", False),
    ]


def route_of(draft, at=NOW, by=None):
    return submit.submit(draft_id=draft.pk, by=by or draft.author, at=at).route


def test_a_draft_of_cleared_lines_is_cleared_at_once_where_the_policy_asks_nobody(ministry):
    """Guarantee 9."""
    asks_nobody(ministry)
    line = in_use(ministry)
    draft = submit.submit(draft_id=quoting(ministry).pk, by=ministry.layla, at=later(1))
    assert (draft.state, draft.cleared_at, draft.route.kind) == (State.CLEARED, later(1), "cleared_lines")
    event = Event.objects.get(draft=draft, kind="cleared")
    assert (event.data["lines"], event.data["line_names"]) == ([line.pk], line.name)
    review = Review.objects.get(draft=draft)
    assert (review.origin, review.status, review.publisher) == ("cleared_line", "owed", ministry.layla)
    assert publish_on_x(ministry, draft, at=later(2)).state == State.PUBLISHED


def test_nothing_is_cleared_at_once_that_nobody_would_review(ministry):
    asks_nobody(ministry)
    in_use(ministry)
    ReviewRule.objects.all().delete()
    draft = quoting(ministry)
    with refused("no_review_rule"):
        route_of(draft)


def test_two_lines_with_a_mention_a_permitted_link_and_a_greeting_are_cleared_at_once(ministry):
    asks_nobody(ministry)
    permit("site", "travel.example", ministry)
    permit("greeting", "Good morning", ministry)
    in_use(ministry)
    in_use(ministry, "Consular help is open day and night.", name="Help")
    text = f"Good morning @someone, {TEXT} Consular help is open day and night. https://travel.example/x"
    assert route_of(quoting(ministry, text)).kind == "cleared_lines"


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("support", "do not support"),
        f"{TEXT} https://elsewhere.example/",
        f"Good evening! {TEXT}",
        "We support the rules agreed in Geneva.",
        "Something else altogether.",
    ],
)
def test_any_other_text_takes_the_ordinary_route(ministry, text):
    asks_nobody(ministry)
    in_use(ministry)
    assert route_of(quoting(ministry, text)).kind == "levels"


@pytest.mark.parametrize(
    ("scope", "draft", "kind"),
    [
        ({"topics": ("trade",)}, {"topics": ("trade",)}, "cleared_lines"),
        ({"topics": ("trade",)}, {"topics": ("trade", "sanctions")}, "levels"),
        ({"topics": ("trade",)}, {}, "levels"),
        ({"countries": ("SA",)}, {}, "cleared_lines"),
        ({"countries": ("CH",)}, {}, "levels"),
        ({"texts": {"ar": TEXT}}, {}, "levels"),
        ({"valid_from": later(1)}, {}, "levels"),
    ],
)
def test_a_line_counts_in_its_scope_language_and_time_only(ministry, scope, draft, kind):
    asks_nobody(ministry)
    line = written(ministry, **scope)
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=NOW, confirmed=["language_not_offered"])
    ministry.approve(line.draft, ministry.helen, ministry.dana, ministry.mina)
    made = quoting(ministry, **draft)
    assert route_of(made).kind == kind


def test_every_channel_must_be_within_the_scope(ministry):
    asks_nobody(ministry)
    in_use(ministry, channel_ids=(ministry.x.pk,))
    both = (ministry.x.pk, ministry.mastodon.pk)
    assert route_of(quoting(ministry)).kind == "cleared_lines"
    assert route_of(quoting(ministry, channel_ids=both)).kind == "levels"


def test_a_line_that_is_not_cleared_withdrawn_or_over_clears_nothing(ministry):
    asks_nobody(ministry)
    line = written(ministry)
    assert route_of(quoting(ministry)).kind == "levels"
    submit.submit(draft_id=line.draft_id, by=ministry.layla, at=NOW)
    ministry.approve(line.draft, ministry.helen, ministry.dana, ministry.mina)
    assert route_of(quoting(ministry)).kind == "cleared_lines"
    assert route_of(quoting(ministry), at=line.until).kind == "levels"
    lining.withdraw(line, ministry.layla, at=later(1))
    assert route_of(quoting(ministry), at=later(1)).kind == "levels"


def test_a_line_cleared_since_the_text_was_written_counts(ministry):
    asks_nobody(ministry)
    draft = quoting(ministry)
    line = in_use(ministry)
    assert route_of(draft).kind == "cleared_lines"
    assert LineUse.objects.get(draft=draft).line == line


def test_the_words_are_screened_all_the_same(ministry):
    asks_nobody(ministry)
    in_use(ministry)
    draft = quoting(ministry, " ".join([TEXT] * 5))
    with refused("text_too_long"):
        route_of(draft)


# Withdrawn


def test_withdrawing_a_line_reaches_every_draft_that_quotes_it(ministry):
    line = in_use(ministry)
    written_, review = quoting(ministry), ministry.submitted(TEXT)
    other = ministry.draft("Nothing of it.")
    lining.withdraw(line, ministry.omar, at=later(1))
    for draft in (written_, review):
        event = Event.objects.get(draft=draft, kind="line_withdrawn")
        assert (event.data["line"], event.data["why"], event.by) == (
            line.pk,
            "The position has changed.",
            ministry.omar,
        )
    assert not Event.objects.filter(draft=other, kind="line_withdrawn").exists()
    assert told("line_withdrawn") == {
        ("layla", f"/drafts/{written_.pk}/"), ("layla", f"/drafts/{review.pk}/"), ("helen", f"/drafts/{review.pk}/"),
    }  # fmt: skip
    on_record = Event.objects.get(ledger__name="ministry", kind="line_withdrawn")
    assert (on_record.data["drafts"], on_record.data["posts"]) == (2, 0)
    assert fresh(line.draft).state == State.WITHDRAWN


def test_a_draft_that_quoted_it_before_and_no_longer_does_is_left_alone(ministry):
    line = in_use(ministry)
    draft = quoting(ministry)
    revise(draft, "Nothing of it.", by=ministry.layla)
    lining.withdraw(line, ministry.omar)
    assert not Event.objects.filter(draft=draft, kind="line_withdrawn").exists()


def test_what_was_cleared_by_a_line_is_not_published_once_it_is_withdrawn(ministry):
    """Guarantee 10."""
    asks_nobody(ministry)
    line = in_use(ministry)
    draft = submit.submit(draft_id=quoting(ministry).pk, by=ministry.layla, at=NOW)
    lining.withdraw(line, ministry.paul, at=later(1))
    with refused("line_withdrawn", status=409):
        publish_on_x(ministry, draft, at=later(2))
    assert told("line_withdrawn_stops") == {("layla", f"/drafts/{draft.pk}/")}


def test_what_levels_cleared_is_published_though_it_quotes_a_withdrawn_line(ministry):
    line = in_use(ministry)
    draft = ministry.cleared(TEXT)
    lining.withdraw(line, ministry.paul, at=later(1))
    assert publish_on_x(ministry, draft, at=later(2)).state == State.PUBLISHED


def test_what_was_cleared_by_a_line_is_not_published_after_its_end(ministry):
    asks_nobody(ministry)
    in_use(ministry, until=later(5))
    draft = submit.submit(draft_id=quoting(ministry).pk, by=ministry.layla, at=NOW)
    with refused("line_over", status=409):
        publish_on_x(ministry, draft, at=later(5))


def test_a_post_that_truly_went_out_before_is_recorded_and_told_to_the_officers(ministry):
    asks_nobody(ministry)
    line = in_use(ministry)
    draft = submit.submit(draft_id=quoting(ministry).pk, by=ministry.layla, at=NOW)
    lining.withdraw(line, ministry.omar, at=later(2))
    publish_on_x(ministry, draft, at=later(3), published_at=later(1))
    path = f"/drafts/{draft.pk}/"
    assert told("published_before_withdrawal") == {("paul", path), ("petra", path)}
    assert Event.objects.get(draft=draft, kind="published").data["gone_since"] == line.pk


def test_whoever_published_posts_that_quote_it_is_told_and_so_are_the_officers(ministry):
    line = in_use(ministry)
    draft = publish_on_x(ministry, ministry.cleared(TEXT), by=ministry.helen)
    lining.withdraw(line, ministry.paul, at=later(2))
    assert told("line_withdrawn_out") == {(name, f"/lines/{line.pk}/") for name in ("layla", "helen", "petra")}
    assert [one.draft for one in lining.lines.published_with(line)] == [draft]


@pytest.mark.parametrize("name", ["gil", "helen", "dana", "rita", "ivan"])
def test_only_its_office_and_policy_officers_withdraw_a_line(ministry, name):
    line = in_use(ministry)
    with refused("not_line_owner", status=403):
        lining.withdraw(line, getattr(ministry, name))


def test_a_line_is_withdrawn_once_with_a_reason_and_while_it_is_in_use(ministry):
    line = written(ministry)
    with refused("line_not_cleared"):
        lining.withdraw(line, ministry.layla)
    line = in_use(ministry, name="Another")
    with refused("why_needed"):
        lining.withdraw(line, ministry.layla, reason="  ")
    with refused("line_is_over"):
        lining.withdraw(line, ministry.layla, at=line.until)
    lining.withdraw(line, ministry.layla)
    with refused("line_is_over"):
        lining.withdraw(line, ministry.layla)
    with refused("not_found", status=404):
        lining.lines.withdraw_line(line_id=10**9, reason="Gone", by=ministry.layla, at=NOW)


# A policy that asks nobody


def test_a_policy_for_lines_alone_may_have_no_level(ministry):
    assert lining.proposed(ministry, ONLY_LINES).status == "proposed"


@pytest.mark.parametrize(
    "conditions",
    [
        {},
        {"field": "topic", "in": ["trade"]},
        {"field": "cleared_line", "in": ["unaltered", "altered"]},
        {"any": [ONLY_LINES, {"field": "topic", "in": ["trade"]}]},
    ],
)
def test_any_other_policy_without_a_level_is_refused(ministry, conditions):
    policy = lining.policies.create_policy(name="Lines alone", order=5, by=ministry.paul, at=NOW)
    version = {"policy_id": policy.pk, "by": ministry.paul, "at": NOW}
    lining.policies.write_version(levels=[], conditions=conditions, **version)
    with refused("version_invalid"):
        lining.policies.propose(number=1, **version)


def test_a_route_of_no_level_is_refused_where_it_is_not_for_lines_alone(ministry):
    in_use(ministry)
    asks_nobody(ministry, conditions={"field": "cleared_line", "in": ["unaltered", "altered"]})
    draft = quoting(ministry)
    with refused("empty_route"):
        route_of(draft)


def test_line_drafts_are_the_only_drafts_of_their_kind(ministry):
    written(ministry)
    ministry.draft()
    assert Draft.objects.filter(kind="line").count() == ClearedLine.objects.count() == 1
