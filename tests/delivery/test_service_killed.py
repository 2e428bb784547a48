"""A worker killed between sending and confirming: the event goes out again, and its identifier shows that it is one."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.utils import timezone

from notifications.services.models import Delivery
from notifications.services.sending import LEASE, deliver_due
from tests.delivery.receiver import Receiver
from tests.delivery.services import happened, only, registered

pytestmark = pytest.mark.django_db(transaction=True)


def worker_that_dies() -> int:
    """Let a process of its own deliver, on the same database; return how it ended."""
    database = configured.DATABASES["default"]
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "WEBHOOK_ALLOWED_HOSTS": "127.0.0.1",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.delivery.dying_sender"]
    return subprocess.run(command, env=environment, check=False, timeout=60).returncode


def test_a_worker_killed_after_the_send_leaves_one_effect_at_the_receiver(ministry, settings):
    """Guarantees 18 and 19."""
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    with Receiver() as receiver:
        _endpoint, secret = registered(ministry, receiver.address)
        happened(ministry)
        assert worker_that_dies() == -signal.SIGKILL
        assert len(receiver.taken) == 1
        held = only()
        assert (held.status, held.lease is not None, held.attempts) == ("pending", True, 1)
        # Nobody takes it over before the claim of the dead worker ends; then it goes out once more.
        assert not deliver_due(at=timezone.now())
        assert deliver_due(at=timezone.now() + LEASE)
        assert len(receiver.taken) == 2
        assert len(set(receiver.identifiers)) == 1
        assert receiver.verified(secret, 0)["data"] == receiver.bodies[1]["data"]
    assert list(Delivery.objects.values_list("status", "attempts")) == [("sent", 2)]
