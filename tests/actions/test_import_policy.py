"""A policy from a file: a proposed version, or a refusal that names everything and changes nothing."""

import time

import pytest

from accounts.models import Office, Posting, Role
from approvals import audit
from approvals.actions import policies
from approvals.actions.enact import enact
from approvals.actions.import_policy import import_policy, rehearse
from approvals.models import Event, PolicyVersion
from approvals.policy_file import writing
from approvals.refusals import Refused
from tests.actions.asking import everything, refused, steps, told
from tests.people import HOUR, NOW, later, person, post
from tests.policy_file.samples import GOOD, fetched, said


@pytest.fixture
def staffed(ministry):
    """The ministry with a second person at communications, where the sample file asks two."""
    post(person("cyril", "Cyril Ward"), ministry.comms, Role.APPROVER)
    return ministry


def imported(text, by, *, at=NOW):
    return import_policy(text=text, by=by, at=at)


def test_a_file_makes_a_policy_with_a_proposed_version(staffed):
    version = fetched(imported(GOOD, staffed.paul))
    assert (version.policy.name, version.policy.order, version.policy.is_default) == ("Sanctions", 10, False)
    assert (version.number, version.status, version.proposed_by) == (1, "proposed", staffed.paul)
    assert version.note == "After the council of March."
    assert version.conditions == {"field": "topic", "in": ["sanctions"]}
    head, press = version.levels.all()
    assert (head.key, head.limit, head.remind_before, head.selector) == ("head", 4 * HOUR, HOUR, "own_office")
    assert (press.office, press.mode, press.quorum, press.quorum_n) == (staffed.comms, "silence", "n", 2)
    assert (press.limit, press.may_reject, press.fresh_sign_in, press.carry) == (1.5 * HOUR, False, True, "minor")
    assert press.conditions["any"][1] == {"not": {"field": "country", "in": ["SA", "NO"]}}
    assert [(rung.after, rung.selector) for rung in press.escalations.all()] == [(HOUR / 2, "minister")]
    assert told("policy_proposed") == ["petra"]
    assert Event.objects.filter(kind="policy_imported", by=staffed.paul).get().data["number"] == 1
    assert list(audit.verify_all()) == []


def test_whoever_imports_has_proposed_and_a_second_officer_puts_it_in_force(staffed):
    version = imported(GOOD, staffed.paul)
    with refused("second_officer_needed", status=403):
        enact(policy_id=version.policy_id, number=1, by=staffed.paul, at=NOW)
    enact(policy_id=version.policy_id, number=1, by=staffed.petra, at=NOW)
    assert list(steps(staffed.submitted(topics=("sanctions",)))) == ["Head of mission", "Press"]


def test_a_file_of_a_policy_that_there_is_makes_its_next_version(ministry):
    text = writing.write(fetched(ministry.version)).replace("limit: 8h", "limit: 6h")
    version = imported(text, ministry.paul)
    assert (version.policy, version.number) == (ministry.policy, 2)
    assert said(version)[1].limit == 6 * HOUR
    assert [one.key for one in said(version)] == [one.key for one in said(ministry.version)]


def test_what_another_officer_is_writing_stays_as_it_is(ministry):
    theirs = policies.write_version(
        policy_id=ministry.policy.pk, levels=[], by=ministry.petra, at=NOW, conditions={}, note="Hers."
    )
    mine = policies.write_version(
        policy_id=ministry.policy.pk, levels=[], by=ministry.paul, at=NOW, conditions={}, note="His.", seen="new"
    )
    version = imported(writing.write(fetched(ministry.version)), ministry.paul, at=later(1))
    kept = PolicyVersion.objects.filter(pk__in=[theirs.pk, mine.pk], status="draft")
    assert [(one.number, one.note) for one in kept.order_by("number")] == [(2, "Hers."), (3, "His.")]
    assert (version.number, version.status) == (4, "proposed")


def test_a_rehearsal_returns_what_an_import_would_make_and_changes_nothing(staffed):
    before = everything()
    version = rehearse(text=GOOD, by=staffed.paul, at=NOW)
    assert everything() == before
    assert (version.policy.name, version.number, version.status) == ("Sanctions", 1, "proposed")
    assert [level.name for level in version.levels.all()] == ["Head of mission", "Press"]
    assert imported(GOOD, staffed.paul).number == 1


@pytest.mark.parametrize("who", ["layla", "helen", "carla", "rita", "ivan"])
def test_only_a_policy_officer_imports_or_rehearses(ministry, who):
    for act in (import_policy, rehearse):
        with refused("not_policy_officer", status=403):
            act(text=GOOD, by=getattr(ministry, who), at=NOW)
        with refused("not_policy_officer", status=403):
            act(text="[", by=getattr(ministry, who), at=NOW)


