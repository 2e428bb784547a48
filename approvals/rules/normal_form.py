"""A condition in normal form: every "not" at a leaf; and as alternatives, each a list of leaves that must all hold."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from approvals.rules.conditions import Condition


@dataclass(frozen=True, slots=True)
class Leaf:
    """One question: does a draft have one of these values of a field, or (`is_none`) none of them."""

    field: str
    values: tuple[str, ...]
    is_none: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Several parts, of which `all` or `any` must hold; of no parts, all always hold and any never does."""

    word: str
    parts: tuple["Leaf | Group", ...] = ()


Part = Leaf | Group
Term = tuple[Leaf, ...]

ALWAYS: Final = Group("all")
NEVER: Final = Group("any")
OTHER: Final = {"all": "any", "any": "all"}


def normal(condition: Condition, *, negated: bool = False) -> Part:
    """Return a condition without faults with every "not" at a leaf, groups within a group of their own kind merged."""
    if not condition:
        return NEVER if negated else ALWAYS
    if "not" in condition:
        return normal(condition["not"], negated=not negated)
    if "field" in condition:
        return Leaf(condition["field"], tuple(dict.fromkeys(condition["in"])), is_none=negated)
    word = "all" if "all" in condition else "any"
    parts = [normal(part, negated=negated) for part in condition[word]]
    return group(OTHER[word] if negated else word, parts)


def group(word: str, parts: Iterable[Part]) -> Part:
    """Return the parts as one group, as plain as it can be said."""
    merged = chain.from_iterable(
        part.parts if isinstance(part, Group) and part.word == word else (part,) for part in parts
    )
    found = tuple(dict.fromkeys(merged))
    settled = Group(OTHER[word])  # of no parts: it settles the whole
    if settled in found:
        return settled
    return found[0] if len(found) == 1 else Group(word, found)


def alternatives(
    part: Part, *, most: int, may_hold: Callable[[Term], bool] = lambda term: True
) -> Sequence[Term] | None:
    """Return the alternatives of a condition in normal form; None when there are more than `most` on the way.

    An alternative of which `may_hold` says no is left out.
    """
    if isinstance(part, Leaf):
        return [(part,)] if may_hold((part,)) else []
    terms: list[Term] = [] if part.word == "any" else [()]
    for inner in part.parts:
        found = alternatives(inner, most=most, may_hold=may_hold)
        if found is None or len(found) > most:
            return None
        if part.word == "any":
            terms += found
        else:
            both = (tuple(dict.fromkeys((*term, *more))) for term in terms for more in found)
            terms = [term for term, _place in zip(filter(may_hold, both), range(most + 1), strict=False)]
        if len(terms) > most:
            return None
    return list(dict.fromkeys(terms))
