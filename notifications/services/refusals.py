"""An expected "no" of this room; the doors give it its sentence (approvals/refusals.py knows every code)."""


class Refused(Exception):
    """What was asked cannot be done: `code` says why, `field` what it is about."""

    def __init__(self, code: str, *, field: str = "", **params: object) -> None:
        super().__init__(code)
        self.code, self.field, self.params = code, field, params
