"""The policy editor without scripts: what a limit runs on, when it reminds, whom it turns to and how often again."""

import pytest
import time_machine

from approvals.models import RegimeLevel
from approvals.web.postings import label_of
from tests.doors.pages import fields_of, main
from tests.doors.test_pages_policies import edit, form, level
from tests.doors.test_policy_editor import opened, saved
from tests.people import HOUR, NOW, later, person, post


@pytest.fixture(autouse=True)
def at_nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def late(number=0, **fields):
    """Return the fields of an escalation as the form of the first level sends them."""
    values = {"after": "1", "selector": "own_office", "office": "", "role": "head"} | fields
    return {f"late-{number}-{name}": value for name, value in values.items()}


def to_posting(typed, **fields):
    return level(0, lates="1", **late(selector="posting", posting=typed, **fields))


def test_a_new_level_begins_with_working_hours(visit, ministry):
    page = visit("paul").post(edit(ministry), 200, **form(level(0), do="add"))
    added = page.partition('name="level-1-runs_on"')[2].partition("</select>")[0]
    assert '<option value="working" selected>' in added


def test_what_a_limit_runs_on_is_written_and_read_back(visit, ministry):
    reader = visit("paul")
    version = saved(reader, ministry.policy, level(0, runs_on="wall"), level(1, runs_on="working"), level(2))
    assert [one.runs_on for one in version.levels.all()] == ["wall", "working", "working"]
    page = reader.get(edit(ministry))
    assert [fields_of(page)[f"level-{place}-runs_on"] for place in range(3)] == [["wall"], ["working"], ["working"]]
    shown = opened(reader, edit(ministry), 0)
    assert (
        '<option value="wall" selected>'
        in shown.partition('<select name="level-0-runs_on"')[2].partition("</select>")[0]
    )
    told = main(page)
    assert "Must approve · 4 h on the clock" in told
    assert "Must approve · 4 working hours" in told


def test_a_reminder_is_so_long_before_or_at_a_part_of_the_limit_and_not_both(visit, ministry):
    reader = visit("paul")
    version = saved(reader, ministry.policy, level(0, remind_before="", remind_percent="75"))
    assert [(one.remind_before, one.remind_percent) for one in version.levels.all()] == [(None, 75)]
    assert 'name="level-0-remind_percent" value="75"' in reader.get(edit(ministry))
    told = main(reader.post(edit(ministry), 400, **form(level(0, remind_before="1", remind_percent="75"))))
    assert "Say in one way when it reminds" in told
    for odd in ("0", "100", "x", "7.5"):
        reader.post(edit(ministry), 400, **form(level(0, remind_before="", remind_percent=odd)))


def test_an_escalation_is_to_one_posting_and_comes_again(visit, ministry):
    reader, posting = visit("paul"), ministry.helen.postings.get()
    typed = label_of(posting)
    assert f'<option value="{typed}">' in reader.get(edit(ministry)).partition('id="known-posting"')[2]
    version = saved(reader, ministry.policy, to_posting(typed, repeat_every="2", repeat_times="3"))
    rung = version.levels.get().escalations.get()
    assert (rung.posting, rung.office, rung.role) == (posting, ministry.riyadh, "head")
    assert (rung.repeat_every, rung.repeat_times) == (2 * HOUR, 3)
    page = reader.get(edit(ministry))
    assert f'name="level-0-late-0-posting" value="{typed}"' in page
    assert 'name="level-0-late-0-repeat_every" value="2"' in page
    assert 'name="level-0-late-0-repeat_times" value="3"' in page
    # Saved unaltered, it says the same.
    again = saved(reader, ministry.policy, to_posting(typed, repeat_every="2", repeat_times="3"))
    assert again.levels.get().escalations.get().posting == posting


@pytest.mark.parametrize("typed", ["helen", " Helen ", "HELEN (helen), head of mission, embassy in riyadh"])
def test_a_posting_may_be_typed_by_a_name_that_has_only_one(visit, ministry, typed):
    ministry.helen.name = "Helen"
    ministry.helen.save()
    version = saved(visit("paul"), ministry.policy, to_posting(typed))
    assert version.levels.get().escalations.get().posting == ministry.helen.postings.get()


