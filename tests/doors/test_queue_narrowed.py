"""The queue in groups, narrowed by its address, in saved views, and one draft after the other: without a script."""

import re

import pytest

from accounts.models import Deputy, Posting
from approvals.actions import commenting
from approvals.models import Draft, Look, SavedView, Step
from tests.doors.pages import Visitor, at, hash_of, main
from tests.doors.test_pages_cost import cost
from tests.people import NOW, fresh, later


def due(draft, hours):
    Step.objects.filter(draft=draft, status="open").update(due_at=later(hours))
    return draft


@pytest.fixture
def four(ministry):
    """One draft of Helen's queue in each group, by its name."""
    groups = {"late": -1, "at_risk": 30, "today": 5, "later": 20}
    found = {name: due(ministry.submitted(f"{name} text.", urgency="crisis" if name == "late" else "routine"), hours)
             for name, hours in groups.items()}  # fmt: skip
    Draft.objects.filter(pk=found["at_risk"].pk).update(risk_at=NOW)
    return found


def test_the_queue_has_its_groups_with_how_many_there_are_of_each(visit, ministry, four):
    due(ministry.submitted("Another for today."), 6)
    told = main(visit("helen").get("/queue/"))
    heads = [told.index(f"{head} Choose all shown") for head in ("Late 1", "At risk 1", "Today 2", "Later 1")]
    assert heads == sorted(heads)
    assert [told.index(draft.reference) for draft in four.values()] == sorted(
        told.index(draft.reference) for draft in four.values()
    )


def test_the_day_ends_at_midnight_where_the_reader_is(visit, ministry):
    """Helen reads in Riyadh, three hours ahead of UTC: her day is over at 21:00."""
    due(ministry.submitted("Before."), 11.9), due(ministry.submitted("After."), 12)
    told = main(visit("helen").get("/queue/"))
    assert "Today 1 Choose all shown" in told
    assert "Later 1 Choose all shown" in told


def test_a_question_is_shown_once_however_many_rows_ask_it(visit, ministry, four):
    page = visit("helen").get("/queue/")
    assert main(page).count("Does Head of mission agree?") == 1


def test_an_address_narrows_the_queue_and_says_what_is_left_out(visit, ministry, four):
    told = main(visit("helen").get("/queue/?urgency=crisis"))
    assert "1 of 4 shown" in told
    assert four["late"].reference in told
    assert four["today"].reference not in told
    assert "Urgency: Crisis" in told


def test_what_it_is_narrowed_to_is_taken_away_one_by_one(visit, ministry, four):
    page = visit("helen").get("/queue/?office=RUH&urgency=crisis&q=late")
    chips = re.findall(r'class="q-chip" href="([^"]*)"', page)
    assert [chip.replace("&amp;", "&") for chip in chips] == [
        "/queue/?urgency=crisis&q=late", "/queue/?office=RUH&q=late", "/queue/?office=RUH&urgency=crisis",
    ]  # fmt: skip
    only = visit("helen").get("/queue/?urgency=crisis")
    assert re.search(r'class="q-chip" href="/queue/\?view=all"', only)


def test_the_form_shows_what_is_set_and_offers_what_awaits(visit, ministry, four):
    page = visit("helen").get("/queue/?urgency=crisis")
    form = page[page.index('class="ch-filter') : page.index("</form>", page.index('class="ch-filter'))]
    assert '<option value="crisis" selected>' in form
    assert 'name="office"' not in form, "there is one office: nothing to choose"
    assert "Acting for" not in form


def test_whoever_acts_for_others_narrows_to_whom_they_act_for(visit, ministry, four):
    posting = Posting.objects.get(user=ministry.helen)
    Deputy.objects.create(posting=posting, user=ministry.dana, starts_at=NOW, ends_at=later(5))
    page = visit("dana").get(f"/queue/?for={ministry.helen.pk}")
    assert "4 of 4 shown" in main(page)
    assert "Acting for: Helen Brandt" in main(page)


def test_a_filter_that_nothing_fits_says_so_and_leads_out(visit, ministry, four):
    told = main(visit("helen").get("/queue/?q=zebra&office=GVA&channel=99999"))
    for said in ("0 of 4 shown", "Nothing that awaits you fits", "Words: zebra", "Office: Permanent Mission in Geneva",
                 "Channel: 99999", "Show the whole queue"):  # fmt: skip
        assert said in told


