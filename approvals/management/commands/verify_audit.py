"""Check the audit trail: `manage.py verify_audit` names every event edited, deleted, reordered, put in or cut off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from approvals import audit
from approvals.models import Draft, Event


class Command(BaseCommand):
    """Recomputes every chain and compares it with the head on record."""

    help = "Check that the audit trail is unaltered; exits 1 and names each fault when it is not."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault, or how much was checked."""
        faults = list(audit.verify_all())
        for fault in faults:
            self.stdout.write(f"{fault.chain} event {fault.sequence}: {fault.what}")
        if faults:
            raise CommandError(f"The audit trail has {len(faults)} fault(s).")
        self.stdout.write(
            f"The audit trail holds: {Event.objects.count()} events of {Draft.objects.count()} drafts checked."
        )
