"""Pages about people: absences with who acts, duty rosters on the office's clock, acting heads, claims and nudges."""

from accounts.models import Absence, Deputy, DutyShift, Posting, Role
from approvals.actions import claims
from approvals.models import Step
from tests.actions.test_away import cover, leave
from tests.doors.calls import Caller, refused
from tests.doors.pages import at, main
from tests.people import NOW, fresh, later, post


def posting_of(user, role):
    return Posting.objects.get(user=user, role=role)


def test_an_absence_is_entered_with_who_acts_and_shown_with_the_zone(visit, ministry):
    reader = visit("helen")
    field = f"for_{posting_of(ministry.helen, 'head').pk}_own"
    page = reader.get("/away/")
    assert field in page
    assert "Asia/Riyadh" in main(page)
    said = reader.follow(
        "/away/", starts_at="2026-09-14T13:00", ends_at="2026-09-16T12:00", **{field: str(ministry.omar.pk)}
    )
    assert "Omar Sayegh for Helen Brandt" in main(said)
    absence = Absence.objects.get()
    assert (absence.starts_at, absence.ends_at) == (later(1), later(48))
    assert Deputy.objects.get().absence == absence


def test_a_deputy_passes_on_what_they_were_given_in_the_same_form(visit, ministry):
    leave(ministry.helen, cover(ministry.helen, ministry.greta))
    given = Deputy.objects.get()
    reader = visit("greta")
    assert "you act for Helen Brandt" in main(reader.get("/away/"))
    reader.post(
        "/away/", starts_at="2026-09-14T12:00", ends_at="2026-09-15T12:00",
        **{f"for_{given.posting_id}_{given.pk}": str(ministry.gil.pk)},
    )  # fmt: skip
    assert Deputy.objects.get(user=ministry.gil).passed_by == given


def test_a_refusal_stands_on_the_form_and_what_was_typed_stays(visit, ministry):
    said = visit("helen").post("/away/", 400, starts_at="2026-09-14T13:00", ends_at="2026-09-14T12:30")
    assert "An absence ends after it starts." in main(said)
    assert "2026-09-14T12:30" in said


def test_the_head_enters_an_absence_of_the_author_and_the_author_not_the_heads(visit, ministry):
    address = f"/away/of/{ministry.layla.pk}/"
    visit("helen").post(address, starts_at="2026-09-14T13:00", ends_at="2026-09-16T12:00")
    assert Absence.objects.get().user == ministry.layla
    visit("layla").get(f"/away/of/{ministry.helen.pk}/", 404)


def test_an_absence_is_ended_early_from_its_row(visit, ministry):
    absence = leave(ministry.helen, cover(ministry.helen, ministry.omar), starts_at=NOW)
    absence.starts_at = later(-2)
    absence.save()
    assert "End it now" in main(visit("helen").get("/away/"))
    visit("helen").post(f"/away/{absence.pk}/end/")
    assert Absence.objects.get().ends_at == NOW


def test_a_roster_is_told_on_the_clock_of_its_office_with_its_gaps(visit, ministry):
    posting = post(ministry.omar, ministry.riyadh, Role.DUTY)
    reader = visit("helen")
    reader.post("/duty/RUH/", posting=posting.pk, starts_at="2026-09-14T20:00", ends_at="2026-09-15T08:00")
    shift = DutyShift.objects.get()
    assert (shift.starts_at, shift.ends_at) == (later(8), later(20))
    said = main(visit("greta").get("/duty/RUH/"))
    assert "Asia/Riyadh (+03:00)" in said
    assert "Mon 14 Sept 2026, 20:00" in said
    assert said.count("Nobody is on duty") == 2
    assert "Enter a shift" not in said


def test_a_shift_is_moved_and_taken_out_by_who_keeps_the_roster(visit, ministry):
    posting = post(ministry.omar, ministry.riyadh, Role.DUTY)
    shift = DutyShift.objects.create(posting=posting, starts_at=later(8), ends_at=later(20))
    ministry.helen.time_zone = "America/Toronto"
    ministry.helen.save()
    reader = visit("helen")
    reader.post(f"/duty/shifts/{shift.pk}/move/", starts_at="2026-09-14T21:00", ends_at="2026-09-15T08:00")
    assert DutyShift.objects.get().starts_at == later(9)
    said = reader.post(
        f"/duty/shifts/{shift.pk}/move/", 400, starts_at="2026-09-14T21:00", ends_at="2026-09-14T20:00"
    )  # fmt: skip
    assert "A shift ends after it starts." in main(said)
    assert main(said).count("On the clock of this office, Asia/Riyadh (+03:00).") == 4, "the fields of both forms"
    reader.post(f"/duty/shifts/{shift.pk}/remove/")
    assert not DutyShift.objects.exists()


