"""Presets: each installs here as a proposed version, asks for what it cannot guess, and routes as its words say."""

import pytest
from django.utils import translation

from accounts.models import Office, Posting, Role
from approvals import facts
from approvals.actions.enact import enact
from approvals.actions.install_preset import install_as_policy, install_into
from approvals.models import Event, Policy
from approvals.policy_file.schema import problems_of
from approvals.presets.catalogue import OFFICE, PRESETS, filled_in, preset_called
from approvals.presets.filling import outline_of, text_of
from approvals.presets.guessing import Guesses
from approvals.presets.words import WORDS
from approvals.rules import routing
from tests.actions.asking import refused, told
from tests.people import HOUR, NOW, fresh, person, post
from tests.policy_file.samples import fetched

NAMES = [preset.name for preset in PRESETS]
OPEN = {"translation": ["TRAD"], "privy-council": ["PCO"]}
DAY = 8 * HOUR  # of work


@pytest.fixture
def capital(ministry):
    """The ministry of the stories with a translation office and a privy council office, each with one approver."""
    for code, name, who in (("TRAD", "Translation", "tara"), ("PCO", "Privy Council Office", "pia")):
        office = Office.objects.create(code=code, name=name, kind="headquarters", country="CA", time_zone="UTC")
        post(person(who, who.title()), office, Role.APPROVER)
    post(person("pete", "Pete Orr"), ministry.riyadh, Role.APPROVER)
    return ministry


def guessed(name):
    return Guesses().all(preset_called(name).places)


def installed(ministry, name, *, by=None):
    return install_into(preset=name, places=guessed(name), policy_id=ministry.policy.pk, by=by or ministry.paul, at=NOW)


def route(version, *, topics=(), urgency="routine", audience="host", kind="original"):
    """Return the levels that a draft from Riyadh would pass: name, office, limit, mode."""
    known = {
        "topic": frozenset(topics), "urgency": frozenset({urgency}), "audience": frozenset({audience}),
        "country": frozenset({"SA"}), "kind": frozenset({kind}),
    }  # fmt: skip
    directory = facts.directory(Office.objects.get(code="RUH"))
    found = routing.plan(facts.policy_rule(fetched(version)), known, directory)
    codes = dict(Office.objects.values_list("pk", "code"))
    return [(step.level.name, codes[step.office_id], step.level.limit, step.level.mode) for step in found.steps]


@pytest.mark.parametrize(("name", "clocks"), [
    ("uk-direct", {"working"}), ("us-two-speed", {"working", "wall"}), ("canada-2013", {"working"}),
    ("canada-2015", {"working"}), ("minister-sensitive", {"working"}), ("direct-with-review", {"working"}),
])  # fmt: skip
def test_a_preset_counts_working_hours_but_for_a_crisis(capital, name, clocks):
    version = install_as_policy(preset=name, places=guessed(name), name="New", by=capital.paul, at=NOW)
    levels = fetched(version).levels.all()
    assert {level.runs_on for level in levels} == clocks
    assert all(level.runs_on == "wall" for level in levels if level.key.endswith("-crisis"))


def test_uk_direct_asks_the_head_of_mission_within_four_hours(capital):
    assert route(installed(capital, "uk-direct")) == [("Head of mission", "RUH", 4 * HOUR, "approve")]


def test_direct_with_review_asks_the_head_of_mission_about_what_does_not_go_out_first(capital):
    assert route(installed(capital, "direct-with-review")) == [("Head of mission", "RUH", 4 * HOUR, "approve")]


def test_us_two_speed_asks_one_person_for_routine_posts_and_three_for_sensitive_ones(capital):
    version = installed(capital, "us-two-speed")
    assert route(version) == [("Mission press officer", "RUH", 2 * DAY, "approve")]
    assert route(version, topics=["sanctions", "trade"]) == [
        ("Mission", "RUH", 2 * DAY, "approve"),
        ("Headquarters bureau", "MENA", 2 * DAY, "approve"),
        ("Headquarters public affairs", "COMMS", 2 * DAY, "approve"),
    ]
    assert route(version, urgency="crisis") == [("Mission press officer, crisis", "RUH", 2 * HOUR, "approve")]
    assert [limit for _name, _office, limit, _mode in route(version, topics=["sanctions"], urgency="crisis")] == (
        [2 * HOUR] * 3
    )


