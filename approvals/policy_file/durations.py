"""Lengths of time as a file says them: `4h`, `1h30m`, `2d`, or as in ISO 8601, `PT4H`. Pure."""

import re
from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(days=366)

_SHORT = re.compile(r"(?=\d)(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?", re.ASCII)
_ISO = re.compile(r"P(?=\d|T\d)(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?", re.ASCII)


def length(said: str) -> timedelta | None:
    """Return a length of time, or None for what is none or is longer than a year."""
    found = _SHORT.fullmatch(said) or _ISO.fullmatch(said)
    if found is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return total if total <= LONGEST else None


def said(total: timedelta) -> str:
    """Return a length of time in hours, minutes and seconds: the one form in which files are written."""
    minutes, seconds = divmod(int(total.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0m"
