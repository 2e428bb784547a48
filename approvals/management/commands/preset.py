"""Install a preset: `manage.py preset` lists them, `manage.py preset uk-direct --by policy.one` proposes one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock
from accounts.models import User
from approvals.actions import install_preset
from approvals.management.refused import person, told
from approvals.models import Policy, PolicyVersion
from approvals.presets.catalogue import PRESETS, preset_called
from approvals.presets.guessing import Guesses

Places = dict[str, list[str]]


class Command(BaseCommand):
    """Lists the presets with what each leaves open, or makes a proposed version of one."""

    help = "List the presets, or propose one as a new policy or (--into) as the next version of a policy."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the preset, who proposes it, and what its places mean here."""
        parser.add_argument("name", nargs="?", help="the preset; without it they are listed")
        parser.add_argument("--by", metavar="USERNAME", help="the policy officer who proposes it")
        parser.add_argument("--office", action="append", default=[], metavar="PLACE=CODE", help="which office is meant")
        parser.add_argument("--topics", action="append", default=[], metavar="PLACE=A,B", help="which topics are meant")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--into", metavar="POLICY", help="make it the next version of the policy of this name")
        way.add_argument("--as", dest="called", default="", metavar="NAME", help="what the new policy is called")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or install."""
        if not options["name"]:
            self._list()
            return
        if not options["by"]:
            raise CommandError("Say who proposes it: --by USERNAME")
        by = person(options["by"])
        with told(by):
            version = self._install(by, options)
        self.stdout.write(f"{version.policy.name}: version {version.number} is proposed. Edit it as a new version, or")
        self.stdout.write("let a second policy officer put it in force.")

    def _install(self, by: User, options: dict[str, Any]) -> PolicyVersion:
        preset, at = preset_called(options["name"]), clock.now()
        places = {**Guesses().all(preset.places), **_given(options["office"]), **_given(options["topics"])}
        if options["into"] is None:
            return install_preset.install_as_policy(
                preset=preset.name, places=places, name=options["called"], by=by, at=at
            )
        policy = Policy.objects.filter(name=options["into"]).first()
        if policy is None:
            raise CommandError(f"There is no policy called {options['into']}.")
        return install_preset.install_into(preset=preset.name, places=places, policy_id=policy.pk, by=by, at=at)

    def _list(self) -> None:
        guesses = Guesses()
        for preset in PRESETS:
            self.stdout.write(f"{preset.name}: {preset.title}")
            for place in preset.places:
                guessed = ",".join(guesses.of(place)) or "no guess: say which"
                self.stdout.write(f"    --{place.kind} {place.name}={guessed}")


def _given(said: list[str]) -> Places:
    """Return places as they were given: `communications=COMMS`, `sensitive=sanctions,security`."""
    found: Places = {}
    for one in said:
        place, is_given, names = one.partition("=")
        if not is_given:
            raise CommandError(f"Write the place, =, and what is meant: {one} has no =.")
        found[place] = [name.strip() for name in names.split(",") if name.strip()]
    return found