@pytest.mark.parametrize("typed", ["", "Nobody", "twice", "gone", "to come"])
def test_who_holds_no_posting_or_several_is_asked_for_again(visit, ministry, typed):
    for username, ends_at, starts_at in (("twice", None, NOW), ("gone", NOW, later(-1)), ("to come", None, later(1))):
        post(who := person(username, username), ministry.riyadh, "head", starts_at=starts_at, ends_at=ends_at)
        if username == "twice":
            post(who, ministry.geneva, "head")
    told = main(visit("paul").post(edit(ministry), 400, **form(to_posting(typed))))
    assert "There is no posting of this name now, or more than one." in told


def test_authors_are_not_suggested_for_they_are_many_but_may_be_typed(visit, ministry):
    reader, author = visit("paul"), label_of(ministry.layla.postings.get())
    assert author not in reader.get(edit(ministry))
    assert saved(reader, ministry.policy, to_posting(author)).levels.get().escalations.get().posting is not None


@pytest.mark.parametrize(("every", "times"), [("2", ""), ("", "3"), ("0", "3"), ("2", "0"), ("2", "21"), ("x", "3")])
def test_a_repetition_said_by_halves_is_named_beside_its_field(visit, ministry, every, times):
    told = visit("paul").post(edit(ministry), 400, **form(to_posting("helen", repeat_every=every, repeat_times=times)))
    row = told.partition('name="level-0-late-0-repeat_every"')[0][-3000:] + told.partition("late-0-repeat_every")[2]
    assert "ch-errors" in row


def test_what_has_no_meaning_for_a_level_that_only_tells_is_not_written_nor_shown(visit, ministry):
    reader = visit("paul")
    told_only = level(0, mode="inform", quorum="all", remind_before="", remind_percent="75", lates="1", **late())
    version = saved(reader, ministry.policy, told_only, level(1))
    told = version.levels.first()
    assert (told.remind_percent, told.escalations.count()) == (None, 0)
    page = main(reader.get(f"/policies/{ministry.policy.pk}/versions/{version.number}/"))
    article = page.partition("Level 1")[2].partition("Level 2")[0]
    assert "For information: it is told, and blocks nobody." in article
    for nothing in ("working hours", "Quorum", "Reminder", "When it is late"):
        assert nothing not in article


def test_the_page_of_a_version_says_all_of_its_clocks(visit, ministry):
    reader, posting = visit("paul"), ministry.helen.postings.get()
    rows = late(0, selector="posting", posting=label_of(posting), repeat_every="0.5", repeat_times="3")
    first = level(0, remind_before="", remind_percent="75", lates="2", **rows, **late(1, after="2"))
    version = saved(reader, ministry.policy, first, level(1, runs_on="wall", limit="1.5"))
    told = main(reader.get(f"/policies/{ministry.policy.pk}/versions/{version.number}/"))
    for sentence in (
        "Level 1 4 working hours", "when 75% of the limit is used up", "1 h before the limit",
        f"After 1 working hour: {posting}; again every 30 working minutes, 3 times",
        "After 2 working hours: Head of mission", "Level 2 1 h 30 on the clock",
    ):  # fmt: skip
        assert sentence in told


def test_what_a_version_changes_in_a_clock_is_told_in_sentences(visit, ministry):
    reader = visit("paul")
    keys = {"key": "head-of-mission", "name": "Head of mission"}
    rows = late(repeat_every="1", repeat_times="2")
    version = saved(reader, ministry.policy, level(0, **keys, remind_before="", remind_percent="75", lates="1", **rows))
    told = main(reader.get(f"/policies/{ministry.policy.pk}/versions/{version.number}/"))
    for sentence in (
        "Head of mission: time limit 4 h on the clock → 4 working hours.",
        "→ when 75% of the limit is used up.", "is now turned to 1 h (again every 1 h, 2 times) after the deadline.",
    ):  # fmt: skip
        assert sentence in told


def test_the_live_check_warns_of_a_posting_that_ends_soon(visit, ministry):
    ministry.helen.postings.update(ends_at=later(24 * 10))
    post(person("hugo", "Hugo Hart"), ministry.riyadh, "head")
    told = visit("paul").post(f"/policies/{ministry.policy.pk}/check/", 200, **form(to_posting("helen")))
    assert "names a posting that ends within 30 days" in told


def test_a_crisis_begins_on_the_clock_and_a_caretaker_period_with_working_hours(visit, ministry):
    for kind, runs_on in (("crisis", "wall"), ("caretaker", "working")):
        page = visit("paul").get(f"/regimes/declare/?kind={kind}")
        shown = page.partition('name="level-0-runs_on"')[2].partition("</select>")[0]
        assert f'<option value="{runs_on}" selected>' in shown
    assert not RegimeLevel.objects.exists()
