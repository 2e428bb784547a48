"""Why a post may not go out as it is."""

from dataclasses import dataclass

from channels.findings import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a text may not be posted as it is, or only when a person confirms it."""

    code: str
    severity: Severity
    sentence: str
