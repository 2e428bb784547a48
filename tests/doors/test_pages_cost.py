"""Every list and page costs a fixed number of queries, whatever it shows."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import alarms, commenting, decide, write
from approvals.actions.write import Writing
from tests.doors.pages import at, hash_of
from tests.people import NOW, fresh, later, level, person, post, put_in_force


def cost(reader, address):
    """Return how many queries a page takes, once what is kept between requests is warm."""
    reader.get(address)
    with CaptureQueriesContext(connection) as asked:
        reader.get(address)
    return len(asked)


def grows(reader, address, more):
    """Return what a page costs with a little in it, and with more."""
    few = cost(reader, address)
    more()
    return few, cost(reader, address)


def some_of_each(ministry, number):
    """Put drafts in every state that a list shows."""
    for n in range(number):
        ministry.draft(f"Draft {n}.")
        ministry.submitted(f"In review {n}.", at=later(-5), channel_ids=(ministry.x.pk, ministry.mastodon.pk))
        ministry.cleared(f"Cleared {n}.")
        late = ministry.submitted(f"Late {n}.", at=later(-10))
        ministry.approve(late, ministry.helen, at=later(-9))
    alarms.fire_due(at=NOW)


LISTS = {
    ("layla", "/"): 22, ("layla", "/?of=all"): 16, ("rita", "/?of=all&q=review"): 17, ("helen", "/queue/"): 14,
    ("dana", "/queue/"): 14, ("paul", "/delays/"): 16, ("paul", "/delays/?which=past"): 10,
    ("helen", "/notifications/"): 10,
}  # fmt: skip


def test_a_list_costs_the_same_with_two_of_each_and_with_twenty(visit, ministry):
    readers = {name: visit(name) for name, _address in LISTS}
    some_of_each(ministry, 2)
    few = {place: cost(readers[place[0]], place[1]) for place in LISTS}
    some_of_each(ministry, 18)
    many = {place: cost(readers[place[0]], place[1]) for place in LISTS}
    # Fewer where none of what is shown first is cleared: then no hold is asked for.
    assert {place: number for place, number in many.items() if number > few[place]} == {}
    assert {place: number for place, number in few.items() if number > LISTS[place]} == {}


def test_the_list_of_policies_costs_the_same_however_many_there_are(visit, ministry):
    def policies(number):
        for n in range(number):
            policy = ministry.policy.__class__.objects.create(name=f"Policy {number} {n}", order=n)
            version = policy.versions.create(number=1, created_by=ministry.paul, created_at=NOW,
                                             conditions={"field": "topic", "in": ["trade"]})  # fmt: skip
            level(version, 1, "Head", "own_office", "head")
            put_in_force(version, ministry.paul, ministry.petra)

    policies(2)
    few, many = grows(visit("paul"), "/policies/", lambda: policies(18))
    assert few == many
    assert many <= 14


def longer(ministry, number):
    """Give the ministry's policy a version of so many levels."""
    version = ministry.policy.versions.create(number=number, created_by=ministry.paul, created_at=NOW)
    for n in range(1, number + 1):
        post(person(f"head{number}.{n}", f"Head {number} {n}"), ministry.riyadh, "head")
        level(version, n, f"Level {n}", "own_office", "head")
    put_in_force(version, ministry.paul, ministry.petra)
    return f"/policies/{ministry.policy.pk}/versions/{number}/"


def test_a_version_and_its_form_cost_the_same_with_two_levels_and_with_twenty(visit, ministry):
    reader = visit("paul")
    few, many = cost(reader, longer(ministry, 2)), cost(reader, longer(ministry, 20))
    assert few == many
    form = f"/policies/{ministry.policy.pk}/edit/?from="
    assert cost(reader, f"{form}2") == cost(reader, f"{form}20")


def test_a_drafts_page_costs_the_same_with_two_levels_and_with_twenty(visit, ministry):
    longer(ministry, 2)
    short = ministry.submitted()
    longer(ministry, 20)
    long = ministry.submitted()
    for name in ("layla", "helen"):
        assert cost(visit(name), at(short)) == cost(visit(name), at(long)) <= 32


def test_a_drafts_page_costs_the_same_however_long_its_story(visit, ministry):
    draft = ministry.submitted("Text 0.")

    def go_on(rounds):
        for n in range(rounds):
            decide.request_changes(
                draft_id=draft.pk,
                by=ministry.helen,
                revision=hash_of(draft),
                at=NOW,
                comment="More.",
                proposal=f"P{n}.",
            )
            commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Again?", at=NOW)
            number = fresh(draft).revision.number
            writing = Writing(ministry.content(f"Text {number}."))
            write.revise(draft_id=draft.pk, by=ministry.layla, writing=writing, if_match=hash_of(draft), at=NOW)
            visit("layla").post(at(draft, "submit"), revision=hash_of(draft))

    go_on(2)
    few, many = grows(visit("helen"), at(draft), lambda: go_on(10))
    assert few == many <= 32


def test_the_live_check_costs_the_same_with_two_levels_and_with_twenty(visit, ministry):
    fields = {"channels": [ministry.x.pk], "text": "Open.", "language": "en", "kind": "original", "urgency": "routine"}
    reader = visit("layla")

    def price():
        with CaptureQueriesContext(connection) as asked:
            reader.post("/drafts/check/", 200, **fields)
        return len(asked)

    longer(ministry, 2)
    price()
    few = price()
    longer(ministry, 20)
    assert few == price() <= 20
