"""Gives every test run a real PostgreSQL and a real Valkey, before Django reads its settings.

A pytest plugin, named in pyproject.toml with `-p`: pytest-django reads the settings before any conftest is loaded, so a
fixture would come too late, and the tests would silently run on SQLite. Parallel test processes inherit the addresses.
"""

import os
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config.run import services
from config.run.catalogues import compile_catalogues

running = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Start what DATABASE_URL and REDIS_URL do not already name; a wrapper, so that it precedes pytest-django."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="chancery-tests-")))
        os.environ["CHANCERY_VAR"] = str(folder)
        if "REDIS_URL" not in os.environ:
            os.environ["REDIS_URL"] = running.enter_context(services.valkey(folder))
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = running.enter_context(services.postgres())
        compile_catalogues()
    return (yield)


def pytest_report_header() -> str:
    """Say what the tests run against."""
    return f"database: {os.environ['DATABASE_URL']}  broker: {os.environ['REDIS_URL']}"


def pytest_unconfigure() -> None:
    """Stop what was started; runs however the tests ended."""
    running.close()
