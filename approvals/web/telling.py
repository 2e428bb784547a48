"""How one kind of event is told."""

from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Telling:
    """How one kind of event is told, and the tone it is drawn in."""

    words: Words
    tone: str = "calm"
