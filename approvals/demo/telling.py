"""Tells one story: each act becomes a call of the real action, at its own instant."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from accounts.models import User
from approvals.actions import (
    accept,
    bypass,
    commenting,
    concur,
    decide,
    fast_track,
    images,
    publish,
    submit,
    withdraw,
    write,
)
from approvals.actions.answering import Answered
from approvals.actions.write import Writing
from approvals.demo import pictures, script
from approvals.demo.cast import Cast, place_of
from approvals.demo.happenings import Told
from approvals.demo.script import Act, Story, Translation
from approvals.demo.times import duration, instant
from approvals.models import Draft
from approvals.rules.content import Content, Picture, Variant


class Telling:
    """One story in one ministry, loaded at one instant; it has a draft from its first happening on."""

    draft_id: UUID
    images: tuple[Picture, ...] = ()

    def __init__(self, story: Story, cast: Cast, *, now: datetime) -> None:
        self.story, self.cast, self.now = story, cast, now
        self.author = cast.users[story.by]
        self.channels = [cast.channels[name] for name in story.channels]
        self.place = place_of(self.channels[0].office)
        self.start = instant(story.start, place=self.place, now=now)

    def happenings(self) -> Iterator[Told]:
        """Yield everything that happens, in order; ValueError for a story that reaches beyond the present."""
        at = self.start
        yield at, self._create
        for act in self.story.acts:
            at += duration(act.after)
            yield at, partial(self._do, act)
        if at > self.now:
            raise ValueError(f"the story {self.story.name} ends in the future")

    def draft(self) -> Draft:
        """Return the draft as it now is."""
        return Draft.objects.select_related("revision").get(pk=self.draft_id)

    def writing(self, text: str, also: tuple[Translation, ...]) -> Writing:
        """Return what the author hands in with this text, and with these translations of it."""
        story = self.story
        content = Content(
            channel_ids=tuple(channel.pk for channel in self.channels), language=story.language, text=text,
            kind=story.kind, in_reply_to=story.in_reply_to, variants=tuple(self._variants(text, also)),
            images=self.images,
        )  # fmt: skip
        moment, slot = self._when(story.moment), self._when(story.slot)
        answers = Answered(story.asker, story.asked, self._when(story.asked_at))
        return Writing(
            content, story.topics, story.urgency, moment, slot, story.audience, self._when(story.answer_by), answers
        )

    def _variants(self, text: str, also: tuple[Translation, ...]) -> Iterator[Variant]:
        own = {self.cast.channels[each.channel].pk: each.text for each in self.story.own}
        for channel in self.channels:
            if also or channel.pk in own:
                yield Variant(channel.pk, self.story.language, own.get(channel.pk, text))
            for translation in also:
                yield Variant(channel.pk, translation.language, translation.text)

    def _when(self, told: str) -> datetime | None:
        return instant(told, place=self.place, now=self.now, start=self.start) if told else None

    def _create(self, at: datetime) -> None:
        self.images = tuple(self._sent(told, at) for told in self.story.images)
        writing = self.writing(self.story.text, self.story.also)
        self.draft_id = write.create(by=self.author, writing=writing, at=at).pk

    def _sent(self, told: script.Picture, at: datetime) -> Picture:
        image = images.keep(raw=pictures.drawn(told.draws), by=self.author, at=at)
        return Picture(image.hash, tuple((said.language, said.text) for said in told.said))

    def _do(self, act: Act, at: datetime) -> None:
        VERBS[act.do](self, act, self.draft(), self.cast.users[act.by or self.story.by], at)


def _submit(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    submit.submit(draft_id=draft.pk, by=by, revision=draft.current.hash, at=at)


def _fast_track(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    fast_track.fast_track(draft_id=draft.pk, by=by, revision=draft.current.hash, at=at)


def _approve(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    decide.approve(draft_id=draft.pk, by=by, revision=draft.current.hash, comment=act.comment, at=at)


def _request_changes(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    decide.request_changes(
        draft_id=draft.pk, by=by, revision=draft.current.hash, comment=act.comment, proposal=act.proposal, at=at
    )


def _reject(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    decide.reject(draft_id=draft.pk, by=by, revision=draft.current.hash, reason=act.reason, comment=act.comment, at=at)


def _bypass(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    bypass.bypass(draft_id=draft.pk, by=by, revision=draft.current.hash, reason=act.reason, at=at)


def _comment(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    on = commenting.Quoted(act.quote) if act.quote else None
    commenting.comment(draft_id=draft.pk, by=by, text=act.text, at=at, on=on)


def _ask(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    office = telling.cast.offices[act.office]
    asked = concur.Request(office.pk, question=act.text, reason=act.comment, limit=duration(act.limit))
    concur.ask_to_concur(draft_id=draft.pk, by=by, revision=draft.current.hash, request=asked, at=at)


def _revise(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    writing = telling.writing(act.text, act.also)
    write.revise(draft_id=draft.pk, by=by, writing=writing, if_match=draft.current.hash, at=at)


def _accept(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    proposal = draft.decisions.exclude(proposal="").latest("at")
    accept.accept(draft_id=draft.pk, proposal_id=proposal.pk, by=by, if_match=draft.current.hash, at=at)


def _withdraw(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    withdraw.withdraw(draft_id=draft.pk, by=by, at=at)


def _reopen(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    withdraw.reopen(draft_id=draft.pk, by=by, at=at)


def _publish(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    channel = telling.cast.channels[act.channel] if act.channel else telling.channels[0]
    publish.publish(
        draft_id=draft.pk, channel_id=channel.pk, url=act.url, language=act.language, by=by,
        revision=draft.current.hash, at=at,
    )  # fmt: skip


def _retract(telling: Telling, act: Act, draft: Draft, by: User, at: datetime) -> None:
    taken_down_at = at - duration(act.taken_down)
    publish.retract(draft_id=draft.pk, by=by, where=act.where, taken_down_at=taken_down_at, at=at)


VERBS: Mapping[str, Callable[[Telling, Act, Draft, User, datetime], None]] = {
    "submit": _submit,
    "fast_track": _fast_track,
    "approve": _approve,
    "request_changes": _request_changes,
    "reject": _reject,
    "bypass": _bypass,
    "ask": _ask,
    "comment": _comment,
    "revise": _revise,
    "accept": _accept,
    "withdraw": _withdraw,
    "reopen": _reopen,
    "publish": _publish,
    "retract": _retract,
}
