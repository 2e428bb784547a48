"""A policy officer builds a policy in a real browser: with scripts and without, by mouse, by keys alone, on a phone."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from approvals.models import Policy, PolicyVersion

NAMES = ".ap-level-card .ap-brief strong"


@pytest.fixture
def levels():
    """What four levels ask: name, question, who, and how."""
    return [
        ("Head of mission", "Is it ours to say?", "own_office", "head", "approve"),
        ("Desk", "Does it fit our line?", "country_desk", "approver", "approve"),
        ("Press", "Is it well said?", "office", "approver", "approve"),
        ("Minister", "Would the minister say it?", "minister", "approver", "silence"),
    ]


def field(page, place, name):
    return page.locator(f"[name=level-{place}-{name}]")


def open_level(page, place):
    """Open a level that is shown in short, and wait until its fields are there."""
    page.get_by_role("button", name=f"Change level {place + 1}", exact=True).click()
    expect(field(page, place, "name")).to_be_visible()


def fill(page, place, asked, office=""):
    name, question, selector, role, mode = asked
    field(page, place, "name").fill(name)
    field(page, place, "question").fill(question)
    field(page, place, "mode").select_option(mode)
    field(page, place, "selector").select_option(selector)
    field(page, place, "role").select_option(role)
    if selector == "office":
        field(page, place, "office").select_option(label=office)


def test_a_route_of_four_levels_is_built_proposed_and_put_in_force(desk_of, ministry, levels, scripts):
    officer = desk_of(ministry.paul)
    officer.goto("/policies/")
    officer.get_by_text("Start a policy").click()
    officer.get_by_label("Name").fill("Sanctions")
    officer.get_by_label("Order").fill("5")
    officer.get_by_role("button", name="Start it and write its levels").click()
    if scripts:
        expect(officer.get_by_role("button", name="Move level 1", exact=True)).to_be_visible()
    officer.locator("[name=when-0-field]").select_option("topic")
    if scripts:
        officer.get_by_label("Sanctions", exact=True).check()
        expect(officer.get_by_text("When the topic is Sanctions").first).to_be_visible()
    else:
        officer.locator("[name=when-0-values]").fill("Sanctions")
    for place, asked in enumerate(levels):
        if place:
            officer.get_by_role("button", name="Add a level").click()
            if scripts:
                expect(field(officer, place, "name")).to_be_focused()
        fill(officer, place, asked, office="Communications")
    field(officer, 2, "parallel").check()
    officer.get_by_role("button", name="Move up level 4").click()
    expect(officer.locator(NAMES)).to_have_text(["Head of mission", "Desk", "Minister", "Press"])
    officer.get_by_role("button", name="Move down level 3").click()
    expect(officer.locator(NAMES)).to_have_text(["Head of mission", "Desk", "Press", "Minister"])
    officer.get_by_role("button", name="Duplicate level 1").click()
    expect(officer.locator(NAMES)).to_have_text(
        ["Head of mission", "Head of mission, copy", "Desk", "Press", "Minister"]
    )
    officer.get_by_role("button", name="Remove level 2").click()
    if scripts:
        expect(officer.locator(NAMES)).to_have_count(4)
    if not scripts:
        officer.get_by_role("button", name="Check", exact=True).last.click()
    drawing = officer.locator(".ap-flow")
    expect(drawing).to_contain_text("At the same time:")
    expect(drawing.locator(".ap-flow-parallel .ap-flow-name")).to_have_text(["Desk", "Press"])
    expect(drawing.locator(".ap-flow-silence")).to_contain_text("Passes by silence")
    expect(officer.locator("#check")).to_contain_text("Nothing keeps this version from being proposed.")
    officer.get_by_role("button", name="Save as a new version").click()
    officer.get_by_role("button", name="Propose this version").click()
    expect(officer.get_by_text("The version is proposed.")).to_be_visible()
    second = desk_of(ministry.petra)
    second.goto(officer.url)
    second.get_by_role("button", name=re.compile("^Put this version in force")).click()
    version = PolicyVersion.objects.get(policy__name="Sanctions")
    assert version.status == "in_force"
    kept = [(level.name, level.position, level.mode) for level in version.levels.all()]
    assert kept == [("Head of mission", 1, "approve"), ("Desk", 2, "approve"), ("Press", 2, "approve"),
                    ("Minister", 3, "silence")]  # fmt: skip
    assert version.conditions == {"field": "topic", "in": ["sanctions"]}


@pytest.fixture
def editor(page, sign_in, ministry):
    """Paul at the editor of the ministry's own policy of three levels."""
    sign_in(ministry.paul)
    page.goto(f"/policies/{ministry.policy.pk}/edit/")
    return page


