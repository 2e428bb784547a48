"""Who I am, what I may write for, what I am told, and what is late, through the API."""

import pytest
import time_machine

from accounts.models import Deputy
from approvals import audit
from approvals.actions import alarms
from tests.doors.calls import Caller, refused
from tests.people import HOUR, LONG_AGO, NOW, fresh, later, post


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_i_am_told_who_i_am_and_what_i_may_do(ministry):
    _status, me = Caller(ministry.helen).get("/me/")
    assert (me["username"], me["name"], me["time_zone"], me["language"]) == (
        "helen",
        "Helen Brandt",
        "Asia/Riyadh",
        "en",
    )
    (posting,) = me["postings"]
    assert (posting["office"]["code"], posting["role"], posting["ends_at"]) == ("RUH", "head", None)
    assert me["allowed"] == ["decide", "publish", "retract"]
    assert [office["code"] for office in me["offices"]] == ["RUH"]
    assert (me["awaiting"], me["unread"]) == (0, 0)
    ministry.submitted()
    _status, me = Caller(ministry.helen).get("/me/")
    assert (me["awaiting"], me["unread"]) == (1, 1)


def test_a_deputy_is_told_whose_post_it_is_while_it_lasts(ministry):
    posting = ministry.helen.postings.get()
    Deputy.objects.create(posting=posting, user=ministry.greta, starts_at=NOW, ends_at=later(1))
    deputy = Caller(ministry.greta)
    held = {row["office"]["code"]: row["acting_for"] for row in deputy.get("/me/")[1]["postings"]}
    assert held == {"GVA": None, "RUH": {"id": str(ministry.helen.pk), "name": "Helen Brandt"}}
    with time_machine.travel(later(1), tick=False):
        assert len(deputy.get("/me/")[1]["postings"]) == 1


def test_who_holds_no_post_may_do_nothing_and_is_still_told_who_they_are(ministry):
    _status, me = Caller(ministry.ivan).get("/me/")
    assert (me["username"], me["postings"], me["allowed"]) == ("ivan", [], [])


def test_the_channels_are_those_i_may_write_for(ministry):
    handles = [row["handle"] for row in Caller(ministry.layla).get("/channels/")[1]["results"]]
    assert handles == ["@riyadh@social.example", "@EmbassyRiyadh"]
    assert Caller(ministry.helen).get("/channels/")[1]["results"] == []
    post(ministry.helen, ministry.geneva, "author", starts_at=LONG_AGO)
    (row,) = Caller(ministry.helen).get("/channels/")[1]["results"]
    assert (row["name"], row["office"]["code"], row["state"]) == ("X @MissionGeneva", "GVA", "active")


def test_delays_are_those_of_drafts_i_may_see_open_and_past(ministry):
    draft = ministry.submitted()
    alarms.fire_due(at=later(4))
    with time_machine.travel(later(5), tick=False):
        (row,) = Caller(ministry.layla).get("/delays/")[1]["results"]
        assert (row["draft"]["reference"], row["level"], row["office"]["code"]) == (
            draft.reference,
            "Head of mission",
            "RUH",
        )
        assert (row["due_at"], row["flagged_at"], row["open"]) == ("2026-09-14T13:00:00Z", "2026-09-14T13:00:00Z", True)
        assert Caller(ministry.gil).get("/delays/")[1]["results"] == []
        ministry.approve(draft, ministry.helen, at=later(5))
        (row,) = Caller(ministry.layla).get("/delays/?open=false")[1]["results"]
        assert (row["open"], row["resolved_at"]) == (False, "2026-09-14T14:00:00Z")
        assert Caller(ministry.layla).get("/delays/?open=true")[1]["results"] == []


def test_a_notification_is_one_sentence_in_my_language_and_zone_and_is_read_once(ministry):
    type(ministry.helen).objects.filter(pk=ministry.helen.pk).update(language="fr")
    draft, head = ministry.submitted(), Caller(ministry.helen)
    (row,) = head.get("/notifications/")[1]["results"]
    assert draft.reference in row["line"]
    assert "16:00" in row["line"]
    assert (row["path"], row["thread"], row["read_at"]) == (f"/drafts/{draft.pk}/", draft.reference, None)
    path = f"/notifications/{row['id']}/read/"
    assert head.post(path)[1]["read_at"] == "2026-09-14T09:00:00Z"
    with time_machine.travel(NOW + HOUR, tick=False):
        assert head.post(path)[1]["read_at"] == "2026-09-14T09:00:00Z"
    assert refused(Caller(ministry.layla).post(path)) == (404, "not_found")
    assert refused(head.post("/notifications/999999/read/")) == (404, "not_found")


def test_the_events_of_a_draft_can_be_checked_by_whoever_reads_them(ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    events = Caller(ministry.rita).get(f"/drafts/{draft.pk}/events/")[1]["results"]
    assert [event["kind"] for event in events][:4] == ["created", "submitted", "step_opened", "approve"]
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    assert [event["previous"] for event in events[1:]] == [event["hash"] for event in events[:-1]]
    assert events[-1]["hash"] == fresh(draft).event_head
    assert list(audit.verify(fresh(draft))) == []
    assert (events[0]["by"]["name"], events[2]["by"]) == ("Layla Haddad", None)


def test_the_revisions_of_a_draft_are_told_with_who_wrote_them(ministry):
    draft = ministry.draft()
    change = {"text": "Closed.", "kind": "reply", "in_reply_to": "https://x.com/someone/status/1"}
    Caller(ministry.omar).patch(f"/drafts/{draft.pk}/", change, If_Match=f'"{draft.current.hash}"')
    first, second = Caller(ministry.layla).get(f"/drafts/{draft.pk}/revisions/")[1]["results"]
    assert [row["written_by"]["name"] for row in (first, second)] == ["Layla Haddad", "Omar Sayegh"]
    assert (second["number"], second["kind"], second["in_reply_to"]) == (2, "reply", "https://x.com/someone/status/1")
    assert second["posts"] == [{"channel": str(ministry.x.pk), "language": "en", "text": "Closed.", "images": []}]
    assert second["hash"] == fresh(draft).current.hash
