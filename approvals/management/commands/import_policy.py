"""Make a proposed version from a file: `manage.py import_policy mission-only.yaml --by policy.one`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock
from approvals.actions import import_policy
from approvals.management.refused import person, told
from approvals.policy_file.reading import LARGEST, text_of


class Command(BaseCommand):
    """Imports one file, or only says whether it could be imported."""

    help = "Make a proposed version of a policy from a YAML file; a second policy officer puts it in force."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a file, who imports it, and whether it is only to be checked."""
        parser.add_argument("file", help="the file, or - for the standard input")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the policy officer who proposes it")
        parser.add_argument("--check", action="store_true", help="say what is wrong with the file, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file, or end with everything that is wrong with it."""
        by, at = person(options["by"]), clock.now()
        with told(by):
            text = text_of(_bytes(options["file"]))
            act = import_policy.rehearse if options["check"] else import_policy.import_policy
            version = act(text=text, by=by, at=at)
        done = "could be proposed" if options["check"] else "is proposed; a second policy officer can put it in force"
        self.stdout.write(f"{version.policy.name}: version {version.number} {done}.")


def _bytes(name: str) -> bytes:
    """Return what a file holds, never more than one byte beyond what is taken."""
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as wrong:
        raise CommandError(f"{name} cannot be read: {wrong.strerror}") from None
