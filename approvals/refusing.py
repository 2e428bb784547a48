"""Turns a "no" of the room of other services into a refusal of this house, with its sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from approvals.refusals import Refused
from notifications.services import refusals


@contextmanager
def refusing() -> Iterator[None]:
    """Raise whatever the room refuses as Refused, about the same field."""
    try:
        yield
    except refusals.Refused as no:
        raise Refused(no.code, field=no.field, params=no.params) from None
