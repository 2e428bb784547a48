"""What an author of the demo ministry was writing when she was called away."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from approvals.actions import unsaved
from approvals.actions.unsaved import Sitting
from approvals.demo.cast import Cast
from approvals.demo.happenings import Told

CHANNEL = "x:@ValmoraRiyadh"
TEXT = "On Sunday the consular section opens an hour later, at ten: our staff are at the"
BEFORE = timedelta(minutes=35)


def words_left(cast: Cast, *, now: datetime) -> Iterator[Told]:
    """Yield the half sentence that waits to be taken up."""

    def typed(at: datetime) -> None:
        fields = {
            "channels": [str(cast.channels[CHANNEL].pk)], "text": [TEXT], "language": ["en"], "kind": ["original"],
            "topics": ["consular"], "urgency": ["routine"], "audience": ["host"], "variants": ["0"],
        }  # fmt: skip
        sitting, author = Sitting(UUID(int=1)), cast.users["riyadh.author"]
        unsaved.keep_words(by=author, sitting=sitting, sequence=1, fields=fields, typed_at=at, at=at)

    yield now - BEFORE, typed