@pytest.mark.parametrize("screen", ["desktop"])
def test_levels_are_moved_by_the_arrow_keys_and_focus_goes_along(editor):
    handle = editor.get_by_role("button", name="Move level 1", exact=True)
    handle.focus()
    editor.keyboard.press("ArrowDown")
    expect(editor.locator("#editor-said")).to_have_text("Head of mission is now level 2 of 3.")
    expect(editor.get_by_role("button", name="Move level 2", exact=True)).to_be_focused()
    # Keys that come faster than the answers are not lost.
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("ArrowUp")
    editor.keyboard.press("ArrowUp")
    expect(editor.locator("#editor-said")).to_have_text("Head of mission is now level 1 of 3.")
    expect(editor.get_by_role("button", name="Move level 1", exact=True)).to_be_focused()
    editor.keyboard.press("ArrowUp")
    editor.keyboard.press("End")
    expect(editor.locator(NAMES)).to_have_text(["Desk", "Minister's office", "Head of mission"])
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_whole_version_is_written_by_keys_alone(editor, ministry):
    def tab_to(name):
        for _ in range(120):
            editor.keyboard.press("Tab")
            if editor.evaluate("document.activeElement.textContent").strip() == name:
                return
        pytest.fail(f"no way to {name} by the Tab key")

    tab_to("Move level 3")
    editor.keyboard.press("Home")
    expect(editor.get_by_role("button", name="Move level 1", exact=True)).to_be_focused()
    tab_to("Duplicate level 1")
    editor.keyboard.press("Enter")
    expect(field(editor, 1, "name")).to_be_focused()
    editor.keyboard.press("Control+a")
    editor.keyboard.type("Second reader")
    editor.keyboard.press("Enter")
    tab_to("Save as a new version")
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("Version 2 is saved.")).to_be_visible()
    tab_to("Propose this version")
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("The version is proposed.")).to_be_visible()
    names = [level.name for level in ministry.policy.versions.get(number=2).levels.all()]
    assert names == ["Minister's office", "Second reader", "Head of mission", "Desk"]


def test_a_level_is_dragged_by_its_handle(editor, assert_accessible):
    handle = editor.get_by_role("button", name="Move level 1", exact=True)
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    editor.mouse.move(x, y)
    editor.mouse.down()
    editor.mouse.move(x, y + 20, steps=3)
    last = editor.locator("[data-level='2']").bounding_box()
    editor.mouse.move(x, last["y"] + last["height"] - 4, steps=8)
    expect(editor.locator(".ap-drop-after")).to_have_count(1)
    editor.mouse.up()
    expect(editor.locator(NAMES)).to_have_text(["Desk", "Minister's office", "Head of mission"])
    expect(editor.get_by_role("button", name="Move level 3", exact=True)).to_be_focused()
    assert_accessible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_drag_that_is_given_up_moves_nothing(editor):
    start = editor.get_by_role("button", name="Move level 1", exact=True).bounding_box()
    editor.mouse.move(start["x"] + 9, start["y"] + 9)
    editor.mouse.down()
    editor.mouse.move(start["x"] + 9, start["y"] + 300, steps=6)
    editor.keyboard.press("Escape")
    editor.mouse.up()
    expect(editor.locator(".ap-sorting")).to_have_count(0)
    expect(editor.locator(NAMES)).to_have_text(["Head of mission", "Desk", "Minister's office"])


def test_faults_are_said_while_one_writes_beside_the_level_and_in_sum(editor, assert_accessible):
    open_level(editor, 1)
    field(editor, 1, "remind_before").fill("9")
    expect(editor.locator("#level-1-brief")).to_contain_text("The reminder comes before the level begins.")
    expect(editor.locator("#check-said")).to_have_text("1 thing keeps this version from being proposed.")
    expect(field(editor, 1, "remind_before")).to_be_focused()
    assert_accessible()
    field(editor, 1, "remind_before").fill("2")
    expect(editor.locator("#level-1-brief")).not_to_contain_text("The reminder")
    field(editor, 1, "mode").select_option("inform")
    expect(field(editor, 1, "quorum")).to_be_hidden()
    expect(editor.locator(".ap-flow-inform")).to_contain_text("Is told")
    assert PolicyVersion.objects.count() == 1


