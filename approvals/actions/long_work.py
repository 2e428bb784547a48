"""Long work is asked for here: what accounts/work.py does not take is refused with a sentence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts import work
from accounts.models import User, Work
from approvals.refusals import Refused


def begin(
    *, kind: str, by: User, asked: Mapping[str, Any], at: datetime, given: Mapping[str, str] | None = None
) -> Work:  # fmt: skip
    """Ask for a piece of long work; refuse who has too many in hand."""
    try:
        return work.begin(kind=kind, by=by, asked=asked, at=at, given=given)
    except work.Unable as unable:
        raise Refused(unable.code, params=unable.params) from None
