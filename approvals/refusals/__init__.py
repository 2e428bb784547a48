"""Every expected "no": a stable code, a status, and a sentence a person can act on."""

from collections.abc import Mapping

from approvals.refusals import (
    authorizations,
    clocks,
    comments,
    drafts,
    fast_path,
    images,
    lines,
    people,
    policies,
    queue,
    register,
    requests,
    reviews,
    services,
    stops,
    talk,
    unsaved,
)
from approvals.refusals.sentence import Sentence

ROOMS = (
    authorizations,
    clocks,
    comments,
    drafts,
    fast_path,
    images,
    lines,
    people,
    policies,
    queue,
    register,
    requests,
    reviews,
    services,
    stops,
    talk,
    unsaved,
)
REFUSALS: Mapping[str, Sentence] = {code: sentence for room in ROOMS for code, sentence in room.REFUSALS.items()}


class Refused(Exception):
    """An expected "no". `code` is stable; `sentence` can be shown; `errors` names fields, each with its sentences."""

    def __init__(
        self,
        code: str,
        *,
        field: str = "",
        sentence: str = "",
        errors: Mapping[str, list[str]] | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = REFUSALS[code].status if code in REFUSALS else 400
        self._own_sentence = sentence
        self.params = dict(params or {})
        self.field = field
        self._errors = errors

    @property
    def sentence(self) -> str:
        """Return the sentence in the language that is active now."""
        if self._own_sentence:
            return self._own_sentence
        return str(REFUSALS[self.code].text) % self.params

    @property
    def errors(self) -> dict[str, list[str]]:
        """Return the sentences by field; empty when the refusal is not about a field."""
        if self._errors is not None:
            return dict(self._errors)
        return {self.field: [self.sentence]} if self.field else {}
