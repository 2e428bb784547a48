"""Cleared lines are quoted: unaltered, they can clear a draft at once; withdrawn, they reach all that quotes them."""

import pytest

from approvals.actions import submit
from approvals.lifecycle import State
from approvals.models import Event, LineUse, Review, ReviewRule
from tests.actions import lining
from tests.actions.asking import publish_on_x, refused, revise
from tests.actions.lining import ONLY_LINES, TEXT, asks_nobody, in_use, permit, quoting, route_of, told, written
from tests.people import NOW, fresh, later

pytestmark = pytest.mark.django_db


def test_each_revision_has_on_record_what_it_quotes(ministry):
    line = in_use(ministry)
    draft = quoting(ministry)
    revise(draft, TEXT.replace("support", "do not support"), by=ministry.layla)
    revise(draft, "Nothing of it.", by=ministry.layla)
    assert list(LineUse.objects.values_list("revision__number", "line", "language", "unaltered")) == [
        (1, line.pk, "en", True),
        (2, line.pk, "en", False),
    ]


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


def test_a_line_withdrawn_while_the_publication_waited_stops_it(ministry):
    """Guarantee 10."""
    asks_nobody(ministry)
    line = in_use(ministry)
    draft = submit.submit(draft_id=quoting(ministry).pk, by=ministry.layla, at=NOW)
    lining.withdraw(line, ministry.paul, at=later(1, seconds=1))
    with refused("line_withdrawn"):
        publish_on_x(ministry, draft, at=later(1))


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
