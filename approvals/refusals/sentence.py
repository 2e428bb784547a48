"""What a refusal answers."""

from typing import Any, NamedTuple


class Sentence(NamedTuple):
    """What a code answers: the HTTP status and the sentence, whose %(names)s are filled from the refusal."""

    status: int
    text: Any
