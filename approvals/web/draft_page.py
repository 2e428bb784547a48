"""What a draft's page shows: read with a fixed number of queries, arranged for reading and for acting."""

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from approvals import checks, looks, queries
from approvals.models import Look, Revision, Topic
from approvals.preview import Preview, Written, preview
from approvals.rules import difference
from approvals.rules.passages import Passage
from approvals.web.draft_parts import Compared, ShownPost, alike
from approvals.web.draft_route import DraftRoute
from approvals.web.forms.writing import topic_name
from approvals.web.sentences import Storyteller, people_named
from approvals.web.since import Since, Story, story_of
from approvals.web.threads import Reader, Thread, marks, open_ones, threads_of
from channels.models import Channel


@dataclass
class DraftPage(DraftRoute):
    """Everything on one draft's page for one reader at one instant: its route, its text, what was said and done."""

    @cached_property
    def posts(self) -> list[ShownPost]:
        """Return the posts as they will appear, each text once."""
        checked = checks.check(self.draft.current.body, self.channels, at=self.at)
        own = {variant.channel_id for variant in self.draft.current.body.variants}
        shown: dict[object, ShownPost] = {}
        for found in checked:
            key = (found.post.text, found.post.language, found.post.images)
            shown.setdefault(key, ShownPost(*key[:2], [], found.channel.pk not in own, found.post.images))
            shown[key].posts.append(found)
        return list(shown.values())

    @property
    def is_elsewhere(self) -> bool:
        """Say whether the clocks of the draft's office show another time than the reader's."""
        there, here = ZoneInfo(self.draft.office.time_zone), timezone.get_current_timezone()
        return self.at.astimezone(there).utcoffset() != self.at.astimezone(here).utcoffset()

    @cached_property
    def preview(self) -> Preview | None:
        """Return what submitting would meet, for who may submit."""
        if "submit" not in self.standing.verbs:
            return None
        draft = self.draft
        written = Written(draft.current.body, draft.topics, draft.urgency, draft.audience)
        return preview(written, by=self.reader, at=self.at, draft=draft, seats=self.seats)

    @property
    def is_too_late(self) -> bool:
        """Say whether a draft submitted now would be cleared only after its slot, or else its moment."""
        found = self.preview
        return bool(found and found.expected_clear_at and found.target and found.expected_clear_at >= found.target)

    @property
    def has_common_text(self) -> bool:
        """Say whether any post is made of the common text, which is what an approver may propose anew."""
        return any(shown.is_common for shown in self.posts)

    @cached_property
    def revisions(self) -> list[Revision]:
        """Return every revision with who wrote it. One query."""
        return list(self.draft.revisions.select_related("written_by", "acting_for").order_by("number"))

    @cached_property
    def compared(self) -> Compared | None:
        """Return what changed between the revisions chosen: by default since the reader decided, else the last two."""
        by_number = {revision.number: revision for revision in self.revisions}
        new = by_number.get(self.compare[1] or 0, self.revisions[-1])
        old = by_number.get(self.compare[0] or self._last_seen or new.number - 1)
        if old is None or old == new:
            return None
        return Compared(old, new, alike(difference.between(old.body, new.body), self._channel_names()))

    @cached_property
    def topics(self) -> list[str]:
        """Return what it is about, in the reader's language. One query."""
        known = {topic.slug: topic_name(topic) for topic in Topic.objects.filter(slug__in=self.draft.topics)}
        return [known.get(slug, slug) for slug in self.draft.topics]

    @cached_property
    def threads(self) -> list[Thread]:
        """Return what was said, in threads. One query."""
        said = self.draft.comments.select_related("by", "channel", "settled_by")
        reader = Reader(self.reader.pk, self.standing.is_author, self.since.comments)
        return threads_of(said, self.revisions, self.posts, self.draft.current.body, reader=reader)

    @property
    def marked_posts(self) -> list[tuple[ShownPost, list[Passage]]]:
        """Return the posts as they will appear, each with the passages of it that open comments are on."""
        return [(shown, marks(self.threads, shown)) for shown in self.posts]

    @property
    def open_comments(self) -> int:
        """Return how many comments are not settled."""
        return open_ones(self.threads)

    @cached_property
    def look(self) -> Look | None:
        """Return when the reader last looked, and at what. One query."""
        return looks.of(self.reader, [self.draft]).get(self.draft.pk)

    @cached_property
    def since(self) -> Since:
        """Return what happened since. One query for all that ever happened, and one for those whom that names."""
        events = list(queries.history(self.draft))
        named = people_named(events)
        people = User.objects.in_bulk(named) if named else {}
        return Since(self.look, events, Storyteller(people=people, channels=self.channels))

    @cached_property
    def story(self) -> Story:
        """Return what happened, latest first."""
        return story_of(self.since.events, self.since)

    @property
    def shows_changes(self) -> bool:
        """Say whether the page opens with what changed: two revisions were chosen, or others wrote on meanwhile."""
        if self.compared is None or not self.compared.parts:
            return False
        seen = self._last_seen
        since = [revision for revision in self.revisions if seen is not None and revision.number > seen]
        return any(self.compare) or any(revision.written_by_id != self.reader.pk for revision in since)

    @property
    def is_since_read(self) -> bool:
        """Say whether what is compared is what the reader read last with what there is now."""
        return self.compared is not None and self.compared.old.number == self._last_seen and not self.compare[1]

    @cached_property
    def _last_seen(self) -> int | None:
        """Return the latest earlier revision that the reader decided on, or looked at when they last looked."""
        made = [decision for step in self.steps for decision in step.decisions.all()]
        mine = [decision.revision.number for decision in made if decision.by_id == self.reader.pk]
        looked = [self.look.revision.number] if self.look else []
        latest = max([*mine, *looked], default=None)
        return latest if latest != self.draft.current.number else None

    def _channel_names(self) -> dict[int, str]:
        """Return the names of every channel that any revision named. One query when one was dropped."""
        names = {channel.pk: str(channel) for channel in self.channels}
        missing = {pk for revision in self.revisions for pk in revision.body.channel_ids} - set(names)
        if missing:
            names |= {channel.pk: str(channel) for channel in Channel.objects.filter(pk__in=missing)}
        return names
