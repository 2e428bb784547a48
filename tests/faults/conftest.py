"""One cluster for the whole room: what a story makes is its own drafts, so that no story waits for another's end."""

import pytest
from django.core.management import call_command

from config.run.services import postgres_server
from tests.faults.cluster import Cluster, connected_to
from tests.people import build


@pytest.fixture(scope="package")
def installation(tmp_path_factory, django_db_blocker):
    """PostgreSQL and Valkey of this room's own, with the ministry of the stories in them; nothing else runs yet."""
    with postgres_server() as postgres, connected_to(postgres.url), django_db_blocker.unblock():
        cluster = Cluster(tmp_path_factory.mktemp("cluster"), postgres)
        try:
            call_command("migrate", verbosity=0)
            cluster.ministry = build()
            yield cluster
        finally:
            cluster.close()


@pytest.fixture
def cluster(installation):
    """The same, with no worker and no beat left from another story."""
    yield installation
    installation.kill(*list(installation.running))
    installation.broker.flushall()


@pytest.fixture
def worker(cluster):
    """A worker for the clocks."""
    return cluster.start("worker")


@pytest.fixture
def beat(cluster):
    """One beat."""
    return cluster.start("beat")
