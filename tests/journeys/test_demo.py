"""The demo ministry: what a newcomer finds in it, and that its past is as true as its present."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Q
from django.test import override_settings

from accounts.backends import SignIn
from accounts.demo_accounts import ACCOUNTS
from accounts.demo_password import DEMO_PASSWORD
from accounts.models import Deputy, Office, Posting, Role, User
from approvals import audit, checks, queries
from approvals.actions import enact, publish, write
from approvals.actions.accept import accept
from approvals.actions.decide import approve
from approvals.actions.write import Writing
from approvals.demo import script
from approvals.lifecycle import State
from approvals.models import Decision, Delay, Draft, Hold, PolicyVersion, Step, StepEscalation, Topic
from approvals.refusals import Refused
from approvals.rules.content import Content
from channels.models import Channel, Platform
from notifications.models import Message
from tests.journeys.conftest import NOW

HOUR = timedelta(hours=1)
RIGHT_TO_LEFT = {"ar", "fa"}

# What a test does is undone after it, back to the demo as it was loaded.
pytestmark = pytest.mark.django_db


def user(username):
    return User.objects.get(username=username)


def steps(draft):
    return {step.name: step for step in queries.route_steps(draft)}


def test_it_is_a_whole_ministry(demo):
    assert Counter(Office.objects.values_list("kind", flat=True)) == {"mission": 12, "headquarters": 14, "minister": 1}
    assert 38 <= User.objects.count() <= 46
    assert 65 <= Draft.objects.count() <= 95
    assert set(Posting.objects.values_list("role", flat=True)) == set(Role) - {Role.ADMINISTRATOR}


def test_thirty_channels_are_on_every_platform_and_some_are_frozen_or_closed(demo):
    assert Channel.objects.count() == 30
    assert set(Channel.objects.values_list("platform", flat=True)) == set(Platform)
    assert set(Channel.objects.values_list("state", flat=True)) == set(Channel.State)


def test_what_is_told_would_pass_every_form(demo):
    for table in (User, Office, Posting, Deputy, Channel, Topic):
        for row in table.objects.all():
            row.full_clean()
    assert not Topic.objects.filter(name_fr="").exists()


def test_every_account_on_the_sign_in_page_opens_with_the_demo_password(demo):
    for account in ACCOUNTS:
        with override_settings(DEBUG=True, DEMO=True):
            found = SignIn().authenticate(None, username=f"{account.username}@ministry.example", password=DEMO_PASSWORD)
        assert found == user(account.username)
        assert SignIn().authenticate(None, username=account.username, password=DEMO_PASSWORD) is None


def test_only_it_administers_the_installation(demo):
    administrators = User.objects.filter(Q(is_staff=True) | Q(is_superuser=True))
    assert [one.username for one in administrators] == ["admin"]


def test_every_state_can_be_seen(demo):
    assert set(Draft.objects.values_list("state", flat=True)) == set(State)


def test_posts_are_in_seven_languages_and_in_every_kind_and_urgency(demo):
    posts = [post for draft in demo.values() for post in draft.current.body.posts()]
    assert {post.language for post in posts} == {"en", "fr", "ar", "uk", "zh", "es", "fa"}
    assert set(Draft.objects.values_list("kind", flat=True)) == {"original", "reply", "repost", "line"}
    assert set(Draft.objects.values_list("urgency", flat=True)) == {"routine", "urgent", "crisis"}


def test_the_record_of_its_past_holds(demo):
    assert list(audit.verify_all()) == []


def test_nothing_that_is_due_is_left_undone(demo):
    assert not Step.objects.filter(next_alarm_at__lte=NOW.replace(second=0)).exists()
    assert not Draft.objects.filter(next_alarm_at__lte=NOW.replace(second=0)).exists()
    assert not Hold.objects.filter(next_alarm_at__lte=NOW.replace(second=0)).exists()


def test_no_delay_was_flagged_before_its_time_or_long_after(demo):
    for delay in Delay.objects.all():
        assert timedelta(0) <= delay.flagged_at - delay.due_at <= timedelta(seconds=5)


def test_some_drafts_are_late_and_have_come_to_others(demo):
    assert Delay.objects.filter(resolved_at=None).count() >= 4
    assert Delay.objects.exclude(resolved_at=None).count() >= 3
    turned_to = StepEscalation.objects.exclude(fired_at=None).values_list("office__code", flat=True)
    assert set(turned_to) == {"COMMS", "WATCH"}


def test_no_letter_of_the_past_is_sent_now_and_only_the_latest_messages_are_unread(demo):
    assert not Message.objects.exclude(status="sent", sent_at=F("created_at")).exists()
    unread = Message.objects.filter(medium="in_app", read_at=None)
    assert 0 < unread.count() < Message.objects.filter(medium="in_app").count() / 3
    assert unread.earliest("created_at").created_at >= NOW.replace(second=0) - 6 * HOUR


def test_the_desk_finds_late_soon_and_later_drafts_in_several_languages(demo):
    queue = queries.awaiting(user("hq.desk"), at=NOW)
    left = [step.due_at - NOW for step in queue]
    assert left == sorted(left)
    assert sum(due < timedelta(0) for due in left) >= 2
    assert sum(timedelta(0) < due < HOUR for due in left) >= 3
    assert sum(due > HOUR for due in left) >= 2
    assert left[-1] > 4 * HOUR
    assert {step.runs_on for step in queue} == {"working", "wall"}
    languages = {step.draft.current.body.language for step in queue}
    assert len(languages) >= 5
    assert languages >= RIGHT_TO_LEFT


@pytest.mark.parametrize(
    "username", ["riyadh.head", "geneva.ambassador", "hq.comms", "hq.legal", "duty.officer", "minister.office"]
)
def test_an_approver_finds_something_to_decide(demo, username):
    assert queries.awaiting(user(username), at=NOW)


def test_an_author_finds_drafts_that_need_her(demo):
    states = Counter(queries.drafts_of(user("riyadh.author")).values_list("state", flat=True))
    assert states.keys() >= {"draft", "in_review", "changes_requested", "cleared", "published"}


def test_policies_are_in_force_and_a_proposed_version_awaits_the_second_officer(demo):
    assert PolicyVersion.objects.filter(status="in_force").count() == 5
    waiting = PolicyVersion.objects.get(status="proposed")
    assert Message.objects.filter(user=user("policy.two"), kind="policy_proposed", read_at=None).exists()
    version = {"policy_id": waiting.policy_id, "number": waiting.number, "at": NOW}
    with pytest.raises(Refused, match="second_officer_needed"):
        enact.enact(**version, by=user("policy.one"))
    assert enact.enact(**version, by=user("policy.two")).status == "in_force"


def test_the_ways_of_the_three_policies_differ(demo):
    assert list(steps(demo["geneva-concert"])) == ["Head of office"]
    assert list(steps(demo["riyadh-student-visas"])) == ["Head of office", "Headquarters desk"]
    parallel = [step for step in queries.route_steps(demo["kyiv-drone-components"]) if step.position == 2]
    assert {step.office.code for step in parallel} == {"EEUR", "LEGAL", "POLICY"}
    assert {step.status for step in parallel} == {"open"}


def test_a_wording_that_the_desk_proposed_counts_when_its_author_takes_it(demo):
    draft = demo["riyadh-signalling"]
    proposal = Decision.objects.exclude(proposal="").get(draft=draft)
    accept(draft_id=draft.pk, proposal_id=proposal.pk, by=draft.author, if_match=draft.current.hash, at=NOW)
    draft = approve(draft_id=draft.pk, by=user("riyadh.head"), revision=proposal.proposal_hash, at=NOW)
    assert draft.state == "cleared"


def test_one_draft_is_too_long_for_its_channel_and_says_so(demo):
    draft = demo["kyiv-rebuilding"]
    problems = checks.blocking(draft.current.body, list(draft.channels.all()), at=NOW)
    assert [code for code, _sentence in problems] == ["text_too_long"]


def test_scenario_1_on_a_sunday_the_deputy_reads_the_translation_of_what_was_cleared(demo):
    english, arabic = demo["riyadh-desalination-en"], demo["riyadh-desalination-ar"]
    assert arabic.created_at > english.published_at
    assert arabic.published_at.astimezone(ZoneInfo("Asia/Riyadh")).strftime("%A") == "Sunday"
    decisions = Decision.objects.filter(draft=arabic).order_by("at")
    assert [(one.by.username, one.acting_for and one.acting_for.username) for one in decisions] == [
        ("riyadh.head", None),
        ("hq.desk", "gulf.desk"),
    ]


def test_scenario_2_nothing_is_published_while_headquarters_asks_for_changes(demo):
    draft = demo["cairo-remarks"]
    assert (draft.state, draft.urgency) == ("changes_requested", "urgent")
    with pytest.raises(Refused, match="wrong_state"):
        publish.publish(
            draft_id=draft.pk, channel_id=draft.channels.get().pk, url="https://x.com/ValmoraCairo/status/1",
            by=draft.author, at=NOW,
        )  # fmt: skip


def test_scenario_3_a_named_state_under_sanctions_waits_for_the_policy_unit_however_many_signed(demo):
    draft = demo["ministry-coal-listing"]
    assert {post.language for post in draft.current.body.posts()} == {"en", "fr"}
    assert [step.name for step in queries.route_steps(draft) if step.status == "passed"] == [
        "Head of office",
        "Headquarters desk",
        "Legal",
    ]
    assert steps(draft)["Policy Unit: sanctions"].status == "open"
    assert draft.state == "in_review"


def test_scenario_4_a_map_is_sent_back_for_the_geographer(demo):
    draft = demo["newyork-map"]
    assert draft.state == "changes_requested"
    assert "geographer" in Decision.objects.get(draft=draft, verdict="request_changes").comment


def test_scenario_5_a_quotation_is_put_right_before_it_goes_out(demo):
    draft = demo["moscow-speech"]
    first, second = draft.revisions.all()
    assert "immediately" in first.body.text
    assert draft.publications.get().hash == second.hash
    assert "without delay" in second.body.text


def test_scenario_6_on_a_weekend_night_the_duty_officer_has_it_within_minutes(demo):
    draft = demo["kyiv-night-attack"]
    route = steps(draft)
    assert draft.submitted_at.astimezone(ZoneInfo("Europe/Kyiv")).strftime("%A %H") == "Saturday 02"
    assert route["Duty officer"].closed_at - draft.submitted_at < timedelta(minutes=20)
    late = Delay.objects.get(draft=draft)
    assert (late.step.name, late.due_at - late.step.opened_at) == ("Legal, crisis", timedelta(minutes=30))
    assert route["Legal, crisis"].escalations.get().fired_at is not None
    assert draft.published_at - draft.submitted_at < timedelta(minutes=90)


def test_scenario_7_a_safety_notice_goes_out_while_everything_else_is_on_hold(demo):
    notice, lecture = demo["london-notice"], demo["london-lecture"]
    hold = Hold.objects.get(scope="everything")
    assert hold.placed_at < notice.published_at < hold.lifted_at
    assert notice.published_at - notice.submitted_at < timedelta(minutes=30)
    line = demo["london-indoors"]
    assert (line.route.kind, line.cleared_at) == ("cleared_lines", line.submitted_at)
    assert hold.placed_at < line.published_at < notice.published_at
    # What is not exempt waited: its slot came and went, its author was asked again, and it went out after the hold.
    waited = {event.kind: event.at for event in lecture.events.filter(kind__in=("slot_held", "hold_over"))}
    assert waited["slot_held"] - lecture.publish_at <= timedelta(seconds=5)
    assert waited["hold_over"] - hold.lifted_at <= timedelta(seconds=5)
    assert lecture.published_at > waited["hold_over"]


def test_scenario_8_a_repost_takes_a_route_and_is_rejected(demo):
    draft = demo["mexico-candidate"]
    assert (draft.kind, draft.state) == ("repost", "rejected")
    assert len(steps(draft)) == 4
    assert Decision.objects.get(draft=draft, verdict="reject").reason == "off_policy"


def test_scenario_9_a_reply_that_quotes_a_cleared_line_is_out_at_once_and_owes_its_review(demo):
    draft = demo["geneva-doses"]
    assert (draft.kind, draft.state, draft.route.kind) == ("reply", "published", "cleared_lines")
    assert draft.published_at - draft.submitted_at < timedelta(minutes=5)
    assert draft.reviews.get().origin == "cleared_line"


def test_scenario_10_a_slot_that_passed_while_it_waited_closes_the_draft(demo):
    draft = demo["geneva-embargo"]
    assert (draft.state, draft.cleared_at) == ("expired", None)
    assert draft.publish_at < draft.moment <= draft.state_since
    assert not draft.publications.exists()


def test_scenario_11_nothing_is_written_for_a_channel_that_nobody_registered(demo):
    draft = demo["beijing-fair"]
    nobody = Channel.objects.latest("pk").pk + 1
    with pytest.raises(Refused, match="unknown_channel"):
        write.create(by=draft.author, writing=Writing(Content((nobody,), "zh", draft.current.body.text)), at=NOW)
    assert "not in the register" in draft.comments.latest("at").text


def test_every_scenario_that_is_told_has_a_test_here():
    told = {story.scenario for story in script.stories() if story.scenario}
    assert told == {int(name.split("_")[2]) for name in globals() if name.startswith("test_scenario_")}


def test_a_second_load_is_refused(demo):
    with override_settings(DEBUG=True, DEMO=True), pytest.raises(CommandError, match="people here already"):
        call_command("demo")


@pytest.mark.parametrize(("debug", "is_demo"), [(False, True), (True, False)])
def test_it_is_never_loaded_outside_a_demo(demo, debug, is_demo):
    with override_settings(DEBUG=debug, DEMO=is_demo), pytest.raises(CommandError, match="for a demo only"):
        call_command("demo")
