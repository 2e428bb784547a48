"""What awaits a person is grouped by how urgent it is, narrowed as its address asks, and read in pages without gaps."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Deputy, Posting
from approvals import queries
from approvals.actions import alarms, claims
from approvals.models import Draft, Step
from approvals.narrowing import Narrowing
from approvals.waiting import Group, Queue, group_of, order
from tests.people import NOW, channel, later, variant

EVERYTHING = Narrowing()
MIDNIGHT = later(15)


def queue(user, *, at=NOW, tomorrow=MIDNIGHT):
    return Queue.of(user, at=at, tomorrow=tomorrow)


def asking(**asked):
    return Narrowing.parse(asked)


def shown(user, **asked):
    return [step.draft for step in queue(user).page(asking(**asked), limit=50)]


def due(draft, hours, **fields):
    """Set when the open level of a draft is due, so many hours from now."""
    Step.objects.filter(draft=draft, status="open").update(due_at=later(hours), **fields)
    return draft


@pytest.fixture
def one_of_each(ministry):
    """A draft in each group, made in another order than theirs."""
    tomorrow = due(ministry.submitted("Later."), 20)
    today = due(ministry.submitted("Today."), 6)
    late = due(ministry.submitted("Late."), -1, overdue_at=NOW)
    risky = due(ministry.submitted("At risk."), 30)
    Draft.objects.filter(pk=risky.pk).update(risk_at=later(-1))
    return [late, risky, today, tomorrow]


def test_what_awaits_is_grouped_by_urgency_and_within_a_group_by_deadline(ministry, one_of_each):
    sooner = due(ministry.submitted("Today, and sooner."), 5)
    late, risky, today, tomorrow = one_of_each
    steps = queue(ministry.helen).page(EVERYTHING, limit=50)
    assert [step.draft for step in steps] == [late, risky, sooner, today, tomorrow]
    assert [group_of(step) for step in steps] == [Group.LATE, Group.AT_RISK, Group.TODAY, Group.TODAY, Group.LATER]


@pytest.mark.parametrize(
    ("hours", "flagged", "risk", "group"),
    [
        (-1, True, None, Group.LATE),
        # Its time has passed: nobody waits for a sweep to hear so.
        (0, False, None, Group.LATE),
        # A calendar gave it more time after the delay was flagged: it stays on record as late.
        (3, True, None, Group.LATE),
        (-1, True, -2, Group.LATE),
        (3, False, 0, Group.AT_RISK),
        (3, False, 0.1, Group.TODAY),
        (40, False, -1, Group.AT_RISK),
        (14.9, False, None, Group.TODAY),
        (15, False, None, Group.LATER),
        (15, False, 20, Group.LATER),
    ],
)
def test_each_level_is_in_one_group(ministry, hours, flagged, risk, group):
    draft = due(ministry.submitted(), hours, overdue_at=NOW if flagged else None)
    Draft.objects.filter(pk=draft.pk).update(risk_at=None if risk is None else later(risk))
    (step,) = queue(ministry.helen).page(EVERYTHING, limit=50)
    assert group_of(step) == group
    tally = queue(ministry.helen).tally(EVERYTHING, {})
    assert {name for name, count in tally.groups.items() if count} == {group}


def test_today_ends_when_the_readers_day_does(ministry):
    due(ministry.submitted(), 12)
    (here,) = queue(ministry.helen, tomorrow=later(12)).page(EVERYTHING, limit=5)
    (there,) = queue(ministry.helen, tomorrow=later(minutes=12 * 60 + 1)).page(EVERYTHING, limit=5)
    assert (group_of(here), group_of(there)) == (Group.LATER, Group.TODAY)


def test_it_is_the_same_as_awaits_by_deadline_alone(ministry, one_of_each):
    by_group = queue(ministry.helen).page(EVERYTHING, limit=50)
    assert {step.pk for step in by_group} == {step.pk for step in queries.awaiting(ministry.helen, at=NOW)}


@pytest.fixture
def crowd(ministry):
    """Helen decides for Riyadh, for the desk and for the minister's office: drafts of every sort await her."""
    for name in ("dana", "mina"):
        posting = Posting.objects.get(user=getattr(ministry, name))
        Deputy.objects.create(posting=posting, user=ministry.helen, starts_at=NOW, ends_at=later(9))
    dice = random.Random(7)  # noqa: S311
    arabic = variant(ministry.x, "ar", "السفارة مفتوحة")
    facebook = channel("facebook", "Riyadh", ministry.riyadh, "en")
    for number in range(40):
        draft = ministry.submitted(
            f"Number {number}.", urgency=dice.choice(["routine", "urgent", "crisis"]),
            channel_ids=tuple(sorted({ministry.x.pk, dice.choice([ministry.mastodon.pk, facebook.pk, ministry.x.pk])})),
            variants=dice.choice([(), (arabic,)]),
        )  # fmt: skip
        step = draft.steps.get(status="open")
        place = dice.choice([(ministry.riyadh, "head"), (ministry.desk, "approver"), (ministry.minister, "approver")])
        step.office, step.role = place
        # Many share their deadline: then the order is that of their ids.
        step.due_at = later(dice.choice([-2, 0, 3, 3, 30, 30]))
        step.claimed_by, step.claimed_until = dice.choice(
            [(None, None), (ministry.helen, later(1)), (ministry.dana, NOW)]
        )
        step.save()
        Draft.objects.filter(pk=draft.pk).update(risk_at=dice.choice([None, later(-1), later(1)]))
    return ministry.helen


