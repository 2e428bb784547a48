"""Write a policy as a file to review in git or to move: `manage.py export_policy "Mission only" > mission.yaml`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from approvals.models import WHOM_LEVELS_ASK, PolicyVersion
from approvals.policy_file import writing


class Command(BaseCommand):
    """Prints one version of a policy, always as the same text."""

    help = "Print a policy as a YAML file: the version in force, or the newest where none is, or --version."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the policy, and the number of a version."""
        parser.add_argument("name", help="the name of the policy")
        parser.add_argument("--number", type=int, help="the number of the version; the one in force when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the file; a policy or a version that is not there is an error."""
        versions = PolicyVersion.objects.filter(policy__name=options["name"]).select_related("policy")
        versions = versions.prefetch_related(*WHOM_LEVELS_ASK).order_by("-number")
        if options["number"] is not None:
            versions = versions.filter(number=options["number"])
        found = list(versions)
        in_force = [version for version in found if version.status == PolicyVersion.Status.IN_FORCE]
        for version in [*in_force, *found][:1]:
            self.stdout.write(writing.write(version), ending="")
        if not found:
            raise CommandError(f"There is no such policy, or no such version of it: {options['name']}")
