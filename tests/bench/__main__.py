"""Measures decisions, queues, the sweep and every page on a durable PostgreSQL of its own, and prints a table.

`make bench ARGS="--sizes 1000 10000 --decisions 300 --due 10000"` chooses the sizes.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from config.run import services


def main() -> None:
    """Start the database, build the ministry, measure, print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="open drafts in a queue")
    parser.add_argument("--decisions", type=int, default=300, help="decisions to take")
    parser.add_argument("--due", type=int, default=10_000, help="deadlines due in one second")
    parser.add_argument(
        "--pages", type=int, default=100_000, help="drafts beside the demo when pages are timed; 0: none"
    )
    parser.add_argument("--only-pages", action="store_true", help="time the pages, and nothing else")
    chosen = parser.parse_args()
    # A process each: Django knows one database for as long as it lives.
    alone = multiprocessing.get_context("fork")
    for measured in ([] if chosen.only_pages else [_engine]) + ([_pages] if chosen.pages else []):
        process = alone.Process(target=_in_a_database_of_its_own, args=(measured, chosen))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)


def _engine(chosen: argparse.Namespace) -> None:
    from tests.bench.measures import measure

    measure(sizes=chosen.sizes, decisions=chosen.decisions, due=chosen.due)


def _pages(chosen: argparse.Namespace) -> None:
    from tests.bench.pages import measure_pages

    measure_pages(drafts=chosen.pages)


def _in_a_database_of_its_own(measured: Callable[[argparse.Namespace], None], chosen: argparse.Namespace) -> None:
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="chancery-bench-")))
        os.environ["CHANCERY_VAR"] = str(folder)
        os.environ["REDIS_URL"] = running.enter_context(services.valkey(folder))
        os.environ["DATABASE_URL"] = running.enter_context(services.postgres(settings=services.DURABLE))
        # Without Django's own set-up for tests, which notes every template and copies what it was given.
        os.environ["LOG_LEVEL"] = "ERROR"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["localhost"]
        measured(chosen)


if __name__ == "__main__":
    main()