@pytest.mark.parametrize(
    "odd",
    ["office=%00", "channel=1e9", "level=" + "x" * 5000, "q=%00%00", "claimed=everybody", "for=0", "select=nothing",
     "urgency=crisis&urgency=urgent", "after=7-rubbish", "after=9-20260914T090000.000000Z-1", "language=%F0%9F%A6%93",
     "channel=999999999999999999", "for=999999999999999999", "view=%3D%3D%26"],
)  # fmt: skip
def test_odd_filters_are_no_fault(visit, ministry, four, odd):
    visit("helen").get(f"/queue/?{odd}")
    visit("helen").get(f"/live/?queue=&view={odd.replace('=', '%3D').replace('&', '%26')}")


def test_the_pages_of_a_narrowed_queue_go_on_narrowed(visit, ministry):
    for number in range(53):
        ministry.submitted(f"Number {number}.", urgency="urgent", at=later(minutes=-number))
    ministry.submitted("Routine.")
    page = visit("helen").get("/queue/?urgency=urgent")
    following = page[page.index('rel="next" href="') + 17 :].split('"')[0].replace("&amp;", "&")
    assert "urgency=urgent" in following
    rest = visit("helen").get(f"/queue/{following}")
    assert rest.count("data-row=") == 3
    assert f'data-after="{following.split("after=")[1]}"' in rest


def test_a_decision_in_a_narrowed_queue_leads_back_into_it(visit, ministry, four):
    reader = visit("helen")
    draft = four["late"]
    address = reader.post(at(draft, "approve"), revision=hash_of(draft), next="queue", view="urgency=crisis")
    assert address == "/queue/?urgency=crisis"
    draft = four["today"]
    assert reader.post(at(draft, "claim"), next="queue", view="http://elsewhere/") == "/queue/"
    assert reader.post(at(draft, "release"), next="queue", view="all") == "/queue/?view=all"


def test_the_news_of_a_narrowed_queue_bear_the_mark_of_its_page(visit, ministry, four):
    reader = visit("helen")
    page = reader.get("/queue/?urgency=crisis")
    mark = re.search(r'data-mark="(\w+)"', page)[1]
    assert 'data-view="urgency=crisis"' in page
    news = lambda view: reader.client.get("/live/", {"queue": "", "view": view}).json()["list"]  # noqa: E731
    assert news("urgency=crisis") == mark != news("")
    ministry.approve(four["today"], ministry.helen)
    assert news("urgency=crisis") == mark
    ministry.approve(four["late"], ministry.helen)
    assert news("urgency=crisis") != mark


def test_a_level_that_comes_to_be_late_changes_the_mark(visit, ministry, four, time_machine):
    reader = visit("helen")
    mark = lambda: re.search(r'id="queue" data-mark="(\w+)"', reader.get("/queue/"))[1]  # noqa: E731
    before = mark()
    time_machine.move_to(later(5), tick=False)
    assert mark() != before == before
    assert reader.client.get("/live/", {"queue": ""}).json()["list"] == mark()


# ---- Saved views


def test_a_view_is_saved_shown_with_its_count_renamed_shown_first_and_deleted(visit, ministry, four):
    reader = visit("helen")
    page = reader.follow("/queue/views/", name="Crises", view="urgency=crisis")
    told = main(page)
    assert "The view “Crises” is kept." in told
    assert "All 4 Crises 1" in told
    view = SavedView.objects.get()
    assert reader.post(f"/queue/views/{view.pk}/rename/", name="Alarm") == "/queue/?urgency=crisis"
    reader.post(f"/queue/views/{view.pk}/first/")
    assert reader.post("/queue/views/", name="Routine", view="urgency=routine") == "/queue/?urgency=routine"
    response = reader.client.get("/queue/")
    assert (response.status_code, response["Location"]) == (302, "/queue/?urgency=crisis")
    whole = reader.get("/queue/?view=all")
    assert "All 4 Alarm ★ (Shown first) 1 Routine 3" in main(whole)
    assert 'href="/queue/?view=all" aria-current="page"' in whole
    assert "Your queue opens with everything" in main(reader.follow(f"/queue/views/{view.pk}/not-first/"))
    reader.get("/queue/")
    assert "is deleted" in main(reader.follow(f"/queue/views/{view.pk}/delete/", view="urgency=crisis"))
    assert SavedView.objects.get().name == "Routine"


@pytest.mark.parametrize(
    ("name", "view", "said", "status"),
    [
        ("", "urgency=crisis", "Give the view a name.", 400),
        ("x" * 41, "urgency=crisis", "At most 40 characters", 400),
        ("All", "", "Narrow it first", 400),
        ("mine", "urgency=crisis", "You have a view named “mine” already.", 409),
    ],
)
def test_what_is_wrong_with_a_view_is_said_where_it_is_saved(visit, ministry, four, name, view, said, status):
    SavedView.objects.create(person=ministry.helen, name="Mine", query="kind=reply", saved_at=NOW)
    page = visit("helen").post("/queue/views/", status, name=name, view=view)
    assert said in main(page) or not view
    assert SavedView.objects.count() == 1