FILTERS = [
    {}, {"level": "Head of mission"}, {"office": "RUH"}, {"platform": "x"}, {"platform": "facebook"},
    {"language": "ar"}, {"language": "en"}, {"urgency": "crisis"}, {"kind": "original"}, {"claimed": "me"},
    {"claimed": "nobody"}, {"q": "number 1"}, {"platform": "mastodon", "language": "ar", "claimed": "nobody"},
    {"office": "GVA"},
]  # fmt: skip


def paged(mine, narrowing, size):
    """Return what a queue shows, read in pages of this size."""
    read, after = [], None
    while found := mine.page(narrowing, limit=size, after=after):
        read += found
        after = order(found[-1])
    return read


def test_pages_of_a_narrowed_queue_have_no_gap_and_nothing_twice(crowd):
    mine = queue(crowd)
    for asked in FILTERS:
        narrowing = asking(**asked)
        whole = mine.page(narrowing, limit=100)
        assert whole == sorted(whole, key=order)
        for size in (1, 7):
            assert [step.pk for step in paged(mine, narrowing, size)] == [step.pk for step in whole], (asked, size)
        assert [step.pk for step in whole] == [row[2] for row in mine.fields(narrowing, (), limit=100)]


def test_what_is_counted_is_what_is_shown(crowd):
    mine = queue(crowd)
    for asked in FILTERS:
        narrowing = asking(**asked)
        whole = mine.page(narrowing, limit=100)
        tally = mine.tally(narrowing, {1: narrowing})
        assert (tally.everything, tally.shown) == (40, len(whole)), asked
        assert tally.groups == {group: sum(group_of(step) == group for step in whole) for group in Group}
        # Of a view that looks for words nobody counts.
        assert tally.views == ({} if "q" in asked else {1: len(whole)})


