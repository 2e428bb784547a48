"""What a regime or a hold covers: a scope, and topics that are exempt from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

# The scopes that cover every draft, whatever its facts.
EVERYWHERE = frozenset({"ministry", "everything"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The field of a draft that is asked (`country`, `topic`, `channel`, `language`), its value, and exempt topics.

    `ministry` and `everything` ask no field. Values are those of routing facts: a channel is `x:@handle`.
    """

    field: str
    value: str = ""
    exempt_topics: frozenset[str] = frozenset()

    def covers(self, facts: Mapping[str, Collection[str]]) -> bool:
        """Say whether a draft with these facts is covered.

        A draft is exempt when every topic it has is exempt, and it has one: a topic put on beside others opens nothing.
        """
        topics = frozenset(facts.get("topic", ()))
        if topics and topics <= self.exempt_topics:
            return False
        return self.field in EVERYWHERE or self.value in facts.get(self.field, ())
