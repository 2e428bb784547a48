"""The audit trail on pages: who may read it, what it says, how it is narrowed, and that an alteration is found."""

import re

import pytest

from approvals import audit_reading
from approvals.actions import holds, policies
from approvals.models import Denial, Event
from approvals.web import audit as pages
from approvals.web import audit_sentences, sentences
from tests.actions.asking import around_the_engine, request_changes, revise
from tests.doors.pages import main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, later

TRAIL, DRAFTS, DENIED = "/audit/", "/audit/drafts/", "/audit/denied/"


@pytest.fixture
def rules(ministry):
    """A policy that was started and a hold that was placed and lifted, by two officers on two days."""
    policies.create_policy(name="Crisis", order=1, by=ministry.paul, at=NOW)
    hold = holds.place(
        scope="country", scope_value="SA", reason="Talks are under way.", until=None, by=ministry.petra, at=later(24)
    )
    holds.lift(hold_id=hold.pk, reason="The talks are over.", by=ministry.paul, at=later(48))


def test_a_records_officer_reads_the_ministrys_chain_in_sentences_the_newest_first(visit, rules):
    told = main(visit("rita").get(TRAIL))
    said = [
        "Paul Nguyen lifted a hold. The reason: The talks are over.",
        "Petra Wolf placed a hold. The reason: Talks are under way.",
        "Paul Nguyen started the policy “Crisis”.",
    ]
    assert [told.find(sentence) for sentence in said] == sorted(told.find(sentence) for sentence in said)
    assert -1 not in [told.find(sentence) for sentence in said]
    assert "scope_value SA" in told


def test_only_records_and_policy_officers_read_it_and_denials_are_for_the_records_alone(visit, rules):
    """Guarantee 11."""
    for name in ("layla", "helen", "gil"):
        for address in (TRAIL, DRAFTS, DENIED):
            visit(name).get(address, 403)
    assert "Denied access" not in main(visit("paul").get(TRAIL))
    assert "records officer" in main(visit("paul").get(DENIED, 403))
    assert "Denied access" in main(visit("rita").get(TRAIL))


def test_the_trail_is_narrowed_by_what_it_is_about_by_whom_and_when(visit, rules):
    reader = visit("rita")

    def found(query):
        told = main(reader.get(f"{TRAIL}?{query}"))
        return ["placed" in told, "lifted" in told, "started the policy" in told]

    assert found("about=holds") == [True, True, False]
    assert found("about=policies") == [False, False, True]
    assert found("person=petra") == [True, False, False]
    assert found("since=2026-09-15") == [True, True, False]
    assert found("until=2026-09-14") == [False, False, True]
    assert found("about=regimes") == [False] * 3
    assert "No event fits" in main(reader.get(f"{TRAIL}?about=regimes"))


@pytest.mark.parametrize("odd", ["about=%00", "person=%00", "since=0001-01-01", "until=9999-12-31", "after=x",
                                 "verify=0", "verify=99999999999999999999", "reference=%00"])  # fmt: skip
def test_odd_addresses_are_no_fault(visit, rules, odd):
    for address in (TRAIL, DRAFTS, DENIED):
        visit("rita").get(f"{address}?{odd}")


def test_what_happened_to_drafts_is_found_by_reference_and_never_before_they_are_submitted(visit, ministry):
    """Guarantee 11."""
    first, second = ministry.submitted("Open."), ministry.submitted("Closed.")
    unseen = ministry.draft("Not yet.")
    reader = visit("rita")
    told = main(reader.get(DRAFTS))
    assert first.reference in told
    assert second.reference in told
    assert unseen.reference not in told
    told = main(reader.get(f"{DRAFTS}?reference={first.reference.lower()}&about=decisions"))
    assert f"{first.reference} Layla Haddad submitted the draft." in told
    assert second.reference not in told
    assert "No event fits" in main(reader.get(f"{DRAFTS}?reference={unseen.reference}"))
    reader.get(f"{DRAFTS}{unseen.pk}/", 404)


def test_the_record_of_a_draft_is_whole_and_proven_unaltered(visit, ministry):
    """Guarantee 21."""
    draft = ministry.submitted("First words.")
    request_changes(draft, ministry.helen, comment="Shorter.")
    revise(draft, "Second words.", by=ministry.layla)
    told = main(visit("rita").get(f"{DRAFTS}{draft.pk}/"))
    assert "Unaltered Verified just now: 5 events" in told
    kinds = re.findall(r"Kind (\S+)", told)
    assert kinds == ["created", "submitted", "step_opened", "request_changes", "revised"]
    assert "words." not in told, "the record holds no text of a draft"


