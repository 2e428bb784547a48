"""What a draft's page shows: read with a fixed number of queries, arranged for reading and for acting."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby

from django.forms import Form

from accounts.authority import Place
from accounts.models import User
from approvals import checks, facts, holding, looks, plans, queries
from approvals.holding import Holding
from approvals.lifecycle import State
from approvals.models import Decision, Draft, Look, Publication, Revision, Step, Topic
from approvals.preview import Preview, preview
from approvals.queries import Standing
from approvals.rules import difference
from approvals.rules.passages import Passage
from approvals.time_spent import UNDECIDED, Spent, spent
from approvals.web.deciders import Decider, who_can_decide
from approvals.web.draft_parts import Compared, Round, ShownPost, ShownStep, alike
from approvals.web.forms.writing import topic_name
from approvals.web.late_levels import LateLevel, late_levels
from approvals.web.sentences import Storyteller, people_named
from approvals.web.since import Since, Story, story_of
from approvals.web.threads import Reader, Thread, marks, open_ones, threads_of
from channels.models import Channel


@dataclass
class DraftPage:
    """Everything on one draft's page for one reader at one instant."""

    draft: Draft
    reader: User
    at: datetime
    compare: tuple[int | None, int | None] = (None, None)
    typed: Mapping[str, Form] = field(default_factory=dict)

    @cached_property
    def channels(self) -> list[Channel]:
        """Return the channels the draft targets. One query."""
        return list(self.draft.channels.select_related("office"))

    @cached_property
    def posts(self) -> list[ShownPost]:
        """Return the posts as they will appear, each text once."""
        checked = checks.check(self.draft.current.body, self.channels, at=self.at)
        own = {variant.channel_id for variant in self.draft.current.body.variants}
        shown: dict[tuple[str, str], ShownPost] = {}
        for found in checked:
            key = (found.post.text, found.post.language)
            shown.setdefault(key, ShownPost(*key, posts=[], is_common=found.channel.pk not in own))
            shown[key].posts.append(found)
        return list(shown.values())

    @cached_property
    def steps(self) -> list[Step]:
        """Return the steps of every route the draft was put on, with who decided them. Two queries."""
        return queries.all_steps(self.draft)

    @property
    def present_steps(self) -> list[Step]:
        """Return the steps of the route the draft is on, or was on last."""
        return [step for step in self.steps if step.route_id == self.draft.route_id]

    @cached_property
    def present_shown(self) -> list[ShownStep]:
        """Return the levels of the route the draft is on, as they are shown."""
        return self._shown(self.present_steps)

    @property
    def open_steps(self) -> list[ShownStep]:
        """Return the levels that have it now."""
        return [shown for shown in self.present_shown if shown.step.status == Step.Status.OPEN]

    @property
    def is_late(self) -> bool:
        """Say whether a level is late now."""
        return any(step.overdue_at for step in self.present_steps if step.status == Step.Status.OPEN)

    @property
    def deciding_now(self) -> list[str]:
        """Return the levels whose decision it awaits, each with its office."""
        return [f"{step.name}, {step.office}" for step in self._deciding]

    @property
    def must_decide_by(self) -> datetime | None:
        """Return by when these must decide for it to make its slot or moment; None where that asks for nothing."""
        instants = [instant for step in self._deciding if (instant := self._decide_by(step))]
        return min(instants, default=None)

    @property
    def _deciding(self) -> list[Step]:
        return [shown.step for shown in self.open_steps if shown.step.mode not in facts.PASSING]

    def asked_to_comment(self, places: Collection[Place]) -> list[Step]:
        """Return the open steps that ask one of these places for a comment."""
        asked = [step for step in self.present_steps if step.mode == Step.Mode.COMMENT and step.place in places]
        return [step for step in asked if step.status == Step.Status.OPEN]

    @property
    def last_word(self) -> list[Decision]:
        """Return why the draft went back to its author: the decisions that ended its last round."""
        if self.draft.state not in (State.CHANGES_REQUESTED, State.REJECTED):
            return []
        made = [decision for step in self.present_steps for decision in step.decisions.all()]
        return [decision for decision in made if decision.verdict != Decision.Verdict.APPROVE]

    @cached_property
    def rounds(self) -> list[Round]:
        """Return every passage along a route, the present one last."""
        by_route = groupby(self.steps, key=lambda step: step.route)
        return [Round(route.number, route.revision.number, self._shown(list(steps))) for route, steps in by_route]

    @cached_property
    def standing(self) -> Standing:
        """Return what the reader may do now."""
        return queries.standing(self.draft, self.reader, self.present_steps, at=self.at, waits=self.waits)

    @cached_property
    def waits(self) -> Holding:
        """Return which posts that are not out yet wait on a hold. At most one query."""
        out = [(publication.channel_id, publication.language) for publication in self.publications]
        return holding.of_draft(self.draft, at=self.at, channels=self.channels, out=out)

    @cached_property
    def preview(self) -> Preview | None:
        """Return what submitting would meet, for who may submit."""
        if "submit" not in self.standing.verbs:
            return None
        return preview(
            content=self.draft.current.body,
            topics=self.draft.topics,
            urgency=self.draft.urgency,
            audience=self.draft.audience,
            by=self.reader,
            at=self.at,
            draft=self.draft,
        )

    @property
    def is_too_late(self) -> bool:
        """Say whether a draft submitted now would be cleared only after its moment."""
        expected = self.preview.expected_clear_at if self.preview else None
        return bool(expected and self.draft.moment and expected >= self.draft.moment)

    @property
    def has_common_text(self) -> bool:
        """Say whether any post is made of the common text, which is what an approver may propose anew."""
        return any(shown.is_common for shown in self.posts)

    @cached_property
    def acting_for(self) -> User | None:
        """Return for whom the reader would decide, when acting. At most one query."""
        seat = self.standing.seat
        return User.objects.filter(pk=seat.acting_for).first() if seat and seat.acting_for else None

    @cached_property
    def plan(self) -> plans.Plan | None:
        """Return by when each level must decide, and when it is expected to be cleared, if it is in review."""
        return queries.plan(self.draft, self.present_steps, at=self.at)

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
    def publications(self) -> list[Publication]:
        """Return where the posts are out. One query."""
        return list(self.draft.publications.select_related("channel", "by"))

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

    def colleagues(self, step: Step) -> list[User]:
        """Return who else can decide an open step, once each, by name."""
        people = {one.person.pk: one.person for one in self._deciders.get(step.place, [])}
        return sorted((one for pk, one in people.items() if pk != self.reader.pk), key=str)

    @property
    def is_somebody_nudged(self) -> bool:
        """Return whether a nudge reaches anyone: somebody other than the reader is asked."""
        return any(self.colleagues(step) for step in self.present_steps if step.status == Step.Status.OPEN)

    @cached_property
    def late_levels(self) -> dict[int, LateLevel]:
        """Return the levels that are late, or were, by step. No query when none was, else five."""
        return late_levels(self.steps, self.reader, at=self.at, typed=self.typed)

    @cached_property
    def _deciders(self) -> dict[Place, list[Decider]]:
        return who_can_decide(self.draft, self.present_steps, at=self.at)

    def _shown(self, steps: Iterable[Step]) -> list[ShownStep]:
        return [
            ShownStep(
                step,
                list(step.decisions.all()),
                [str(one) for one in self._deciders.get(step.place, [])] if step.status == Step.Status.OPEN else [],
                self._decide_by(step),
                self.late_levels.get(step.pk),
            )
            for step in steps
        ]

    def _decide_by(self, step: Step) -> datetime | None:
        is_asked = step.status in UNDECIDED and step.route_id == self.draft.route_id and step.mode not in facts.PASSING
        return self.plan.decide_by.get(step.position) if is_asked and self.plan else None

    @cached_property
    def spent(self) -> Spent:
        """Return whose time it was until now."""
        return spent(self.draft, self.steps, at=self.at)

    def _channel_names(self) -> dict[int, str]:
        """Return the names of every channel that any revision named. One query when one was dropped."""
        names = {channel.pk: str(channel) for channel in self.channels}
        missing = {pk for revision in self.revisions for pk in revision.body.channel_ids} - set(names)
        if missing:
            names |= {channel.pk: str(channel) for channel in Channel.objects.filter(pk__in=missing)}
        return names
