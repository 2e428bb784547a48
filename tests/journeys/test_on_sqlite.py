"""The embedded default: what holds on PostgreSQL holds on SQLite, from an empty file on."""

import os
import subprocess
import sys


def test_the_first_journey_holds_on_the_embedded_database(tmp_path):
    """Guarantees 8, 17, 18, 21."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'chancery.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "-m", "tests.journeys.on_sqlite"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "holds on SQLite" in done.stdout
