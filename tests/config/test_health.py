"""Whoever keeps Chancery alive learns which part does not work, and nothing else."""

import os
import subprocess
import sys

import pytest
import redis
from django.conf import settings

from config import heartbeats
from config.run import healthy
from config.run.services import free_port


@pytest.fixture
def broker():
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.delete(*(f"chancery:heartbeat:{part}" for part in heartbeats.PARTS))
        yield broker


def silent_for(broker, part, seconds):
    broker.set(f"chancery:heartbeat:{part}", "alive", px=int((heartbeats.KEPT_FOR - seconds) * 1000))


def test_the_process_says_that_it_lives_without_asking_the_database(client, django_assert_num_queries):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_whoever_asks_by_address_is_answered(client):
    assert client.get("/healthz", headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.django_db
def test_all_is_ready_when_every_part_works(client, broker):
    heartbeats.record("beat")
    heartbeats.record("worker")
    response = client.get("/readyz")
    body = response.json()
    assert response.status_code == 200, body
    assert body["status"] == "ready"
    assert body["database"] == body["broker"] == {"ok": True}
    assert body["beat"]["age_seconds"] < 5
    assert body["worker"]["age_seconds"] < 5
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(("lives", "silent"), [("beat", "worker"), ("worker", "beat")])
def test_beat_and_worker_answer_for_themselves_only(client, broker, lives, silent):
    heartbeats.record(lives)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()[lives]["ok"]
    assert response.json()[silent] == {"ok": False, "age_seconds": None, "reason": "not seen"}


@pytest.mark.django_db
def test_a_part_that_fell_silent_is_named_with_its_age(client, broker):
    heartbeats.record("beat")
    silent_for(broker, "worker", 45)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"]["reason"] == "silent for too long"
    assert 45 <= response.json()["worker"]["age_seconds"] < 50


def test_a_heartbeat_ends_by_itself(broker):
    heartbeats.record("beat")
    assert 0 < broker.ttl("chancery:heartbeat:beat") <= heartbeats.KEPT_FOR


@pytest.mark.django_db
def test_a_broker_that_is_down_is_named(client, settings):
    settings.REDIS_URL = f"redis://:hidden@127.0.0.1:{free_port()}/0"
    response = client.get("/readyz")
    body = response.json()
    assert response.status_code == 503
    assert body["database"] == {"ok": True}
    assert body["broker"] == {"ok": False, "reason": "does not answer"}
    assert body["beat"]["age_seconds"] is body["worker"]["age_seconds"] is None
    assert "hidden" not in response.text


def test_a_part_goes_on_beating_while_the_broker_is_down(settings, caplog):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    heartbeats.record("worker")
    assert "The heartbeat of worker could not be written" in caplog.text


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
    assert "hidden" not in readiness


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_only_ever_read(client, address):
    assert client.post(address).status_code == 405


def test_a_containers_healthcheck_asks_about_one_part(broker):
    heartbeats.record("worker")
    assert healthy.main(["worker"]) == 0
    assert healthy.main(["beat"]) == 1


def test_a_containers_healthcheck_fails_when_nothing_answers(settings, monkeypatch):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    monkeypatch.setenv("PORT", str(free_port()))
    assert [healthy.main([part]) for part in ("web", "worker", "beat")] == [1, 1, 1]


def test_a_containers_healthcheck_finds_the_web_part(live_server, monkeypatch):
    monkeypatch.setenv("PORT", live_server.url.rpartition(":")[2])
    assert healthy.main(["web"]) == 0


def test_a_healthcheck_of_a_part_that_does_not_exist_is_an_error(capsys):
    assert healthy.main(["scheduler"]) == 2
    assert capsys.readouterr().err == "Name one part: web, worker, beat.\n"
