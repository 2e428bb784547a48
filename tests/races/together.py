"""Real threads, each with a connection of its own, started at one moment; every outcome is handed back."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from approvals.refusals import Refused


def together(*acts):
    """Run these at the same moment and return each one's result, or the code it was refused with.

    Whatever else is raised (a deadlock, a broken constraint) is raised here: no race may surface as a fault.
    """
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            with connections["default"].cursor() as cursor:
                # Whoever waits for a lock that is never let go is a fault to be told, not a test that never ends.
                cursor.execute("SET lock_timeout = '20s'")
            start.wait(timeout=30)
            return act()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


def codes(outcomes):
    """Return the codes of what was refused, and "ok" for what was not, in order of the alphabet."""
    return sorted(outcome if isinstance(outcome, str) else "ok" for outcome in outcomes)
