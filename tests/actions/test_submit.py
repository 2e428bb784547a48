"""Submission: a route is frozen and its first clock starts, or the author is told what stands in the way."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Deputy, DeskCountry, Office, Posting, Role
from approvals.actions import submit, withdraw, write
from approvals.models import Level, LevelEscalation, Policy, Route, Step
from approvals.rules.content import Content
from channels.models import Channel
from tests.actions.asking import (
    enforce,
    kinds,
    new_version,
    open_levels,
    other_policy,
    refused,
    request_changes,
    resubmit,
    revise,
    steps,
    take_back,
    told,
)
from tests.people import HOUR, NOW, fresh, later, level, post, variant


def statuses(draft):
    return {name: step.status for name, step in steps(draft).items()}


def test_submission_opens_the_first_level_and_no_other(ministry):
    """Guarantee 8."""
    draft = ministry.submitted()
    assert statuses(draft) == {"Head of mission": "open", "Desk": "waiting", "Minister's office": "waiting"}
    first = steps(draft)["Head of mission"]
    assert (first.opened_at, first.due_at, first.next_alarm_at) == (NOW, later(4), later(3))
    assert told("awaiting") == ["helen"]
    assert kinds(draft) == ["created", "submitted", "step_opened"]


def test_levels_of_one_position_open_together(ministry):
    """Guarantee 8."""
    version = new_version(ministry)
    level(version, 1, "Head of mission", "own_office", Role.HEAD)
    level(version, 1, "Communications", "office", Role.APPROVER, office=ministry.comms)
    level(version, 2, "Desk", "country_desk", Role.APPROVER)
    enforce(ministry, version)
    draft = ministry.submitted()
    assert open_levels(draft) == ["Head of mission", "Communications"]


def test_a_draft_takes_the_policy_that_its_content_asks_for(ministry):
    version = enforce_only(ministry, {"field": "topic", "in": ["sanctions"]}, "Legal")
    assert fresh(ministry.submitted()).route.policy_version == ministry.version
    assert fresh(ministry.submitted(topics=("trade", "sanctions"))).route.policy_version == version


def test_a_channel_a_language_an_urgency_or_a_kind_decides_the_route_too(ministry):
    for number, (field, value) in enumerate({
        "platform": "mastodon", "channel": "mastodon:@riyadh@social.example", "language": "ar", "urgency": "crisis",
        "kind": "repost", "country": "CH", "office": "GVA",
    }.items()):  # fmt: skip
        enforce_only(ministry, {"field": field, "in": [value]}, f"Level for {field}", order=number)
    assert list(statuses(ministry.submitted())) == ["Head of mission", "Desk", "Minister's office"]
    assert "Level for urgency" in statuses(ministry.submitted(urgency="crisis"))
    arabic = ministry.draft(variants=(variant(ministry.x, "ar", "السفارة مفتوحة"),))
    assert "Level for language" in statuses(resubmit(arabic, ministry.layla))


def enforce_only(ministry, conditions, name, *, order=10):
    version = new_version(ministry, policy=other_policy(name, order=order), conditions=conditions)
    level(version, 1, name, "office", Role.APPROVER, office=ministry.comms)
    return enforce(ministry, version)


def test_a_text_that_breaks_a_channels_rule_is_not_submitted(ministry):
    draft = ministry.draft("a" * 281)
    with refused("text_too_long", status=400) as caught:
        resubmit(draft, ministry.layla)
    assert list(caught.value.errors) == ["text"]


def test_every_channel_needs_a_text_it_can_take(ministry):
    both = (ministry.x.pk, ministry.mastodon.pk)
    long = ministry.draft("a" * 400, channel_ids=both)
    with refused("text_too_long"):
        resubmit(long, ministry.layla)
    short_for_x = ministry.draft("a" * 400, channel_ids=both, variants=(variant(ministry.x, "en", "Short."),))
    assert resubmit(short_for_x, ministry.layla).state == "in_review"


def test_an_empty_text_is_not_submitted(ministry):
    draft = ministry.draft(" \u200b ")
    with refused("text_empty"):
        resubmit(draft, ministry.layla)


def test_a_frozen_channel_is_not_submitted_to(ministry):
    draft = ministry.draft()
    Channel.objects.filter(pk=ministry.x.pk).update(state="frozen")
    with refused("channel_not_active"):
        resubmit(draft, ministry.layla)


def test_what_needs_a_person_to_look_twice_is_submitted_when_confirmed_and_that_is_on_record(ministry):
    draft = ministry.draft("Pаy here")  # the second letter is Cyrillic
    with refused("mixed_scripts", status=400) as caught:
        resubmit(draft, ministry.layla)
    assert list(caught.value.errors) == ["confirm"]
    submit.submit(draft_id=draft.pk, by=ministry.layla, at=NOW, confirmed=["mixed_scripts", "something_else"])
    assert draft.events.get(kind="submitted").data["confirmed"] == ["mixed_scripts"]


def test_a_draft_whose_moment_has_passed_is_not_submitted(ministry):
    draft = ministry.draft(moment=later(1))
    with refused("moment_past"):
        resubmit(draft, ministry.layla, at=later(1))


def test_only_an_author_of_the_office_submits(ministry):
    draft = ministry.draft()
    for stranger in (ministry.helen, ministry.gil, ministry.ivan):
        with refused("not_author", status=403):
            resubmit(draft, stranger)
    assert resubmit(draft, ministry.omar).state == "in_review"


def test_without_a_policy_in_force_nothing_is_submitted(ministry):
    """Guarantee 7."""
    ministry.policy.versions.update(status="superseded")
    draft = ministry.draft()
    with refused("no_policy", status=409):
        resubmit(draft, ministry.layla)


def test_a_route_that_would_ask_nobody_is_refused(ministry):
    """Guarantee 8."""
    version = new_version(ministry)
    level(version, 1, "Crisis desk", "country_desk", Role.APPROVER, conditions={"field": "urgency", "in": ["crisis"]})
    enforce(ministry, version)
    draft = ministry.draft()
    with refused("empty_route", status=409):
        resubmit(draft, ministry.layla)


def test_a_country_without_a_desk_refuses_the_draft_and_skips_no_level(ministry):
    """Guarantee 7."""
    DeskCountry.objects.all().delete()
    draft = ministry.draft()
    with refused("level_without_office", status=409) as caught:
        resubmit(draft, ministry.layla)
    assert "Desk" in caught.value.sentence


@pytest.mark.parametrize("who", ["helen", "mina"])
def test_a_level_that_nobody_holds_refuses_the_draft_and_is_named(ministry, who):
    """Guarantee 7."""
    Posting.objects.filter(user=getattr(ministry, who)).update(ends_at=NOW)
    draft = ministry.draft()
    with refused("level_unstaffed", status=409):
        resubmit(draft, ministry.layla)


def test_who_may_not_sign_in_any_more_staffs_no_level(ministry):
    """Guarantee 7."""
    ministry.helen.is_active = False
    ministry.helen.save()
    draft = ministry.draft()
    with refused("level_unstaffed"):
        resubmit(draft, ministry.layla)


def test_a_head_of_mission_who_writes_cannot_be_the_only_one_asked(ministry):
    """Guarantee 4."""
    post(ministry.helen, ministry.riyadh, Role.AUTHOR)
    draft = ministry.draft(by=ministry.helen)
    with refused("level_unstaffed"):
        resubmit(draft, ministry.helen)


def test_the_authors_deputy_cannot_be_the_only_one_asked(ministry):
    """Guarantee 4."""
    posting = Posting.objects.get(user=ministry.layla)
    Deputy.objects.create(posting=posting, user=ministry.helen, starts_at=NOW, ends_at=later(8))
    draft = ministry.draft()
    with refused("level_unstaffed"):
        resubmit(draft, ministry.layla)


def test_two_levels_are_not_submitted_to_one_person_alone(ministry):
    """Guarantee 5."""
    Posting.objects.filter(user=ministry.mina).update(ends_at=NOW)
    post(ministry.helen, ministry.minister, Role.APPROVER)
    draft = ministry.draft()
    with refused("level_unstaffed"):
        resubmit(draft, ministry.layla)


def test_the_route_stays_as_it_was_submitted_whatever_becomes_of_the_policy(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    before = list(Step.objects.filter(draft=draft).values())
    version = new_version(ministry)
    level(version, 1, "Only the cat", "own_office", Role.HEAD)
    enforce(ministry, version)
    DeskCountry.objects.all().delete()
    assert list(Step.objects.filter(draft=draft).values()) == before
    assert ministry.approve(draft, ministry.helen, ministry.dana, ministry.mina).state == "cleared"


def test_a_draft_handed_back_keeps_the_version_it_was_first_submitted_under(ministry):
    """Guarantee 7."""
    draft = ministry.submitted()
    request_changes(draft, ministry.helen)
    version = new_version(ministry)
    level(version, 1, "Head of mission alone", "own_office", Role.HEAD)
    enforce(ministry, version)
    revise(draft, "Other words.", by=ministry.layla)
    resubmit(draft, ministry.layla)
    assert fresh(draft).route.policy_version == ministry.version
    assert list(steps(draft)) == ["Head of mission", "Desk", "Minister's office"]


def test_a_draft_taken_up_again_is_routed_by_what_is_in_force_now(ministry):
    draft = ministry.submitted()
    take_back(draft, ministry.layla)
    version = new_version(ministry)
    level(version, 1, "Head of mission alone", "own_office", Role.HEAD)
    enforce(ministry, version)

    withdraw.reopen(draft_id=draft.pk, by=ministry.layla, at=later(1))
    resubmit(draft, ministry.layla, at=later(2))
    assert list(steps(draft)) == ["Head of mission alone"]


def test_each_submission_has_a_route_of_its_own_and_the_old_ones_stay(ministry):
    draft = ministry.submitted()
    request_changes(draft, ministry.helen)
    resubmit(draft, ministry.layla, at=later(1))
    assert list(Route.objects.filter(draft=draft).values_list("number", flat=True)) == [1, 2]


def test_escalations_are_frozen_with_the_route_soonest_first(ministry):
    version = new_version(ministry)
    desk = level(version, 1, "Desk", "country_desk", Role.APPROVER)
    for rung, hours in enumerate((5, 1), start=1):
        LevelEscalation.objects.create(
            level=desk,
            rung=rung,
            after=later(hours) - NOW,
            selector="office",
            office=ministry.comms,
            role=Role.APPROVER,
        )
    enforce(ministry, version)
    draft = ministry.submitted()
    frozen = steps(draft)["Desk"].escalations.order_by("rung")
    assert [(rung.rung, rung.after) for rung in frozen] == [(1, HOUR), (2, 5 * HOUR)]


def test_an_office_that_a_level_or_a_draft_names_cannot_be_deleted(ministry):
    """Guarantee 7."""
    ministry.submitted()
    for office in (ministry.riyadh, ministry.desk, ministry.minister, ministry.comms):
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.get(pk=office.pk).delete()
    for kept in (Policy.objects.first(), ministry.version, Level.objects.first(), ministry.layla):
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.delete()


def test_a_draft_of_another_mission_has_that_missions_people(ministry):
    DeskCountry.objects.create(country="CH", office=ministry.desk)

    content = Content((ministry.geneva_x.pk,), "fr", "Bonjour de Genève.")
    draft = write.create(by=ministry.gil, writing=write.Writing(content), at=NOW)
    resubmit(draft, ministry.gil)
    assert steps(draft)["Head of mission"].office == ministry.geneva
    assert told("awaiting") == ["greta"]


def test_a_draft_is_submitted_by_an_author_of_every_channel_it_targets_now(ministry):
    """Guarantee 10."""
    post(ministry.layla, ministry.geneva, Role.AUTHOR, ends_at=later(1))
    draft = ministry.draft(channel_ids=(ministry.x.pk, ministry.geneva_x.pk))
    for someone, at in ((ministry.omar, NOW), (ministry.layla, later(1))):
        with refused("channel_not_yours", status=403):
            resubmit(draft, someone, at=at)
    assert resubmit(draft, ministry.layla).state == "in_review"
