"""Several drafts of the queue at once: shown first, then done and told one by one; without a script."""

import re
import uuid

import pytest

from approvals.actions import claims
from approvals.models import Decision, Step
from tests.actions.asking import request_changes, resubmit, revise
from tests.doors.pages import Visitor, hash_of, main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, channel, fresh

SEVERAL, DECIDE = "/queue/several/", "/queue/several/decide/"


def named(draft, revision=None):
    return f"{draft.pk}:{revision or hash_of(draft)}"


def sent(page):
    """Return what the summary would send: the drafts that it names."""
    return re.findall(r'name="chosen" value="([^"]+)"', page)


@pytest.fixture
def three(ministry):
    return [ministry.submitted(f"Number {number}.") for number in range(3)]


def test_a_row_names_its_draft_and_the_revision_that_it_shows(visit, ministry, three):
    page = visit("helen").get("/queue/")
    assert set(re.findall(r'name="chosen" value="([^"]+)" form="several"', page)) == {named(draft) for draft in three}
    assert " checked data-choose" not in page


def test_a_whole_group_is_chosen_by_a_link(visit, ministry, three):
    page = visit("helen").get("/queue/?urgency=routine")
    way = re.search(r'href="([^"#]*)#group-today" data-all', page)[1].replace("&amp;", "&")
    assert "urgency=routine" in way
    assert visit("helen").get(f"/queue/{way}").count(" checked data-choose") == 3


def test_what_will_be_done_is_shown_before_and_nothing_is_done_yet(visit, ministry, three):
    page = visit("helen").post(SEVERAL, 200, act="approve", chosen=[named(draft) for draft in three[:2]])
    told = main(page)
    for part in ("Approve 2 drafts", "Nothing is done yet.", three[0].reference, "Number 0.", "Number 1.",
                 "Does Head of mission agree?"):  # fmt: skip
        assert part in told
    assert three[2].reference not in told
    assert sent(page) == [named(draft) for draft in three[:2]]
    assert not Decision.objects.exists()


def test_then_it_is_done_and_told_one_by_one(visit, ministry, three):
    reader = visit("helen")
    page = reader.post(SEVERAL, 200, act="approve", chosen=[named(draft) for draft in three], view="urgency=routine")
    done = reader.post(DECIDE, 200, act="approve", chosen=sent(page), view="urgency=routine")
    assert "You approved 3 drafts" in main(done)
    assert main(done).count(" Done") == 3
    assert 'href="/queue/?urgency=routine"' in done
    assert Decision.objects.filter(by=ministry.helen).count() == 3


def test_sent_twice_it_says_what_is_done_already(visit, ministry, three):
    reader, fields = visit("helen"), {"act": "approve", "chosen": [named(draft) for draft in three]}
    reader.post(DECIDE, 200, **fields)
    again = main(reader.post(DECIDE, 200, **fields))
    assert again.count("Done before") == 3
    assert "You had done so already, Mon 14 Sept 2026, 12:00" in again
    assert "Refused" not in again
    assert Decision.objects.count() == 3


def test_what_is_left_out_is_said_with_its_reason(visit, ministry, three):
    stale, decided, strict = three
    chosen = [named(draft) for draft in three]
    request_changes(stale, ministry.helen)
    revise(stale, "Another text.", by=ministry.layla)
    resubmit(stale, ministry.layla)
    ministry.approve(decided, ministry.helen)
    Step.objects.filter(draft=strict, status="open").update(fresh_sign_in=True)
    facebook = channel("facebook", "EmbassyRiyadh", ministry.riyadh, "en")
    long = ministry.submitted("A long statement. " * 80, channel_ids=(facebook.pk,))
    hidden = ministry.draft("Not for Helen.", by=ministry.gil, channel_ids=(ministry.geneva_x.pk,))
    chosen += [named(long), named(hidden), f"{uuid.uuid4()}:{'0' * 64}"]
    page = visit("helen").post(SEVERAL, 200, act="approve", chosen=chosen)
    told = main(page)
    for said in ("6 drafts are left out",
                 f"{stale.reference} : Its text is another", f"{decided.reference} : It awaits",
                 f"{strict.reference} : Its level asks for your password", f"{long.reference} : A list cannot show all",
                 "A draft that is not there for you", "None of them can be decided here"):  # fmt: skip
        assert said in told
    assert hidden.reference not in page
    assert sent(page) == []
    changes = visit("helen").post(SEVERAL, 200, act="request_changes", chosen=[named(long)])
    assert sent(changes) == [named(long)], "changes can be requested to what is too long to approve in a list"