def test_the_view_of_another_is_not_there(visit, ministry):
    """Guarantee 11."""
    view = SavedView.objects.create(person=ministry.dana, name="Mine", query="kind=reply", saved_at=NOW)
    assert "Mine" not in main(visit("helen").get("/queue/?kind=reply"))
    for act in ("rename", "first", "not-first", "delete"):
        visit("helen").post(f"/queue/views/{view.pk}/{act}/", 404, name="Ours")


def test_a_queue_with_twenty_views_costs_what_it_costs_with_one(visit, ministry, four):
    def keep(number):
        words = {"person": ministry.helen, "saved_at": NOW}
        SavedView.objects.create(name=f"View {number}", query=f"level=Level+{number}&q=words", **words)
        SavedView.objects.create(name=f"Other {number}", query=f"level=Level+{number}", **words)

    keep(0)
    few = cost(visit("helen"), "/queue/?urgency=crisis")
    for number in range(1, 10):
        keep(number)
    assert cost(visit("helen"), "/queue/?urgency=crisis") == few


def test_a_view_that_looks_for_words_is_not_counted(visit, ministry, four):
    SavedView.objects.create(person=ministry.helen, name="Of today", query="q=today", saved_at=NOW)
    told = main(visit("helen").get("/queue/"))
    assert "All 4 Of today Filter" in told
    assert "1 of 4 shown" in main(visit("helen").get("/queue/?q=today"))


# ---- One after the other


def test_start_leads_to_the_most_urgent_in_the_view(visit, ministry, four):
    page = visit("helen").get("/queue/?urgency=routine")
    start = re.search(r'class="btn btn-primary q-start" href="([^"]*)"', page)[1].replace("&amp;", "&")
    assert start == f"{at(four['at_risk'])}?from=queue&view=urgency%3Droutine"
    visit("helen").get(start)


def test_after_a_decision_the_next_in_the_view_opens_by_itself(visit, ministry, four):
    reader, view = visit("helen"), "urgency=routine"
    more = {"next": "queue-next", "view": view}
    onward = f"?from=queue&view={view.replace('=', '%3D')}"
    assert reader.post(at(four["at_risk"], "approve"), revision=hash_of(four["at_risk"]), **more) == (
        at(four["today"]) + onward
    )
    reader.post(at(four["today"], "approve"), revision=hash_of(four["today"]), **more)
    assert (
        reader.post(at(four["later"], "approve"), revision=hash_of(four["later"]), **more) == "/queue/?urgency=routine"
    )
    assert "Nothing else awaits your decision." in main(reader.get("/queue/?urgency=routine"))


def test_who_skips_a_draft_goes_on_behind_it_and_begins_anew_at_the_end(visit, ministry, four):
    reader = visit("helen")

    def past(name):
        place = f"20260914T090000.000000Z-{four[name].steps.get(status='open').pk}" if name in four else name
        return reader.client.get("/queue/next/", {"place": place})["Location"]

    assert past("at_risk") == at(four["today"]) + "?from=queue"
    assert past("later") == past("rubbish") == at(four["late"]) + "?from=queue"


def test_who_has_nothing_left_is_led_back(visit, ministry):
    assert visit("helen").client.get("/queue/next/")["Location"] == "/queue/"


# ---- In French


def test_a_french_reader_reads_french(visit, ministry, four):
    ministry.helen.language = "fr"
    ministry.helen.save()
    page = Visitor(ministry.helen).get("/queue/?urgency=crisis")
    for said in ("En retard", "1 sur 4", "Urgence"):
        assert said in main(page), said


def test_a_row_says_that_something_happened_since_one_looked(visit, ministry, four):
    draft, reader = fresh(four["today"]), visit("helen")
    Look.objects.create(
        draft=draft, person=ministry.helen, revision=draft.revision, event_count=draft.event_count, at=NOW
    )
    assert "Changed since you looked" not in main(reader.get("/queue/"))
    commenting.comment(draft_id=draft.pk, by=ministry.omar, text="Is the hour right?", at=later(0.1))
    told = main(reader.get("/queue/"))
    assert told.count("Changed since you looked") == 1
    assert told.index(draft.reference) < told.index("Changed since you looked") < told.index(four["later"].reference)
