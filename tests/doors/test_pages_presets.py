"""The presets on their page: in words, drawn, their places guessed or asked for, proposed with one click."""

import pytest

from accounts.models import Office
from approvals.models import Policy, PolicyVersion
from tests.actions.asking import everything
from tests.doors.pages import Visitor, main
from tests.people import NOW, person, post

PAGE = "/policies/presets/"


def test_every_preset_is_told_and_drawn(visit, ministry):
    told = main(visit("layla").get(PAGE))
    for part in (
        "UK direct", "US two-speed", "Canada 2013", "Canada 2015", "Minister-sensitive topics", "Direct with review",
        "73 of them posted in their own names", "Who holds a pre-authorization publishes at once",
        "A working day counts as eight working hours", "Minister's office Passes by silence · 4 working hours",
        "Privy council Must approve · 8 working hours Approver, Privy council or cabinet office",
        "When the topic is Sanctions",
    ):  # fmt: skip
        assert part in told
    assert "Propose UK direct" not in told, "only officers propose"


def test_what_a_preset_means_here_is_said_before_the_click(visit, ministry):
    told = main(visit("paul").get(PAGE))
    assert "Propose it as the next version of Mission, desk, minister Change what it means here" in told
    assert "Sensitive topics Sanctions Public affairs at headquarters Communications" in told
    assert "Say what it means here" in told, "a privy council is not guessed"


def test_one_click_proposes_a_preset_as_it_stands(visit, ministry):
    page = visit("paul").get(PAGE)
    form = page[page.index("/policies/presets/us-two-speed/") :].split("</form>")[0]
    fields = {"us-two-speed-target": str(ministry.policy.pk), "us-two-speed-sensitive": ["sanctions"],
              "us-two-speed-public-affairs": "COMMS"}  # fmt: skip
    for value in (f'value="{ministry.policy.pk}" selected', 'value="sanctions"', 'value="COMMS" selected'):
        assert value in form
    told = main(visit("paul").follow(f"{PAGE}us-two-speed/", **fields))
    assert "US two-speed is proposed." in told
    version = PolicyVersion.objects.get(policy=ministry.policy, number=2)
    assert (version.status, version.proposed_by, version.levels.count()) == ("proposed", ministry.paul, 8)


def test_a_preset_becomes_a_policy_of_its_own_name(visit, ministry):
    visit("paul").post(f"{PAGE}uk-direct/", **{"uk-direct-target": "new", "uk-direct-called": "Ours"})
    assert Policy.objects.get(name="Ours").versions.get().status == "proposed"


def test_what_is_not_chosen_is_asked_for_beside_its_field(visit, ministry):
    before = everything()
    fields = {"canada-2013-target": "new", "canada-2013-communications": "COMMS"}
    told = main(visit("paul").post(f"{PAGE}canada-2013/", 400, **fields))
    assert told.count("This field is required.") == 4, "two places, each in the summary and beside its field"
    assert everything() == before


def test_a_refusal_stands_beside_the_preset_it_is_about(visit, ministry):
    Policy.objects.create(name="UK direct", order=3)
    told = main(visit("paul").post(f"{PAGE}uk-direct/", 400, **{"uk-direct-target": "new"}))
    assert "This was not done There is a policy of this name already." in told


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("castle", {}, 404),
        ("uk-direct", {}, 400),
        ("uk-direct", {"uk-direct-target": "999999"}, 400),
        ("uk-direct", {"uk-direct-target": "x"}, 400),
        ("uk-direct", {"uk-direct-target": "new", "uk-direct-called": "x" * 81}, 400),
        ("uk-direct", {"uk-direct-target": "new", "uk-direct-called": "\x00"}, 400),
        ("minister-sensitive", {"minister-sensitive-target": "new", "minister-sensitive-sensitive": "tea"}, 400),
        ("minister-sensitive", {"minister-sensitive-target": "new", "minister-sensitive-sensitive": "\x00"}, 400),
        ("canada-2013", {"canada-2013-target": "new", "canada-2013-communications": "NOWHERE"}, 400),
    ],
)
def test_odd_input_is_refused_and_changes_nothing(visit, ministry, name, fields, status):
    before = everything()
    visit("paul").post(f"{PAGE}{name}/", status, **fields)
    assert everything() == before


def test_a_preset_for_some_drafts_is_not_offered_to_the_default(visit, ministry):
    page = visit("paul").get(PAGE)
    form = page[page.index('action="/policies/presets/minister-sensitive/') :].split("</form>")[0]
    assert 'value="new" selected' in form
    assert f'value="{ministry.policy.pk}"' not in form


def test_where_there_is_no_policy_yet_the_page_leads_to_the_presets_and_one_becomes_the_default(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office.objects.create(code="HQ", name="HQ", kind="headquarters", country="CA", time_zone="UTC")
    paul = person("paul", "Paul Nguyen")
    post(paul, office, "policy")
    officer = Visitor(paul)
    assert 'href="/policies/presets/">Begin from a preset</a>' in officer.get("/policies/")
    assert "Propose it as a new policy" in main(officer.get(PAGE))
    officer.post(f"{PAGE}uk-direct/", **{"uk-direct-target": "new"})
    assert Policy.objects.get(name="UK direct").is_default
