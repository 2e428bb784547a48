"""A yes or a no that carries its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be; when not, the refusal's code and what fills its sentence."""

    allowed: bool
    code: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def yes(cls) -> Self:
        """Return a yes."""
        return cls(True)

    @classmethod
    def no(cls, code: str, **params: object) -> Self:
        """Return a no with its refusal code."""
        return cls(False, code, params)

    def __bool__(self) -> bool:
        return self.allowed
