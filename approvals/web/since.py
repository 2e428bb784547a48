"""What changed since the reader last looked: each a sentence that leads to its place on a draft's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import ngettext

from approvals import looks
from approvals.models import Event, Look, Revision
from approvals.web.sentences import Storyteller, Told

# So many of the latest are named one by one; how many there are besides is said.
MOST_NAMED = 4
COMMENTS = ("commented", "comment_settled", "comment_reopened", "concurrence_answered")
WRITING = ("revised",)
# What the clock does by itself, and who has a level: told in the story, and no news by itself.
QUIET = ("claimed", "released", "reminded", "nudged", "step_opened", "informed", "slot_open")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that changed, and where on the page it is."""

    sentence: str
    anchor: str


@dataclass
class Since:
    """What is new to one reader, given their last look and all that happened."""

    look: Look | None
    events: Sequence[Event]
    teller: Storyteller

    @cached_property
    def news(self) -> list[Event]:
        """Return the events that are new to the reader."""
        return looks.news(self.look, self.events)

    @property
    def numbers(self) -> frozenset[int]:
        """Return their numbers in the record."""
        return frozenset(event.sequence for event in self.news)

    @property
    def comments(self) -> frozenset[int]:
        """Return the comments that are new to the reader."""
        return frozenset(event.data["comment"] for event in self.news if event.kind == "commented")

    @property
    def unread(self) -> bool:
        """Say whether there is anything that a look would take in."""
        return self.look is None or bool(self.events and self.events[-1].sequence > self.look.event_count)

    def text_changed(self, revisions: Sequence[Revision], reader_id: int) -> bool:
        """Say whether somebody else has written a revision since."""
        since = self.look.revision.number if self.look else len(revisions)
        return any(revision.number > since and revision.written_by_id != reader_id for revision in revisions)

    @cached_property
    def pieces(self) -> list[Piece]:
        """Return what is new in sentences: the text, the talk, then what else happened, the latest of it."""
        found = [self._piece(event, "text") for event in self.news if event.kind in WRITING][-1:]
        said = [event for event in self.news if event.kind in COMMENTS[:1]]
        if said:
            words = ngettext("%(count)d new comment", "%(count)d new comments", len(said)) % {"count": len(said)}
            found.append(Piece(words, f"said-{said[0].data['comment']}"))
        other = [event for event in self.news if event.kind not in (*COMMENTS, *WRITING, *QUIET)]
        found += [self._piece(event, f"event-{event.sequence}") for event in other[-MOST_NAMED:]]
        more = len(other) - MOST_NAMED
        if more > 0:
            words = ngettext("%(count)d more event", "%(count)d more events", more) % {"count": more}
            found.append(Piece(words, "story-title"))
        return found or [self._piece(event, f"event-{event.sequence}") for event in self.news[-1:]]

    def _piece(self, event: Event, anchor: str) -> Piece:
        return Piece(self.teller.tell(event).sentence, anchor)


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, latest first: what is shown at once, and what is folded."""

    latest: list[Told]
    earlier: list[Told]
    new: frozenset[int]


# So many are shown at once, and whatever is new.
SHOWN_AT_ONCE = 8


def story_of(events: Sequence[Event], since: Since) -> Story:
    """Return what happened in sentences; the fold begins where nothing new is left."""
    told = [since.teller.tell(event) for event in reversed(events)]
    new = since.numbers
    first_new = min(new, default=0)
    at_once = sum(1 for one in told if new and one.sequence >= first_new)
    cut = max(SHOWN_AT_ONCE, at_once)
    # A fold for one or two is no relief.
    cut = len(told) if len(told) - cut < 3 else cut
    return Story(told[:cut], told[cut:], new)