def test_every_filter_leaves_in_what_it_names_and_nothing_else(crowd, ministry):
    every = queue(crowd).page(EVERYTHING, limit=50)
    says = {
        ("claimed", "me"): lambda step: step.claimed_by_id == crowd.pk,
        ("claimed", "nobody"): lambda step: step.claimed_by_id != crowd.pk,
        ("urgency", "crisis"): lambda step: step.draft.urgency == "crisis",
        ("platform", "mastodon"): lambda step: ministry.mastodon in step.draft.channels.all(),
        ("channel", str(ministry.mastodon.pk)): lambda step: ministry.mastodon in step.draft.channels.all(),
        ("language", "ar"): lambda step: bool(step.draft.current.body.variants),
        ("q", "NUMBER 12"): lambda step: "12" in step.draft.current.body.text + step.draft.reference,
        ("q", every[0].draft.reference.lower()): lambda step: step.draft_id == every[0].draft_id,
        ("for", str(ministry.dana.pk)): lambda step: step.office_id == ministry.desk.pk,
        ("for", str(crowd.pk)): lambda step: False,
    }
    for (name, value), is_meant in says.items():
        found = queue(crowd).page(asking(**{name: value}), limit=50)
        assert [step.pk for step in found] == [step.pk for step in every if is_meant(step)], (name, value)
        assert name == "for" or found


def test_a_claim_that_has_lapsed_is_nobodys(ministry):
    draft = ministry.submitted()
    claims.claim(draft_id=draft.pk, by=ministry.helen, at=NOW, until=later(1))
    assert shown(ministry.helen, claimed="me") == [draft]
    assert shown(ministry.helen, claimed="nobody") == []
    at_the_end = queue(ministry.helen, at=later(1))
    assert at_the_end.page(asking(claimed="me"), limit=5) == []
    assert [step.draft for step in at_the_end.page(asking(claimed="nobody"), limit=5)] == [draft]


def test_words_that_look_like_json_find_a_text_and_no_language(ministry):
    ministry.submitted('He wrote "language": "ar" into it.')
    assert shown(ministry.helen, language="ar") == []


@pytest.mark.parametrize(
    "typed",
    [
        {"office": "nowhere!"}, {"channel": "one"}, {"channel": "9" * 30}, {"platform": "gopher"},
        {"language": "xx-no"}, {"urgency": "very"}, {"kind": "poem"}, {"for": "-1"}, {"claimed": "them"},
        {"q": "\x00 \x00"}, {"level": "  "}, {"channel": "١"}, {"nothing": "at all"},
    ],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_asks_for_nothing(typed):
    assert asking(**typed) == EVERYTHING


def test_a_filter_always_reads_the_same_in_an_address():
    one = Narrowing.of_query("q=two+words&urgency=crisis&office=RUH&nonsense=1")
    other = asking(office="RUH", q="  two   words ", urgency="crisis")
    assert one == other
    assert one.query == "office=RUH&urgency=crisis&q=two+words"
    assert Narrowing.of_query(one.query) == one
    assert one.without("office").query == "urgency=crisis&q=two+words"
    assert Narrowing.of_query("&".join(f"p{n}=1" for n in range(99))) == EVERYTHING


def test_what_can_be_chosen_is_what_awaits(crowd, ministry):
    offered = queue(crowd).offered()
    assert offered.levels == ["Head of mission"]
    assert offered.offices == {"RUH": "Embassy in Riyadh"}
    assert [str(one) for one in offered.channels.values()][-1] == "X @EmbassyRiyadh"
    assert len(offered.channels) == 3


def test_a_step_that_is_decided_has_a_place_still(ministry):
    first, second = due(ministry.submitted("One."), 2), due(ministry.submitted("Two."), 3)
    step = first.steps.get(status="open")
    ministry.approve(first, ministry.helen)
    mine = queue(ministry.helen)
    behind = mine.page(EVERYTHING, limit=5, after=mine.place_of(step.pk))
    assert [one.draft for one in behind] == [second]
    assert mine.place_of(0) is None


def test_a_queue_costs_the_same_however_much_awaits(ministry):
    alarms.fire_due(at=NOW)

    def cost():
        mine = queue(ministry.helen)
        with CaptureQueriesContext(connection) as asked:
            mine.page(EVERYTHING, limit=50)
            mine.tally(EVERYTHING, {number: asking(urgency="crisis") for number in range(20)})
            mine.offered()
        return len(asked)

    ministry.submitted()
    few = cost()
    for number in range(12):
        ministry.submitted(f"More {number}.", channel_ids=(ministry.x.pk, ministry.mastodon.pk))
    assert cost() == few == 5
