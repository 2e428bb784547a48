"""Measures decisions, queues and the sweep on a durable PostgreSQL of its own, and prints a table.

`make bench ARGS="--sizes 1000 10000 --decisions 300 --due 10000"` chooses the sizes.
"""

import argparse
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from config.run import services


def main() -> None:
    """Start the database, build the ministry, measure, print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="open drafts in a queue")
    parser.add_argument("--decisions", type=int, default=300, help="decisions to take")
    parser.add_argument("--due", type=int, default=10_000, help="deadlines due in one second")
    chosen = parser.parse_args()
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="chancery-bench-")))
        os.environ["CHANCERY_VAR"] = str(folder)
        os.environ["REDIS_URL"] = running.enter_context(services.valkey(folder))
        os.environ["DATABASE_URL"] = running.enter_context(services.postgres(settings=services.DURABLE))
        os.environ["LOG_LEVEL"] = "WARNING"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment(debug=False)
        from tests.bench.measures import measure

        measure(sizes=chosen.sizes, decisions=chosen.decisions, due=chosen.due)


if __name__ == "__main__":
    main()
