"""A worker whose main loop hangs in its first task: with the pool `solo`, the task and the loop are one."""

import sys
import time

from celery.__main__ import main

from config import watchdog

watchdog.MOVES_WITHIN, watchdog.STUCK_AFTER, watchdog.LOOKS_EVERY = 2.0, 4.0, 1.0

if __name__ == "__main__":
    import django

    django.setup()
    from approvals.actions import sweeping

    def hang(**_kwargs):
        print("the sweep hangs", flush=True)
        time.sleep(600)

    sweeping.sweep = hang
    sys.argv = ["celery", "--app", "config.celery", "worker", "--pool", "solo", "--queues", "clocks"]
    sys.argv += ["--without-gossip", "--without-mingle"]
    main()
