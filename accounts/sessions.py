"""Sessions kept in the database, looked up only by what can be the key of one."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A session whose key comes from a cookie, which anybody may write: what no key can be is nobody's."""

    def _validate_session_key(self, key: Any) -> bool:
        """Say whether this can be a key: letters and digits, as Django makes them."""
        return isinstance(key, str) and 8 <= len(key) <= 40 and key.isascii() and key.isalnum()
