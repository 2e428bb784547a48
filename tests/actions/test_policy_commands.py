"""Policies from the terminal: written as files, made proposed versions, begun from presets; a refusal ends with 1."""

import io
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from approvals.models import Policy, PolicyVersion
from approvals.policy_file import writing
from tests.actions.asking import everything
from tests.people import NOW, level
from tests.policy_file.samples import GOOD, fetched

GOOD = GOOD.replace("quorum: 2", "quorum: any")


def run(*words):
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def told_no(*words):
    """Run a command that is refused, and return what it says; nothing is changed by it."""
    before = everything()
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert everything() == before
    return str(caught.value)


@pytest.fixture
def file(tmp_path):
    def written(text, name="policy.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return written


def test_the_version_in_force_is_exported_or_the_one_that_is_asked_for(ministry):
    newer = ministry.policy.versions.create(number=2, created_by=ministry.paul, created_at=NOW)
    level(newer, 1, "Head", "own_office", "head")
    assert run("export_policy", "Mission, desk, minister") == writing.write(fetched(ministry.version))
    assert run("export_policy", "Mission, desk, minister", "--number", "2") == writing.write(fetched(newer))
    PolicyVersion.objects.filter(number=1).update(status="superseded")
    assert "key: head\n" in run("export_policy", "Mission, desk, minister")
    assert "no such policy" in told_no("export_policy", "Castles")
    assert "no such version" in told_no("export_policy", "Mission, desk, minister", "--number", "9")


def test_a_file_is_imported_for_a_policy_officer(ministry, file):
    assert "Sanctions: version 1 is proposed" in run("import_policy", file(GOOD), "--by", "paul")
    assert PolicyVersion.objects.get(policy__name="Sanctions").proposed_by == ministry.paul


def test_a_file_is_checked_and_nothing_is_changed(ministry, file):
    before = everything()
    assert "Sanctions: version 1 could be proposed." in run("import_policy", file(GOOD), "--by", "paul", "--check")
    assert everything() == before


def test_a_file_comes_from_the_standard_input(ministry, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(GOOD.encode())))
    assert "is proposed" in run("import_policy", "-", "--by", "paul")


def test_what_is_exported_can_be_imported(ministry, file):
    text = run("export_policy", "Mission, desk, minister")
    assert "version 2 is proposed" in run("import_policy", file(text), "--by", "paul")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GOOD.replace("COMMS", "LEGAL"), "file_names_unknown"),
        (GOOD.replace("role: head", "role: king"), "file_invalid"),
        (b"\xff\xfe", "file_not_text"),
        (b"x" * 10_000_000, "file_too_large"),
        ("a: [", "file_not_yaml"),
    ],
)
def test_a_file_that_is_refused_ends_with_every_problem_and_its_code(ministry, file, text, code):
    said = told_no("import_policy", file(text), "--by", "paul")
    assert f"[{code}]" in said
    if "unknown" in code:
        assert "levels.1.asks.office: Line 18:" in said


def test_who_asks_needs_the_right_and_must_be_somebody(ministry, file):
    assert "[not_policy_officer]" in told_no("import_policy", file(GOOD), "--by", "layla")
    assert "Nobody here is called nobody." in told_no("import_policy", file(GOOD), "--by", "nobody")
    assert "cannot be read" in told_no("import_policy", "/nowhere/at/all.yaml", "--by", "paul")
    ministry.paul.is_active = False
    ministry.paul.save()
    assert "Nobody here is called paul." in told_no("import_policy", file(GOOD), "--by", "paul")


def test_a_refusal_is_told_in_the_language_of_whoever_asks(ministry, file):
    ministry.paul.language = "fr"
    ministry.paul.save()
    assert "Only a policy officer" not in told_no("import_policy", file("a: ["), "--by", "paul")


def test_presets_are_listed_with_what_they_leave_open(ministry):
    said = run("preset")
    assert "us-two-speed: US two-speed" in said
    assert "--topics sensitive=sanctions" in said
    assert "--office public-affairs=COMMS" in said
    assert "--office privy-council=no guess: say which" in said


def test_a_preset_is_proposed_as_a_policy_or_into_one(ministry):
    assert "UK direct: version 1 is proposed." in run("preset", "uk-direct", "--by", "paul")
    assert "Ours: version 1" in run("preset", "uk-direct", "--by", "paul", "--as", "Ours")
    assert "minister: version 2" in run("preset", "canada-2015", "--by", "paul", "--into", "Mission, desk, minister")
    assert set(Policy.objects.values_list("name", flat=True)) == {"Mission, desk, minister", "UK direct", "Ours"}


def test_what_a_presets_places_mean_is_said(ministry):
    run("preset", "canada-2013", "--by", "paul", "--office", "translation=MENA", "--office", "privy-council=MINO")
    made = PolicyVersion.objects.get(policy__name="Canada 2013")
    codes = [one.office.code for one in made.levels.exclude(office=None)]
    assert codes == ["COMMS", "MENA", "MINO"]
    run("preset", "minister-sensitive", "--by", "paul", "--topics", "sensitive=trade, sanctions")
    made = PolicyVersion.objects.get(policy__name="Minister-sensitive topics")
    assert made.conditions == {"field": "topic", "in": ["trade", "sanctions"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["canada-2013", "--by", "paul"], "[preset_places_open]"),
        (["canada-2013", "--by", "paul", "--office", "translation"], "has no ="),
        (["canada-2013", "--by", "paul", "--office", "translation=NOWHERE"], "no office with the code “NOWHERE”"),
        (["uk-direct", "--by", "paul", "--office", "castle=COMMS"], "no place of this name"),
        (["uk-direct", "--by", "paul", "--into", "Castles"], "no policy called Castles"),
        (["uk-direct", "--by", "layla"], "[not_policy_officer]"),
        (["uk-direct"], "--by USERNAME"),
        (["crisis", "--by", "paul"], "[preset_unknown]"),
    ],
)
def test_a_preset_that_cannot_be_installed_says_why(ministry, words, said):
    assert said in told_no("preset", *words)
