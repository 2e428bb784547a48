"""A worker whose main loop hangs in its first task: with the pool `solo`, the task and the loop are one."""

import os
import sys
import time

import django
from celery.__main__ import main

COMMAND = ["celery", "--app", "config.celery", "worker", "--pool", "solo", "--queues", "clocks"]


def hang(**_kwargs):
    time.sleep(600)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from approvals.actions import sweeping
    from config import watchdog

    sweeping.sweep = hang
    watchdog.MOVES_WITHIN, watchdog.STUCK_AFTER, watchdog.LOOKS_EVERY = 2.0, 4.0, 1.0
    sys.argv = [*COMMAND, "--without-gossip", "--without-mingle"]
    main()
