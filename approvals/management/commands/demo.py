"""Load the demo ministry: `manage.py demo`, for a machine of one's own. `make run` calls it on its first start."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.models import User
from approvals.demo.load import load


class Command(BaseCommand):
    """Loads the fictional ministry into an empty database, once."""

    help = "Load the fictional demo ministry into an empty database (only with DEBUG and CHANCERY_DEMO on)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything or nothing; refuse where there are people already, and where this is no demo."""
        if not (settings.DEBUG and settings.DEMO):
            raise CommandError("The demo ministry is for a demo only: it needs DEBUG and CHANCERY_DEMO to be on.")
        if User.objects.exists():
            raise CommandError(
                "There are people here already. The demo ministry is loaded into an empty database only."
            )
        drafts = load(at=clock.now())
        if options["verbosity"]:
            self.stdout.write(f"The demo ministry is in place: {User.objects.count()} people, {len(drafts)} drafts.")