def test_a_refusal_is_told_of_its_draft_and_the_others_are_done(visit, ministry, three):
    chosen = [named(draft) for draft in three]
    request_changes(three[1], ministry.helen)
    told = main(visit("helen").post(DECIDE, 200, act="approve", chosen=chosen))
    assert "You approved 2 drafts" in told
    assert "1 was refused" in told
    assert told.count("Refused") == 1


def test_changes_are_requested_with_one_comment_that_is_needed(visit, ministry, three):
    reader, chosen = visit("helen"), [named(draft) for draft in three[:2]]
    page = reader.post(SEVERAL, 200, act="request_changes", chosen=chosen)
    assert "Each author receives this comment." in main(page)
    again = reader.post(DECIDE, 400, act="request_changes", chosen=sent(page), comment=" ")
    assert "There is a problem" in main(again)
    assert sent(again) == chosen
    assert reader.post(DECIDE, 400, act="request_changes", chosen=chosen, comment="x" * 5001)
    assert not Decision.objects.exists()
    done = reader.post(DECIDE, 200, act="request_changes", chosen=chosen, comment="Say when.")
    assert "You requested changes to 2 drafts" in main(done)
    assert {fresh(draft).state for draft in three[:2]} == {"changes_requested"}


def test_several_are_claimed_at_once_but_what_somebody_else_has(visit, ministry, three):
    for draft in three:
        ministry.approve(draft, ministry.helen)
    claims.claim(draft_id=three[0].pk, by=ministry.dirk, at=NOW)
    page = visit("dana").post(SEVERAL, 200, act="claim", chosen=[named(draft) for draft in three])
    assert f"{three[0].reference} : Dirk Maes has it now." in main(page)
    assert "You have 2 drafts now" in main(visit("dana").post(DECIDE, 200, act="claim", chosen=sent(page)))


@pytest.mark.parametrize("address", [SEVERAL, DECIDE])
def test_bad_input_is_refused_in_a_sentence(visit, ministry, three, address):
    reader, one = visit("helen"), named(three[0])
    many = [f"{uuid.uuid4()}:{'0' * 64}" for _ in range(51)]
    assert "You have chosen no draft." in main(reader.post(address, 400, act="approve"))
    assert "You have chosen no draft." in main(
        reader.post(address, 400, act="approve", chosen=["x:y", "", "\x00", one[:-1]])
    )
    assert "You have chosen 51 drafts. Choose at most 50" in main(reader.post(address, 400, act="approve", chosen=many))
    for act in ("", "reject", "publish"):
        reader.post(address, 400, act=act, chosen=[one])
    reader.client.post(address, {"act": "approve", "chosen": [one] * 5000})
    assert Decision.objects.count() <= 1


def test_a_draft_named_twice_is_there_once(visit, ministry, three):
    page = visit("helen").post(SEVERAL, 200, act="approve", chosen=[named(three[0])] * 3)
    assert sent(page) == [named(three[0])]


def test_the_summary_costs_the_same_for_one_and_for_many(visit, ministry, three):
    reader = visit("helen")
    drafts = three + [ministry.submitted(f"More {number}.") for number in range(20)]

    class Sent:
        def __init__(self, chosen):
            self.chosen = chosen

        def get(self, address):
            return reader.post(address, 200, act="approve", chosen=self.chosen)

    assert cost(Sent([named(drafts[0])]), SEVERAL) == cost(Sent([named(draft) for draft in drafts]), SEVERAL)


def test_a_french_reader_reads_french(ministry, three, visit):
    ministry.helen.language = "fr"
    ministry.helen.save()
    told = main(Visitor(ministry.helen).post(SEVERAL, 200, act="approve", chosen=[named(three[0])]))
    assert "Approuver 1 projet" in told
    assert "Nothing is done yet" not in told