def test_values_follow_the_field_that_is_chosen_and_fields_stay_open(editor, assert_accessible):
    open_level(editor, 2)
    editor.locator("#level-2 summary", has_text="Only asked when").click()
    editor.locator("[name=level-2-when-0-field]").select_option("urgency")
    editor.locator("#level-2").get_by_label("Crisis").check()
    expect(editor.locator("#level-2-brief")).to_contain_text("When the urgency is Crisis")
    editor.locator("#level-2").get_by_role("button", name="Another condition").click()
    second = editor.locator("[name=level-2-when-1-field]")
    expect(second).to_be_focused()
    editor.locator("[name=level-2-when-1-join]").select_option("or")
    second.select_option("country")
    editor.locator("[list=known-country]").fill("France, Egypt")
    expect(editor.locator("#level-2-brief")).to_contain_text(
        "When the urgency is Crisis, or the country is France or Egypt"
    )
    assert_accessible()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_way_from_the_drawing_leads_to_the_level(editor):
    editor.locator(".ap-flow").get_by_role("link", name="Minister's office").click()
    expect(editor.locator("#level-2")).to_be_focused()


def test_a_check_that_does_not_come_back_is_said_and_loses_nothing(new_context, live_server, ministry):
    context = new_context(base_url=live_server.url)
    client = Client()
    client.force_login(ministry.paul, backend="accounts.backends.SignIn")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    editor = context.new_page()
    editor.goto(f"/policies/{ministry.policy.pk}/edit/")
    open_level(editor, 0)
    context.set_offline(True)
    field(editor, 0, "name").fill("Ambassador")
    expect(editor.locator("#check-lost")).to_be_visible()
    context.set_offline(False)
    context.clear_cookies()
    field(editor, 0, "name").fill("Ambassador!")
    editor.get_by_role("button", name="Move down level 1").click()
    expect(editor.locator("#check-lost")).to_be_visible()
    expect(field(editor, 0, "name")).to_have_value("Ambassador!")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    field(editor, 0, "name").fill("The ambassador")
    expect(editor.locator("#level-0-brief")).to_contain_text("The ambassador")
    expect(editor.locator("#check-lost")).to_be_hidden()


def test_an_editor_with_conditions_and_faults_is_accessible(page, sign_in, ministry, assert_accessible):
    policy = Policy.objects.create(name="Trade", order=5)
    sign_in(ministry.paul)
    page.goto(f"/policies/{policy.pk}/edit/")
    assert_accessible()
    page.locator("[name=when-0-field]").select_option("topic")
    expect(page.get_by_label("Trade", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    assert_accessible()


def test_the_clock_of_a_level_is_set_at_a_desk_and_on_a_phone(page, sign_in, ministry, assert_accessible):
    sign_in(ministry.paul)
    page.goto(f"/policies/{ministry.policy.pk}/edit/")
    open_level(page, 0)
    page.get_by_label("The limit runs on").first.select_option("working")
    page.get_by_label("Reminder, hours before the limit").first.fill("")
    page.get_by_label("Or reminder, per cent of the limit used up").first.fill("75")
    card = page.locator("[data-level='0']")
    card.get_by_text("When it is late").click()
    card.get_by_label("Hours after the deadline").fill("1")
    expect(card.get_by_label("Whose posting")).to_be_hidden()
    card.get_by_label("Who is turned to").select_option(label="One person, by their posting")
    expect(card.locator("[name=level-0-late-0-role]")).to_be_hidden()
    card.get_by_label("Whose posting").fill("mina")
    card.get_by_label("Then again every, in hours").fill("2")
    card.get_by_label("How many times again").fill("3")
    expect(card.locator(".ap-brief")).to_contain_text("4 working hours")
    expect(page.locator("#check")).to_contain_text("Nothing keeps this version from being proposed.")
    assert_accessible()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("when 75% of the limit is used up", exact=True)).to_be_visible()
    expect(page.get_by_text("again every 2 working hours, 3 times").first).to_be_visible()
    rung = PolicyVersion.objects.get(number=2).levels.first().escalations.get()
    assert (rung.posting.user, rung.repeat_times) == (ministry.mina, 3)


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_posting_is_named_without_scripts(desk_of, ministry, scripts):
    officer = desk_of(ministry.paul)
    officer.goto(f"/policies/{ministry.policy.pk}/edit/")
    open_level(officer, 0)
    card = officer.locator("[data-level='0']")
    card.get_by_text("When it is late").click()
    card.get_by_label("Hours after the deadline").fill("1")
    card.get_by_label("Who is turned to").select_option(label="One person, by their posting")
    card.get_by_label("Whose posting").fill("nobody at all")
    officer.get_by_role("button", name="Save as a new version").click()
    expect(officer.get_by_text("There is no posting of this name now, or more than one.").first).to_be_visible()
    officer.locator("[name=level-0-late-0-posting]").fill("mina")
    officer.get_by_role("button", name="Save as a new version").click()
    expect(officer.get_by_text(re.compile("After 1 h: Mina"))).to_be_visible()
