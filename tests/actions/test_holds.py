"""Holds: placed and lifted by policy officers; nothing that one covers goes out while it is in force."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import DeskCountry
from approvals import audit
from approvals.actions import holds, submit
from approvals.models import Draft, Event, Hold, Ledger, Publication, Topic
from notifications.models import Message
from tests.actions.asking import publish_on_x, refused
from tests.people import NOW, later, variant

WHY = "A minister is to speak first."
INSTANT = timedelta.resolution


def place(ministry, scope="everything", value="", *, by=None, at=NOW, until=None, exempt=(), reason=WHY):
    return holds.place(
        scope=scope, scope_value=value, exempt_topics=exempt, reason=reason, until=until, by=by or ministry.paul, at=at
    )


def lift(ministry, hold, *, by=None, at=None, reason="She has spoken."):
    return holds.lift(hold_id=hold.pk, reason=reason, by=by or ministry.petra, at=at or later(2))


def people(kind):
    return set(Message.objects.filter(kind=kind, medium="in_app").values_list("user__username", flat=True))


def test_nothing_goes_out_while_everything_is_on_hold_and_the_refusal_says_why_and_whom_to_turn_to(ministry):
    """Guarantee 22."""
    draft = ministry.cleared()
    place(ministry)
    with refused("on_hold", status=409) as caught:
        publish_on_x(ministry, draft)
    assert WHY in caught.value.sentence
    assert "Paul Nguyen" in caught.value.sentence


def test_a_hold_begins_and_ends_at_its_instants(ministry):
    """Guarantee 22."""
    place(ministry, at=later(1), until=later(2))
    for instant, outcome in [(later(1) - INSTANT, "published"), (later(2), "published")]:
        assert publish_on_x(ministry, ministry.cleared(), at=instant, published_at=instant).state == outcome
    for instant in (later(1), later(2) - INSTANT):
        draft = ministry.cleared()
        with refused("on_hold"):
            publish_on_x(ministry, draft, at=instant)


@pytest.mark.parametrize(
    ("scope", "value", "covered"),
    [
        ("country", "SA", True),
        ("country", "CH", False),
        ("channel", "x:@EmbassyRiyadh", True),
        ("channel", "mastodon:@riyadh@social.example", False),
        ("topic", "trade", True),
        ("topic", "sanctions", False),
        ("language", "en", True),
        ("language", "ar", False),
    ],
)
def test_a_hold_covers_what_its_scope_names_and_nothing_else(ministry, scope, value, covered):
    """Guarantee 22."""
    draft = ministry.cleared(topics=("trade",))
    place(ministry, scope, value)
    if covered:
        with refused("on_hold"):
            publish_on_x(ministry, draft)
    else:
        assert publish_on_x(ministry, draft).state == "published"


def test_a_hold_on_a_language_covers_it_in_every_country_and_leaves_the_other_language_of_the_draft(ministry):
    """Guarantee 22."""
    texts = (variant(ministry.geneva_x, "fr-CA", "Ouvert."), variant(ministry.geneva_x, "en", "Open."))
    draft = ministry.draft(by=ministry.gil, channel_ids=(ministry.geneva_x.pk,), variants=texts)
    draft = cleared_in_geneva(ministry, draft)
    place(ministry, "language", "fr")
    url = "https://x.com/MissionGeneva/status/12345"
    with refused("on_hold"):
        publish_on_x(ministry, draft, by=ministry.gil, channel=ministry.geneva_x, url=url, language="fr-CA")
    published = publish_on_x(ministry, draft, by=ministry.gil, channel=ministry.geneva_x, url=url, language="en")
    assert published.state == "published"


def cleared_in_geneva(ministry, draft):
    DeskCountry.objects.create(country="CH", office=ministry.desk)
    submit.submit(draft_id=draft.pk, by=ministry.gil, at=NOW, confirmed=["language_differs", "mixed_scripts"])
    return ministry.approve(draft, ministry.greta, ministry.dana, ministry.mina)


def test_a_consular_safety_notice_goes_out_while_everything_else_is_on_hold(ministry):
    """Guarantee 22. London during an attack: what is exempt is out at once, what is not waits."""
    Topic.objects.create(slug="consular-safety", name="Consular safety")
    notice = ministry.cleared("Avoid the bridge.", topics=("consular-safety",))
    other, mixed = ministry.cleared(topics=("trade",)), ministry.cleared(topics=("consular-safety", "trade"))
    none = ministry.cleared()
    place(ministry, exempt=("consular-safety",), reason="An attack is under way.")
    assert publish_on_x(ministry, notice).state == "published"
    for draft in (other, mixed, none):
        with refused("on_hold"):
            publish_on_x(ministry, draft, url="https://x.com/EmbassyRiyadh/status/777")


def test_of_several_holds_one_that_is_lifted_leaves_the_others(ministry):
    """Guarantee 22."""
    draft, first = ministry.cleared(), place(ministry)
    second = place(ministry, "country", "SA", reason="Riyadh asked.")
    lift(ministry, first)
    with refused("on_hold") as caught:
        publish_on_x(ministry, draft, at=later(3))
    assert "Riyadh asked." in caught.value.sentence
    lift(ministry, second, at=later(3))
    assert publish_on_x(ministry, draft, at=later(3)).state == "published"


def test_a_second_post_of_a_published_draft_waits_as_the_first_would(ministry):
    """Guarantee 22."""
    draft = ministry.cleared(channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    publish_on_x(ministry, draft)
    place(ministry, at=later(1))
    with refused("on_hold"):
        publish_on_x(
            ministry, draft, channel=ministry.mastodon, url="https://social.example/@riyadh/11", at=later(1, minutes=5)
        )


def test_a_post_that_was_out_before_the_hold_is_recorded_and_the_policy_officers_hear_of_it(ministry):
    """Guarantee 22. The record tells what happened; that it was recorded during the hold stays on record, too."""
    draft = ministry.cleared()
    hold = place(ministry, at=later(1))
    publish_on_x(ministry, draft, at=later(2), published_at=later(1) - INSTANT)
    event = Event.objects.get(draft=draft, kind="published")
    assert event.data["held_since"] == hold.pk
    assert people("published_before_hold") == {"paul", "petra"}
    assert list(audit.verify(Draft.objects.get(pk=draft.pk))) == []


@pytest.mark.parametrize("minutes", [60, 90])
def test_a_post_that_went_out_during_a_hold_is_not_recorded_even_when_that_is_over(ministry, minutes):
    """Guarantee 22."""
    draft = ministry.cleared()
    lift(ministry, place(ministry, at=later(1)), at=later(2))
    with refused("was_on_hold", status=409):
        publish_on_x(ministry, draft, at=later(3), published_at=later(minutes=minutes))
    assert publish_on_x(ministry, draft, at=later(3), published_at=later(2)).state == "published"


def test_a_hold_placed_while_a_publication_waited_counts(ministry):
    """Guarantee 22. The clocks of the two requests were read before either had its turn."""
    draft = ministry.cleared()
    place(ministry, at=later(1) + INSTANT)
    with refused("on_hold"):
        publish_on_x(ministry, draft, at=later(1))
    assert not Publication.objects.exists()


@pytest.mark.parametrize("name", ["layla", "helen", "dana", "mina", "rita", "ivan"])
def test_only_a_policy_officer_places_and_lifts(ministry, name):
    by = getattr(ministry, name)
    with refused("not_policy_officer", status=403):
        place(ministry, by=by)
    hold = place(ministry)
    with refused("not_policy_officer", status=403):
        lift(ministry, hold, by=by)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"reason": ""}, "why_needed", "reason"),
        ({"reason": "  \n"}, "why_needed", "reason"),
        ({"reason": "x" * 501}, "why_too_long", "reason"),
        ({"reason": "a\x00b"}, "unusable_text", "reason"),
        ({"until": NOW}, "until_past", "until"),
        ({"until": later(-1)}, "until_past", "until"),
        ({"until": later(24 * 731)}, "moment_too_far", "until"),
        ({"scope": "country", "value": "FR"}, "scope_unknown_country", "scope_value"),
        ({"exempt": ["weather"]}, "unknown_topic", "exempt_topics"),
    ],
)
def test_a_hold_that_says_too_little_or_nonsense_is_refused(ministry, fields, code, field):
    with refused(code, status=400) as caught:
        place(ministry, **fields)
    assert set(caught.value.errors) == {field}


def test_a_hold_is_lifted_once(ministry):
    hold = place(ministry)
    lifted = lift(ministry, hold)
    assert (lifted.lifted_by, lifted.lifted_at, lifted.lift_reason) == (ministry.petra, later(2), "She has spoken.")
    with refused("hold_is_over", status=409):
        lift(ministry, hold, at=later(3))


def test_what_has_come_to_its_end_cannot_be_lifted(ministry):
    hold = place(ministry, until=later(1))
    with refused("hold_is_over", status=409):
        lift(ministry, hold, at=later(1))
    assert lift(ministry, hold, at=later(1) - INSTANT).lifted_at


@pytest.mark.parametrize(("reason", "code"), [("", "why_needed"), ("x" * 501, "why_too_long")])
def test_lifting_needs_a_reason(ministry, reason, code):
    hold = place(ministry)
    with refused(code, status=400):
        lift(ministry, hold, reason=reason)


def test_a_hold_that_is_not_there_cannot_be_lifted(ministry):
    with refused("not_found", status=404):
        holds.lift(hold_id=404, reason="x", by=ministry.paul, at=NOW)


def test_placing_and_lifting_are_on_the_ministrys_record(ministry):
    """Guarantee 21."""
    ministry.cleared()
    hold = place(ministry, "country", "SA", exempt=("trade",), until=later(5))
    lift(ministry, hold)
    placed, lifted = Event.objects.filter(ledger__name="ministry", kind__startswith="hold_")
    assert (placed.kind, placed.by, placed.at) == ("hold_placed", ministry.paul, NOW)
    assert placed.data == {
        "hold": hold.pk, "scope": "country", "scope_value": "SA", "exempt_topics": ["trade"], "reason": WHY,
        "until": later(5).isoformat(), "drafts": 1,
    }  # fmt: skip
    assert (lifted.kind, lifted.by, lifted.data) == (
        "hold_lifted", ministry.petra, {"hold": hold.pk, "reason": "She has spoken."},
    )  # fmt: skip
    assert [list(audit.verify(ledger)) for ledger in Ledger.objects.all()] == [[]] * Ledger.objects.count()


def test_the_database_keeps_no_hold_without_a_reason_or_with_half_a_scope(ministry):
    base = {"placed_by": ministry.paul, "placed_at": NOW, "reason": WHY}
    for wrong in ({"reason": ""}, {"scope_value": "SA"}, {"scope": "topic"}, {"until": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.create(**base | wrong)