@pytest.mark.parametrize(
    ("old", "new", "where", "sentence"),
    [
        ("office: COMMS", "office: LEGAL", "levels.1.asks.office", "no office with the code “LEGAL”"),
        ("in: [sanctions]", "in: [football]", "conditions.in.0", "“football” is not a topic"),
        ("[SA, \"NO\"]", "[SA, ZZ]", "levels.1.conditions.any.1.not.in.1", "“ZZ” is not the code of a country"),
        ("[routine, urgent]", "[routine, soon]", "levels.1.conditions.any.0.in.1", "“soon” is not among"),
        ("field: topic", "field: channel", "conditions.in.0", "no channel “sanctions”"),
        ("field: topic", "field: language", "conditions.in.0", "“sanctions” is not the code of a language"),
        ("field: topic", "field: platform", "conditions.in.0", "“sanctions” is not among"),
        ("field: topic", "field: audience", "conditions.in.0", "host, domestic, international"),
        ("field: topic", "field: kind", "conditions.in.0", "original, reply, repost"),
        ("field: topic", "field: office", "conditions.in.0", "no office with the code “sanctions”"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known_here_is_refused_with_a_person_to_turn_to(staffed, old, new, where, sentence):
    """Guarantee 7."""
    with refused("file_names_unknown", status=400) as caught:
        imported(GOOD.replace(old, new), staffed.paul)
    assert list(caught.value.errors) == [where]
    assert sentence in caught.value.errors[where][0]
    assert caught.value.errors[where][0].startswith("Line ")
    assert "ask Ivan Petit" in caught.value.sentence


def test_an_office_that_was_deleted_is_refused(staffed):
    """Guarantee 7."""
    text = GOOD.replace("selector: minister, role", "office: OLD, role")
    Office.objects.create(code="OLD", name="Old", kind="headquarters", country="CA", time_zone="UTC")
    rehearse(text=text, by=staffed.paul, at=NOW)
    Office.objects.filter(code="OLD").delete()
    with refused("file_names_unknown") as caught:
        imported(text, staffed.paul)
    assert list(caught.value.errors) == ["levels.1.escalations.0.asks.office"]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("role: head}", "role: king}", "levels.0.asks.role"),
        ("selector: own_office", "selector: castle", "levels.0.asks.selector"),
        ("field: topic", "field: weather", "conditions.field"),
        ("carry: minor", "carry: always", "levels.1.carry"),
        ("mode: silence", "mode: &m silence", "levels.1.mode"),
        ("name: Press", "name: !!python/object/apply:os.system [ls]", "levels.1.name"),
        ("limit: 4h", "limit: 4h\n    limit: 5h", "levels.0.limit"),
        ("note: After", "notes: After", "notes"),
        ("chancery_policy: 1", "chancery_policy: 9", "chancery_policy"),
        ("levels:", "level:", "level"),
    ],
)
def test_what_is_wrong_is_refused_by_its_place_and_line(staffed, old, new, where):
    with refused("file_invalid", status=400) as caught:
        imported(GOOD.replace(old, new, 1), staffed.paul)
    assert where in caught.value.errors
    assert all(line.startswith("Line ") for lines in caught.value.errors.values() for line in lines)


def test_everything_that_is_wrong_is_told_at_once(staffed):
    text = GOOD.replace("COMMS", "LEGAL").replace("4h", "soon").replace("[sanctions]", "[football]") + "extra: 1\n"
    with refused("file_invalid") as caught:
        imported(text, staffed.paul)
    assert set(caught.value.errors) == {"conditions.in.0", "levels.0.limit", "levels.1.asks.office", "extra"}


HEAD = GOOD[: GOOD.index("conditions")]
LEVELS = GOOD[GOOD.index("levels") :]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "levels: [" + "x," * 95_000 + "]",
        HEAD + "levels: [" + "{}," * 60_000 + "]",
        HEAD + LEVELS + "conditions: {any: [" + "x," * 90_000 + "]}",
        HEAD + LEVELS + "conditions: {field: topic, in: [" + "tea," * 45_000 + "]}",
        HEAD + LEVELS + "".join(f"a{number}: 1\n" for number in range(18_000)),
    ],
    ids=["texts for levels", "empty levels", "texts for conditions", "topics", "fields"],
)
def test_a_file_that_is_wrong_in_thousands_of_places_costs_little_and_tells_the_first(staffed, text):
    begun = time.perf_counter()
    with pytest.raises(Refused) as caught:
        imported(text, staffed.paul)
    assert time.perf_counter() - begun < 5
    assert caught.value.code in ("file_invalid", "file_names_unknown")
    assert sum(len(lines) for lines in caught.value.errors.values()) == 101


def test_a_large_condition_is_taken_as_it_is(staffed):
    text = HEAD + LEVELS + "conditions: {any: [" + "{field: topic, in: [trade]}," * 6_500 + "]}"
    assert len(imported(text, staffed.paul).conditions["any"]) == 6_500


@pytest.mark.parametrize("text", ["", "[", "a: \t- b", "x" * 300_000, "[" * 9000, "\x00", "\ud800", "a: 1\n---\nb: 2"])
def test_what_cannot_be_read_changes_nothing(ministry, text):
    before = everything()
    with pytest.raises(Refused) as caught:
        imported(text, ministry.paul)
    assert caught.value.code.startswith("file_")
    assert everything() == before


def test_a_level_that_nobody_can_decide_is_refused_and_the_policy_is_not_begun(ministry):
    """Guarantee 7."""
    with refused("version_invalid", status=400) as caught:  # one person at communications, and the file asks two
        imported(GOOD.replace("mode: silence", "mode: approve"), ministry.paul)
    assert list(caught.value.errors) == ["Press"]
    Posting.objects.filter(user=ministry.carla).update(ends_at=NOW)
    with refused("version_invalid", status=400):
        imported(GOOD, ministry.paul)


def test_a_second_default_is_refused(ministry):
    with refused("default_exists", status=400):
        imported(GOOD.replace("order: 10\n", "default: true\n"), ministry.paul)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("default: true", "order: 5", "order"),
        ("order: 10", "order: 11", "order"),
        ("order: 10", "default: true", "default"),
    ],
)
def test_a_file_does_not_move_a_policy_among_the_others(staffed, old, new, where):
    imported(GOOD, staffed.paul)
    text = GOOD if old in GOOD else writing.write(fetched(staffed.version))
    with refused("file_policy_differs", status=409) as caught:
        imported(text.replace(old, new), staffed.paul)
    assert list(caught.value.errors) == [where]
