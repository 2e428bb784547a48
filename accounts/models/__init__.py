"""People and offices: who holds which post, from when until when, and when their offices work."""

from accounts.models.office import DeskCountry, Office, OfficeHours, OwnDay, SpecialHours
from accounts.models.person import COUNTRY_SHAPE, USERNAME_SHAPE, Theme, User, UserManager, check_time_zone
from accounts.models.posting import Absence, Deputy, DutyShift, Posting, Role, acting_title
from accounts.models.work import Work, WorkFile

__all__ = [
    "COUNTRY_SHAPE",
    "USERNAME_SHAPE",
    "Absence",
    "Deputy",
    "DeskCountry",
    "DutyShift",
    "Office",
    "OfficeHours",
    "OwnDay",
    "Posting",
    "Role",
    "SpecialHours",
    "Theme",
    "User",
    "UserManager",
    "Work",
    "WorkFile",
    "acting_title",
    "check_time_zone",
]
