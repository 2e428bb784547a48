"""A file of people to begin from: made of the offices that there are, so that it can be tried as it stands."""

from datetime import datetime

from accounts.models import Office, Role
from approvals.people_file.columns import COLUMNS
from approvals.spreadsheet import csv_text


def sample_file(*, at: datetime) -> str:
    """Return a file of four lines: a new author with an end, a new approver in two postings, a person alone."""
    offices = list(Office.objects.order_by("kind", "code")[:200])
    mission = next((one for one in offices if one.kind == Office.Kind.MISSION), None)
    desk = next((one for one in offices if one.kind == Office.Kind.HEADQUARTERS), None)
    abroad, home = (mission.code if mission else "RUH"), (desk.code if desk else "MENA")
    there, here = (mission.time_zone if mission else "UTC"), (desk.time_zone if desk else "UTC")
    year = at.year + 1
    ines = ("ines.moreau", "Inès Moreau", "ines.moreau@ministry.example", "fr", there)
    sam = ("sam.oduya", "Sam Oduya", "sam.oduya@ministry.example", "en", here)
    rows = [
        COLUMNS,
        (*ines, abroad, Role.AUTHOR.value, f"{year}-09-01", f"{year + 3}-08-31", ""),
        (*sam, home, Role.APPROVER.value, "", "", ""),
        ("sam.oduya", "", "", "", "", abroad, Role.APPROVER.value, f"{year}-01-01", f"{year}-06-30", ""),
        ("noor.aziz", "Noor Aziz", "noor.aziz@ministry.example", "", "", "", "", "", "", ""),
    ]
    return csv_text(rows).removeprefix("\ufeff").replace("\r\n", "\n")