def test_an_acting_head_is_named_and_shown_wherever_the_head_is(visit, ministry):
    post(ministry.rita, ministry.riyadh, Role.ADMINISTRATOR)
    leave(ministry.helen)
    visit("rita").post(
        "/offices/RUH/acting-head/", person=ministry.omar.pk, starts_at="2026-09-14T05:00", ends_at="2026-09-15T05:00"
    )
    assert "Omar Sayegh, Chargé d’affaires" in main(visit("layla").get("/offices/"))
    assert "Omar Sayegh, Chargé d’affaires" in main(visit("layla").get(at(ministry.submitted())))


def test_a_claim_shows_to_the_others_and_is_let_go(visit, ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    visit("dana").post(at(draft, "claim"), minutes="60")
    assert "Dana Okafor has this until" in main(visit("dirk").get("/queue/"))
    assert "Dana Okafor has this until" in main(visit("layla").get(at(draft)))
    assert "You have this until" in main(visit("dana").get(at(draft)))
    visit("dana").post(at(draft, "release"), next="queue")
    assert "has this until" not in main(visit("dirk").get("/queue/"))


def test_it_is_handed_to_a_colleague_by_name(visit, ministry):
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    assert "Dirk Maes" in main(visit("dana").get(at(draft)))
    visit("dana").post(at(draft, "reassign"), to=ministry.dirk.pk)
    assert Step.objects.get(route=fresh(draft).route_id, name="Desk").claimed_by == ministry.dirk


def test_a_second_nudge_within_the_hour_says_when_there_can_be_another(visit, ministry):
    draft = ministry.submitted()
    visit("layla").post(at(draft, "nudge"))
    assert "You can nudge them again from" in main(visit("layla").post(at(draft, "nudge"), 409))


def test_whoever_is_asked_alone_is_not_offered_to_nudge_themselves(visit, ministry):
    draft = ministry.submitted()
    assert "Nudge them" in main(visit("layla").get(at(draft)))
    assert "Nudge them" not in main(visit("helen").get(at(draft)))


def test_the_api_says_who_has_a_level_and_repeats_nothing(ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    draft = ministry.approve(ministry.submitted(), ministry.helen)
    dana, dirk = Caller(ministry.dana), Caller(ministry.dirk)
    for _ in range(2):
        status, body = dana.post(f"/drafts/{draft.pk}/claim/", {}, Idempotency_Key="once")
        assert (status, body["level"]["claim"]["by"]["name"]) == (200, "Dana Okafor")
    assert body["level"]["claim"]["until"] == "2026-09-14T09:30:00Z"
    assert draft.events.filter(kind="claimed").count() == 1
    assert refused(dirk.post(f"/drafts/{draft.pk}/claim/", {})) == (409, "step_claimed")
    assert dirk.get("/queue/")[1]["results"][0]["level"]["claim"]["by"]["name"] == "Dana Okafor"
    claims.release(draft_id=draft.pk, by=ministry.dana, at=NOW)
    assert dirk.get(f"/drafts/{draft.pk}/")[1]["level"]["claim"] is None


def test_an_absence_goes_by_the_api_too(ministry, time_machine):
    time_machine.move_to(NOW, tick=False)
    helen = Caller(ministry.helen)
    covers = [{"posting": str(posting_of(ministry.helen, "head").pk), "person": str(ministry.omar.pk)}]
    times = {"starts_at": "2026-09-14T09:00:00Z", "ends_at": "2026-09-15T09:00:00Z"}
    status, body = helen.post("/absences/", {**times, "covers": covers})
    assert (status, body["deputies"][0]["person"]["name"]) == (201, "Omar Sayegh")
    assert refused(helen.post("/absences/", times)) == (409, "absence_overlaps")
    assert refused(helen.post("/absences/", {**times, "cover": []})) == (400, "invalid")
    assert helen.patch(f"/absences/{body['id']}/", times)[1]["deputies"] == []
    assert helen.post(f"/absences/{body['id']}/end/")[0] == 200
    assert helen.get("/absences/")[1]["results"] == []
