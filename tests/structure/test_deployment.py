"""The container image and the compose file start what `make run` starts, and no part of them runs as root."""

import json
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from config.celery_settings import CLOCKS
from config.run.commands import PARTS, SERVED, command
from tests.structure.source import ROOMS, ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "chancery"}


def instruction(name):
    """Give the last instruction of this name: the one that counts in the finished image."""
    return re.findall(rf"^{name} (.+)$", DOCKERFILE, flags=re.MULTILINE)[-1]


def test_the_compose_file_runs_every_part_and_no_other():
    assert set(OURS) == {*PARTS, "clocks"}


def test_the_clocks_have_a_worker_of_their_own_that_no_mail_can_keep_busy():
    """Guarantee 17."""
    assert OURS["clocks"]["environment"] == {**OURS["worker"]["environment"], "WORKER_QUEUES": CLOCKS}
    differences = {name for name in OURS["worker"] if OURS["worker"][name] != OURS["clocks"].get(name)}
    assert differences == {"environment"}


def test_whatever_its_watchdog_ends_is_started_again():
    for part in (*SERVED, "clocks"):
        assert OURS[part]["restart"] == "unless-stopped"


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_started_by_the_one_list_of_commands(part):
    assert OURS[part]["command"] == ["python", "-m", "config.run.commands", part]


def test_the_image_serves_the_web_part_unless_told_otherwise():
    assert json.loads(instruction("CMD")) == ["python", "-m", "config.run.commands", "web"]


@pytest.mark.parametrize("part", SERVED)
def test_every_part_that_stays_has_a_healthcheck_of_its_own(part):
    assert OURS[part]["healthcheck"]["test"] == ["CMD", "python", "-m", "config.run.healthy", part]


def test_the_image_has_the_same_healthcheck_as_its_web_part():
    assert instruction("HEALTHCHECK").endswith('CMD ["python", "-m", "config.run.healthy", "web"]')


def test_the_servers_are_waited_for_until_they_are_healthy():
    for name in ("postgres", "valkey"):
        assert COMPOSE["services"][name]["healthcheck"]["test"]
    for part in SERVED:
        assert OURS[part]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert OURS[part]["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_no_secret_is_written_into_the_compose_file():
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|EMAIL_URL", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?is needed\}", value), name


def test_the_image_does_not_run_as_root():
    assert instruction("USER") == "10001"
    assert "useradd --system --uid 10001" in DOCKERFILE


def test_the_image_holds_every_room_and_nothing_that_is_not_named():
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    assert kept[0] == "*"
    assert {f"!{room}" for room in ROOMS} <= set(kept)
    assert not {"!tests", "!.git", "!var", "!.env"} & set(kept)


def test_the_image_is_built_on_a_python_that_the_project_supports():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    version = re.search(r"python:(\d+)\.(\d+)-slim", instruction("FROM"))
    assert wanted == ">=3.11"
    assert (int(version[1]), int(version[2])) >= (3, 11)


@pytest.mark.parametrize("part", PARTS)
def test_every_command_is_one_that_its_program_understands(part):
    # `--help` last: the program reads its whole command line, and does not start.
    line = [*command(part), "--help"]
    result = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    assert line[0] == sys.executable


def test_a_part_that_does_not_exist_is_refused():
    asked = [sys.executable, "-m", "config.run.commands", "scheduler"]
    result = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert (result.returncode, result.stderr) == (1, "Name one part: web, worker, beat, migrate.\n")


def test_every_dependency_is_locked_to_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = {line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line}
    for dependency in project["dependencies"]:
        assert re.split(r"[\[<>=; ]", dependency)[0].lower() in locked