def test_a_record_that_was_altered_past_the_application_says_where(visit, ministry):
    """Guarantee 21."""
    draft = ministry.submitted("As it was written.")
    around_the_engine("UPDATE approvals_event SET by_id = %s WHERE sequence = 2 AND draft_id = %s",
                      ministry.paul.pk, draft.pk)  # fmt: skip
    told = main(visit("rita").get(f"{DRAFTS}{draft.pk}/"))
    assert "This record was altered" in told
    assert "No. 2: It was edited." in told


def test_the_ministrys_chain_is_verified_stretch_by_stretch(visit, ministry, rules, monkeypatch):
    """Guarantee 21."""
    monkeypatch.setattr(pages, "CHECKED_AT_ONCE", 2)
    reader = visit("rita")
    assert "Verify the ministry’s record" in main(reader.get(TRAIL))
    first = main(reader.get(f"{TRAIL}?verify=1"))
    assert "Unaltered Checked just now: events No. 1 to No. 2" in first
    assert "Verify what comes behind" in first
    last = main(reader.get(f"{TRAIL}?verify=3"))
    assert "events No. 3 to No. 3" in last
    assert "The last of them is the one on record as the last." in last
    around_the_engine("DELETE FROM approvals_event WHERE ledger_id IS NOT NULL AND sequence = 2")
    assert "No. 2: It is missing." in main(reader.get(f"{TRAIL}?verify=1"))
    assert "No. 3: It does not follow the event before it." in main(reader.get(f"{TRAIL}?verify=3"))


def test_a_cut_tail_is_found_in_the_last_stretch(visit, rules):
    """Guarantee 21."""
    around_the_engine("DELETE FROM approvals_event WHERE ledger_id IS NOT NULL AND sequence = 3")
    assert "What comes last is not what is on record as the last." in main(visit("rita").get(f"{TRAIL}?verify=1"))


def test_who_tried_to_open_a_draft_of_others_is_listed_for_the_records(visit, ministry):
    """Guarantee 11."""
    draft = ministry.submitted()
    visit("gil").get(f"/drafts/{draft.pk}/", 404)
    told = main(visit("rita").get(DENIED))
    assert f"Gil Perrin {draft.reference}" in told
    assert f"GET /drafts/{draft.pk}/" in told


def test_every_kind_of_event_is_about_something_and_told_in_words():
    drafts = {kind.partition(".")[0] for kind in sentences.TELLINGS}
    for kinds, abouts in ((drafts, audit_reading.OF_DRAFTS), (audit_sentences.TELLINGS, audit_reading.OF_MINISTRY)):
        for kind in kinds:
            assert [name for name, about in abouts.items() if about.holds(kind)] != [], kind
    told = set(audit_sentences.TELLINGS)
    assert {"hold_placed", "version_enacted", "authorization_revoked", "own_day_set"} <= told


def test_an_event_that_nobody_has_words_for_is_listed_all_the_same(visit, ministry, rules):
    around_the_engine("UPDATE approvals_event SET kind = 'unheard_of' WHERE ledger_id IS NOT NULL AND sequence = 1")
    assert "An event of the kind “unheard_of” was recorded." in main(visit("rita").get(TRAIL))


def test_the_trail_is_read_in_french(visit, ministry, rules):
    ministry.rita.language = "fr"
    ministry.rita.save()
    told = main(visit("rita").get(TRAIL))
    assert "lifted a hold" not in told
    assert "Everything that was done" not in told


def test_the_trails_cost_the_same_with_few_events_and_with_many_and_go_on_page_by_page(visit, ministry, rules):
    reader = visit("rita")
    ministry.submitted()
    few = [cost(reader, address) for address in (TRAIL, DRAFTS, f"{TRAIL}?verify=1", DENIED)]
    for n in range(60):
        policies.create_policy(name=f"Policy {n}", order=n, by=ministry.paul, at=NOW)
    for n in range(20):
        Denial.objects.create(draft=ministry.submitted(f"Text {n}."), user=ministry.gil, door="page", at=NOW)
    assert [cost(reader, address) for address in (TRAIL, DRAFTS, f"{TRAIL}?verify=1", DENIED)] == few
    assert max(few) <= 14
    page = reader.get(TRAIL)
    following = re.search(r'rel="next" href="(\?after=[^"]+)"', page).group(1)
    assert "Policy 9" in main(reader.get(f"{TRAIL}{following}"))
    assert Event.objects.filter(ledger__isnull=False).count() == 63
