"""Brings the data up to date before the parts start: tables, assets, and on the first run the demo ministry."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from accounts.demo_accounts import demo_accounts
from accounts.demo_password import DEMO_PASSWORD
from config.run.welcome import guide, guide_place


def prepare() -> None:
    """Do what is not done yet; safe to repeat, and to repeat after being cut short."""
    _migrate()
    _collect_assets()
    _load_demo()
    _write_guide()


def _migrate() -> None:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)


def _collect_assets() -> None:
    # With DEBUG on, assets are served from where they are; collecting them would only make a start slower.
    if settings.DEBUG:
        return
    seal = Path(settings.STATIC_ROOT) / ".collected"
    state = _state_of_assets()
    if not seal.exists() or seal.read_text() != state:
        _say("Collecting the assets")
        call_command("collectstatic", interactive=False, verbosity=0)
        seal.write_text(state)


def _load_demo() -> None:
    if settings.DEBUG and settings.DEMO and not get_user_model().objects.exists():
        _say("Loading the demo ministry")
        call_command("demo", verbosity=0)


def _write_guide() -> None:
    accounts = [(account.username, str(account.does)) for account in demo_accounts()]
    guide_place(settings.VAR_DIR).write_text(guide(accounts, DEMO_PASSWORD), encoding="utf-8")


def _state_of_assets() -> str:
    """Sum up what the assets come from: the installed packages, and the project's own files."""
    return hashlib.sha256("\n".join(_asset_marks()).encode()).hexdigest()


def _asset_marks() -> Iterator[str]:
    yield hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes()).hexdigest()
    for file in sorted(settings.BASE_DIR.glob("static/**/*")) + sorted(settings.BASE_DIR.glob("*/static/**/*")):
        if file.is_file():
            yield f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}"


def _say(what: str) -> None:
    print(f"{what} …", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        prepare()
    except OperationalError as problem:
        sys.exit(f"The database cannot be used: {problem}".strip())
