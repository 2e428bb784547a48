"""A policy version tried on thousands of real drafts, by a worker: the rows of the page, and all of them as a file."""

import zoneinfo
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User, Work
from accounts.work import Made, Progress
from approvals.actions.locking import require_policy_officer
from approvals.models import PolicyVersion
from approvals.refusals import Refused
from approvals.spreadsheet import csv_text
from approvals.trial_on_drafts import Tried, try_on_last
from approvals.web.trying import OnDrafts, Row
from approvals.work.telling import Told, refusals_told

# So many drafts are shown on the page; every one is in the file.
SHOWN: Final = 200


class TryOut(Told):
    """Says which of the last drafts would take another route; in the language of who asked."""

    template = "approvals/work/try_out.html"

    def words(self, work: Work) -> str:
        """Return the title."""
        asked: dict[str, Any] = work.asked
        return _("%(policy)s, version %(number)s, tried on the last %(last)s drafts") % asked

    def prepare(self, work: Work, progress: Progress) -> list[Tried]:
        """Ask the policies in force, with and without this version, about each draft."""
        at = progress.now()
        with refusals_told():
            require_policy_officer(work.by, at=at)
            version = PolicyVersion.objects.select_related("policy").filter(pk=work.asked["version"]).first()
            if version is None:
                raise Refused("not_found")
            return try_on_last(version, last=int(work.asked["last"]), at=at, seen=progress.note)

    def complete(self, work: Work, prepared: list[Tried], *, at: datetime) -> Made:
        """Keep what would change, in words."""
        zone = zoneinfo.ZoneInfo(work.by.time_zone)
        with translation.override(work.by.language), timezone.override(zone):
            found = OnDrafts.of(prepared)
            text = csv_text([_headings(), *(_cells(row) for row in found.rows)])
        result = {
            "looked_at": found.looked_at, "changed": found.changed, "unroutable": found.unroutable,
            "rows": [asdict(row) for row in found.rows[:SHOWN]],
        }  # fmt: skip
        return Made(result, f"try-out-{work.pk}.csv", text)

    def may_see(self, work: Work, reader: User, *, at: datetime) -> bool:
        """Say whether the reader is a policy officer still: it names drafts of every office."""
        try:
            require_policy_officer(reader, at=at)
        except Refused:
            return False
        return True

    def shown(self, work: Work, reader: User) -> dict[str, Any]:
        """Return how many are not on the page."""
        return {"more": work.result["changed"] - len(work.result["rows"])}


def _headings() -> list[str]:
    return [
        _("Draft"), _("Author"), _("Office"), _("Now"), _("At most, now"), _("With this version"),
        _("At most, with this version"), _("What is different"),
    ]  # fmt: skip


def _cells(row: Row) -> list[str]:
    return [
        row.reference, row.author, row.office, ", ".join(row.before), row.time_before, ", ".join(row.after),
        row.time_after, " ".join(row.changes),
    ]  # fmt: skip