def test_replies_in_a_live_conversation_ask_the_head_of_mission_alone_for_an_hour_on_the_clock(capital):
    version = install_as_policy(preset="live-replies", places={}, name="Replies", by=capital.paul, at=NOW)
    assert route(version, kind="reply") == [("Head of mission", "RUH", HOUR, "approve")]
    assert {level.runs_on for level in fetched(version).levels.all()} == {"wall"}
    assert version.conditions == {"field": "kind", "in": ["reply"]}


def test_a_reply_takes_the_policy_for_replies_and_everything_else_its_own(capital):
    version = install_as_policy(preset="live-replies", places={}, name="Replies", by=capital.paul, at=NOW)
    enact(policy_id=version.policy_id, number=version.number, by=capital.petra, at=NOW)
    answers = {"kind": "reply", "in_reply_to": "https://x.com/citizen/status/1"}
    reply, original = capital.submitted(**answers), capital.submitted()
    repost = capital.submitted(**answers | {"kind": "repost"})
    assert capital.approve(reply, capital.helen).state == "cleared"
    assert {capital.approve(draft, capital.helen).state for draft in (original, repost)} == {"in_review"}


def test_canada_2013_asks_six_levels_one_after_the_other_for_a_day_each(capital):
    version = installed(capital, "canada-2013")
    assert route(version) == [
        ("Communications", "COMMS", DAY, "approve"),
        ("Translation", "TRAD", DAY, "approve"),
        ("Head of mission", "RUH", DAY, "approve"),
        ("Headquarters", "MENA", DAY, "approve"),
        ("Minister's office", "MINO", DAY, "approve"),
        ("Privy council", "PCO", DAY, "approve"),
    ]
    assert [level.position for level in fetched(version).levels.all()] == [1, 2, 3, 4, 5, 6]


def test_canada_2015_asks_headquarters_where_the_audience_is_at_home(capital):
    version = installed(capital, "canada-2015")
    assert route(version) == [("Head of mission", "RUH", 4 * HOUR, "approve")]
    assert route(version, audience="international") == [("Head of mission", "RUH", 4 * HOUR, "approve")]
    assert route(version, audience="domestic") == [
        ("Head of mission", "RUH", 4 * HOUR, "approve"),
        ("Headquarters", "MENA", 4 * HOUR, "approve"),
    ]


def test_minister_sensitive_topics_pass_the_ministers_office_by_silence(capital):
    version = install_as_policy(
        preset="minister-sensitive", places=guessed("minister-sensitive"), by=capital.paul, at=NOW
    )
    assert route(version, topics=["sanctions"]) == [
        ("Mission", "RUH", 4 * HOUR, "approve"),
        ("Headquarters desk", "MENA", 8 * HOUR, "approve"),
        ("Minister's office", "MINO", 4 * HOUR, "silence"),
    ]
    assert version.conditions == {"field": "topic", "in": ["sanctions"]}
    assert (version.policy.order, version.policy.is_default) == (20, False)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_is_a_proposed_version_that_a_second_officer_puts_in_force(capital, name):
    version = install_as_policy(preset=name, places=guessed(name), by=capital.paul, at=NOW)
    assert (version.status, version.proposed_by, version.number) == ("proposed", capital.paul, 1)
    assert version.policy.name == str(preset_called(name).title)
    assert told("policy_proposed") == ["petra"]
    assert Event.objects.get(kind="preset_installed").data["preset"] == name
    with refused("second_officer_needed"):
        enact(policy_id=version.policy_id, number=1, by=capital.paul, at=NOW)
    assert enact(policy_id=version.policy_id, number=1, by=capital.petra, at=NOW).status == "in_force"


def test_a_preset_in_force_routes_drafts(capital):
    version = installed(capital, "canada-2015")
    enact(policy_id=version.policy_id, number=version.number, by=capital.petra, at=NOW)
    draft = capital.approve(capital.submitted(), capital.helen)
    assert fresh(draft).state == "cleared"


def test_a_preset_for_every_draft_becomes_the_default_where_there_is_none(capital):
    before = install_as_policy(preset="uk-direct", places={}, by=capital.paul, at=NOW)
    assert (before.policy.is_default, before.policy.order) == (False, 100)
    Policy.objects.filter(is_default=True).update(is_default=False)
    after = install_as_policy(preset="canada-2015", places={}, name="Ours", by=capital.paul, at=NOW)
    assert (after.policy.is_default, after.policy.name) == (True, "Ours")


def test_a_preset_made_the_next_version_keeps_the_policys_name_and_place(capital):
    version = installed(capital, "uk-direct")
    assert (version.policy, version.number) == (capital.policy, 2)
    assert version.policy.name == "Mission, desk, minister"
    with refused("not_found"):
        install_into(preset="uk-direct", places={}, policy_id=999_999, by=capital.paul, at=NOW)


