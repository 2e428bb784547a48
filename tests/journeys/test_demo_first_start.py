"""The first start of `make run`: the embedded database is made, and the demo ministry is loaded into it."""

import os
import subprocess
import sys

from tests.structure.source import ROOT


def test_the_demo_is_loaded_into_the_embedded_database_once_and_its_record_holds(tmp_path):
    environment = os.environ | {"DEBUG": "on", "CHANCERY_DEMO": "on", "CHANCERY_VAR": str(tmp_path), "HTTPS": "off"}
    del environment["DATABASE_URL"]
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    def run(*arguments):
        line = [sys.executable, *arguments]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180, check=True)

    assert "Loading the demo ministry" in run("-m", "config.run.prepare").stdout
    assert "Loading" not in run("-m", "config.run.prepare").stdout
    assert (tmp_path / "chancery.sqlite3").exists()
    assert "The audit trail holds" in run("manage.py", "verify_audit").stdout
