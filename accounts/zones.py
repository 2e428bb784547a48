"""Time zones by name, as this machine knows them: a name that it does not know stops no page and no clock."""

import logging
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

logger = logging.getLogger(__name__)


def zone_named(name: str) -> ZoneInfo:
    """Return a zone by its name; UTC where this machine does not know it, which the log then says."""
    return known_zone(name) or _utc_for(name)


def known_zone(name: str) -> ZoneInfo | None:
    """Return a zone by its name, or None where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _utc_for(name: str) -> ZoneInfo:
    logger.error("The time zone %s is not known here: UTC is taken for it", name)
    return ZoneInfo("UTC")