def test_a_preset_for_some_drafts_is_not_made_the_default(capital):
    with refused("version_invalid"):
        installed(capital, "minister-sensitive")


def test_what_cannot_be_guessed_is_asked_by_its_place(ministry):
    """Guarantee 7."""
    with refused("preset_places_open", status=400) as caught:
        install_as_policy(preset="canada-2013", places=guessed("canada-2013"), by=ministry.paul, at=NOW)
    assert set(caught.value.errors) == {"translation", "privy-council"}


@pytest.mark.parametrize(
    ("places", "place"),
    [
        ({"communications": ["NOWHERE"]}, "communications"),
        ({"communications": ["COMMS", "MENA"]}, "communications"),
        ({"communications": [""]}, "communications"),
        ({"communications": ["x" * 300]}, "communications"),
        ({"castle": ["COMMS"]}, "castle"),
    ],
)
def test_a_place_that_means_nothing_here_is_refused(capital, places, place):
    """Guarantee 7."""
    with refused("preset_places_open") as caught:
        install_as_policy(preset="canada-2013", places=guessed("canada-2013") | places, by=capital.paul, at=NOW)
    assert list(caught.value.errors) == [place]


def test_a_topic_that_is_none_is_refused(ministry):
    with refused("preset_places_open") as caught:
        install_as_policy(preset="minister-sensitive", places={"sensitive": ["trade", "tea"]}, by=ministry.paul, at=NOW)
    assert "“tea”" in caught.value.errors["sensitive"][0]


def test_an_office_where_nobody_could_decide_is_refused(capital):
    """Guarantee 7."""
    Posting.objects.filter(office__code="PCO").update(ends_at=NOW)
    with refused("version_invalid") as caught:
        install_as_policy(preset="canada-2013", places=guessed("canada-2013"), by=capital.paul, at=NOW)
    assert list(caught.value.errors) == ["Privy council"]


def test_a_preset_that_is_none_is_not_found(ministry):
    with refused("preset_unknown", status=404):
        install_as_policy(preset="crisis", places={}, by=ministry.paul, at=NOW)


@pytest.mark.parametrize("who", ["layla", "helen", "carla", "rita", "ivan"])
def test_only_a_policy_officer_installs(ministry, who):
    with refused("not_policy_officer", status=403):
        install_as_policy(preset="uk-direct", places={}, by=getattr(ministry, who), at=NOW)
    with refused("not_policy_officer", status=403):
        install_into(preset="uk-direct", places={}, policy_id=ministry.policy.pk, by=getattr(ministry, who), at=NOW)


def test_a_name_is_taken_once(ministry):
    install_as_policy(preset="uk-direct", places={}, by=ministry.paul, at=NOW)
    with refused("policy_name_taken"):
        install_as_policy(preset="uk-direct", places={}, by=ministry.petra, at=NOW)


def test_offices_are_guessed_by_code_then_by_name_and_missions_never(ministry):
    place = preset_called("canada-2013").places[0]
    assert Guesses().of(place) == ["COMMS"]
    Office.objects.filter(code="COMMS").update(code="X1", name="Bureau of Communications")
    assert Guesses().of(place) == ["X1"]
    Office.objects.filter(code="X1").update(kind="mission")
    assert Guesses().of(place) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_has_no_problem_once_its_places_are_filled_in(name):
    preset = preset_called(name)
    places = {place.name: "COMMS" if place.kind == OFFICE else ["trade"] for place in preset.places}
    value = filled_in(outline_of(preset), places)
    assert problems_of(value) == []
    assert "$" not in str(value)
    assert set(places) == {part.split("]")[0].split(",")[0].strip() for part in text_of(preset).split("$")[1:]}
    assert preset.is_for_some == bool(value.get("conditions"))


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_shipped_file_is_marked_for_translation(name):
    value = outline_of(preset_called(name))
    words = {value["name"], value["note"], *(level[part] for level in value["levels"] for part in ("name", "question"))}
    assert words - set(WORDS) == set()


def test_a_preset_is_installed_in_the_language_of_its_officer(ministry, monkeypatch):
    monkeypatch.setattr("approvals.presets.filling.gettext", lambda words: f"[{words}]")
    with translation.override("fr"):
        version = install_as_policy(preset="uk-direct", places={}, name="Direct", by=ministry.paul, at=NOW)
    level = fetched(version).levels.get()
    assert (level.name, level.key) == ("[Head of mission]", "head-of-mission")
    assert level.question.startswith("[Would I say this")
