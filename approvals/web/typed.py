"""What a form or an address names, read: None for what no page ever wrote."""

from uuid import UUID


def number_in(typed: str, *, digits: int = 18) -> int | None:
    """Return the number that this is, of so many digits at most: any row of the database has one of eighteen."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= digits else None


def ordinal_in(typed: str) -> int | None:
    """Return the number of what is counted one by one, such as the revisions of a draft or the events of its record."""
    return number_in(typed, digits=9)


def id_in(typed: str) -> UUID | None:
    """Return the id that this is."""
    try:
        return UUID(typed)
    except ValueError:
        return None
