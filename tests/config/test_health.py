"""Whoever keeps Chancery alive learns which part does not work, and nothing else."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from approvals.actions import heartbeats
from approvals.models import Heartbeat
from config.heartbeats import beat_name, worker_name
from config.run import healthy
from config.run.services import free_port

ALL = {"sweep": "", "worker": worker_name(), "beat": beat_name()}


def all_say_that_they_live(*, but=()):
    for part, name in ALL.items():
        if part not in but:
            heartbeats.say(part=part, name=name)


def silent_for(seconds, part, name):
    heartbeats.say(part=part, name=name)
    Heartbeat.objects.filter(part=part, name=name).update(at=Now() - timedelta(seconds=seconds))


def test_the_process_says_that_it_lives_without_asking_the_database(client, django_assert_num_queries):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_whoever_asks_by_address_is_answered(client):
    assert client.get("/healthz", headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.django_db
def test_all_is_ready_when_every_part_works(client, django_assert_num_queries):
    all_say_that_they_live()
    with django_assert_num_queries(1):
        response = client.get("/readyz")
    body = response.json()
    assert response.status_code == 200, body
    assert body["status"] == "ready"
    assert body["database"] == body["broker"] == {"ok": True}
    for part in ALL:
        age = body[part].pop("age_seconds")
        assert 0 <= age < 5
        assert body[part] == {"ok": True, "living": 1, "silent": 0}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("silent", ALL)
def test_beat_worker_and_sweep_answer_for_themselves_only(client, silent):
    all_say_that_they_live(but=[silent])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert [part for part in ALL if not response.json()[part]["ok"]] == [silent]
    assert response.json()[silent] == {"ok": False, "age_seconds": None, "reason": "not seen"}


@pytest.mark.django_db
@pytest.mark.parametrize("silent", ALL)
def test_a_part_that_fell_silent_is_named_with_its_age(client, silent):
    all_say_that_they_live()
    silent_for(29, silent, ALL[silent])
    assert client.get("/readyz").status_code == 200
    silent_for(45, silent, ALL[silent])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()[silent]["reason"] == "silent for too long"
    assert 45 <= response.json()[silent]["age_seconds"] < 50


@pytest.mark.django_db
def test_one_worker_of_several_is_enough_and_the_silent_ones_are_counted_not_named(client):
    all_say_that_they_live()
    silent_for(100, "worker", "celery@secret-host")
    response = client.get("/readyz")
    assert response.status_code == 200
    assert (response.json()["worker"]["living"], response.json()["worker"]["silent"]) == (1, 1)
    assert "secret-host" not in response.text


@pytest.mark.django_db
def test_a_worker_that_went_long_ago_is_forgotten_and_the_last_sweep_never():
    all_say_that_they_live()
    silent_for(3700, "worker", "celery@old")
    silent_for(3500, "worker", "celery@slow")
    silent_for(90_000, "sweep", "")
    assert heartbeats.forget_gone() == 1
    assert set(Heartbeat.objects.values_list("part", "name")) == {*ALL.items(), ("worker", "celery@slow")}


@pytest.mark.django_db
def test_a_heartbeat_is_one_row_and_one_statement(django_assert_num_queries):
    for _turn in range(3):
        with django_assert_num_queries(1):
            heartbeats.say(part="worker", name="celery@one")
    assert Heartbeat.objects.count() == 1


@pytest.mark.django_db
def test_a_broker_that_is_down_is_named(client, settings):
    all_say_that_they_live()
    settings.REDIS_URL = f"redis://:hidden@127.0.0.1:{free_port()}/0"
    response = client.get("/readyz")
    body = response.json()
    assert response.status_code == 503
    assert body["broker"] == {"ok": False, "reason": "does not answer"}
    assert [part for part in body if part != "status" and not body[part]["ok"]] == ["broker"]
    assert "hidden" not in response.text


def test_a_database_that_is_down_is_named_and_the_process_still_lives():
    asked = "from django.test import Client\nfor place in ('/healthz', '/readyz'):\n"
    asked += "    answer = Client().get(place); print(answer.status_code, answer.text)"
    environment = os.environ | {"DATABASE_URL": f"postgres://me:hidden@127.0.0.1:{free_port()}/nowhere"}
    prepared = f"import django; django.setup()\n{asked}"
    result = subprocess.run(
        [sys.executable, "-c", prepared],
        env=environment | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    health, readiness = result.stdout.splitlines()
    assert health == '200 {"status": "alive"}', result.stderr
    assert readiness.startswith("503")
    assert '"database": {"ok": false, "reason": "does not answer"}' in readiness
    assert readiness.count("not known while the database does not answer") == 3
    assert "hidden" not in readiness


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_only_ever_read(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_a_containers_healthcheck_asks_about_its_own_part():
    heartbeats.say(part="worker", name=worker_name())
    heartbeats.say(part="beat", name="another container")
    assert healthy.main(["worker"]) == 0
    assert healthy.main(["beat"]) == 1


@pytest.mark.django_db
def test_a_part_is_called_silent_only_by_a_database_that_answers(monkeypatch):
    assert healthy.is_silent("worker")
    monkeypatch.setattr("approvals.heartbeats.pulses", lambda: (_ for _ in ()).throw(healthy.Error("away")))
    assert not healthy.is_silent("worker")
    assert not healthy.lives("worker")


@pytest.mark.django_db
def test_a_containers_healthcheck_fails_when_nothing_answers(monkeypatch):
    monkeypatch.setenv("PORT", str(free_port()))
    assert [healthy.main([part]) for part in ("web", "worker", "beat")] == [1, 1, 1]


def test_a_containers_healthcheck_finds_the_web_part(live_server, monkeypatch):
    monkeypatch.setenv("PORT", live_server.url.rpartition(":")[2])
    assert healthy.main(["web"]) == 0


def test_a_healthcheck_of_a_part_that_does_not_exist_is_an_error(capsys):
    assert healthy.main(["scheduler"]) == 2
    assert capsys.readouterr().err == "Name one part: web, worker, beat.\n"
