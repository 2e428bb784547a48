"""How the tests of actions ask: what is refused must leave every table of the ministry exactly as it was."""

import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection

from approvals.actions import alarms, decide, publish, submit, withdraw, write
from approvals.actions.write import Writing
from approvals.models import Event, Policy, PolicyVersion, Step
from approvals.refusals import Refused
from notifications.models import Message
from tests.people import LONG_AGO, NOW, fresh, later, level, put_in_force

URL = "https://x.com/EmbassyRiyadh/status/1234567890"


@contextmanager
def refused(code, *, status=None):
    """Expect a refusal with this code, and that nothing at all was recorded."""
    before = everything()
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.code == code
    assert caught.value.sentence
    assert status is None or caught.value.status == status
    assert everything() == before


def everything():
    """Return every row of every table of the project, to compare before and after."""
    models = [
        model for room in ("approvals", "channels", "notifications") for model in apps.get_app_config(room).get_models()
    ]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def hash_of(draft):
    return fresh(draft).revision.hash


def writing(draft, text, **changes):
    """Return what an author hands in to change the draft's text and leave the rest."""
    draft = fresh(draft)
    content = draft.revision.body
    fields = {
        "topics": tuple(draft.topics),
        "urgency": draft.urgency,
        "moment": draft.moment,
        "publish_at": draft.publish_at,
    }
    return Writing(
        type(content)(content.channel_ids, content.language, text, variants=content.variants), **fields | changes
    )


def revise(draft, text, *, by, at=NOW, if_match=None, **changes):
    if_match = if_match if if_match is not None else hash_of(draft)
    return write.revise(draft_id=draft.pk, by=by, writing=writing(draft, text, **changes), if_match=if_match, at=at)


def approve(draft, by, *, at=NOW, revision=None, comment=""):
    revision = revision if revision is not None else hash_of(draft)
    return decide.approve(draft_id=draft.pk, by=by, revision=revision, at=at, comment=comment)


def request_changes(draft, by, *, at=NOW, comment="Say which day.", proposal="", revision=None):
    revision = revision if revision is not None else hash_of(draft)
    return decide.request_changes(
        draft_id=draft.pk, by=by, revision=revision, at=at, comment=comment, proposal=proposal
    )


def reject(draft, by, *, at=NOW, reason="tone", comment="", revision=None):
    revision = revision if revision is not None else hash_of(draft)
    return decide.reject(draft_id=draft.pk, by=by, revision=revision, at=at, reason=reason, comment=comment)


def resubmit(draft, by, *, at=NOW):
    return submit.submit(draft_id=draft.pk, by=by, at=at)


def publish_on_x(ministry, draft, *, by=None, at=None, url=URL, **more):
    channel = more.pop("channel", ministry.x)
    return publish.publish(
        draft_id=draft.pk, channel_id=channel.pk, url=url, by=by or ministry.layla, at=at or later(1), **more
    )


def retract(draft, by, *, at=None, where="On X, by hand", taken_down_at=None):
    at = at or later(3)
    return publish.retract(draft_id=draft.pk, by=by, where=where, taken_down_at=taken_down_at or at, at=at)


def take_back(draft, by, *, at=NOW):
    return withdraw.withdraw(draft_id=draft.pk, by=by, at=at)


def expired(ministry, **fields):
    draft = ministry.submitted(moment=later(1), **fields)
    alarms.fire_due(at=later(1))
    return fresh(draft)


def in_state(ministry, state):
    """Return a draft of Layla's that has come to this state by its verbs."""
    makers = {
        "draft": ministry.draft,
        "in_review": ministry.submitted,
        "changes_requested": lambda: request_changes(ministry.submitted(), ministry.helen),
        "cleared": ministry.cleared,
        "published": lambda: publish_on_x(ministry, ministry.cleared()),
        "rejected": lambda: reject(ministry.submitted(), ministry.helen),
        "withdrawn": lambda: take_back(ministry.submitted(), ministry.layla),
        "expired": lambda: expired(ministry),
        "retracted": lambda: retract(publish_on_x(ministry, ministry.cleared()), ministry.helen),
    }
    draft = fresh(makers[state]())
    assert draft.state == state
    return draft


def steps(draft):
    """Return the steps of the draft's present route, by the name of their level."""
    return {step.name: step for step in Step.objects.filter(route=fresh(draft).route_id)}


def open_levels(draft):
    return [step.name for step in steps(draft).values() if step.status == "open"]


def kinds(draft):
    """Return what happened to the draft, in order."""
    return list(Event.objects.filter(draft=draft).order_by("sequence").values_list("kind", flat=True))


def told(kind, medium="in_app"):
    """Return who was told something of this kind, by username."""
    messages = Message.objects.filter(kind=kind, medium=medium)
    return sorted(messages.values_list("user__username", flat=True))


def new_version(ministry, *, policy=None, conditions=None):
    """Return a version being written, of the default policy unless said otherwise: the test adds its levels."""
    policy = policy or ministry.policy
    number = policy.versions.count() + 1
    return PolicyVersion.objects.create(
        policy=policy, number=number, created_by=ministry.paul, created_at=LONG_AGO, conditions=conditions or {}
    )


def enforce(ministry, version):
    put_in_force(version, ministry.paul, ministry.petra)
    return version


def flight(ministry, *levels, **draft):
    """Put a policy of these levels in force and return a draft submitted under it.

    Each level is (name, position, role, office or None for the author's own, its other fields).
    """
    enforce_levels(ministry, *levels)
    return ministry.submitted(**draft)


def enforce_levels(ministry, *levels):
    """Put the next version of the default policy in force, with these levels."""
    version = new_version(ministry)
    for name, position, role, office, fields in levels:
        selector = "own_office" if office is None else "office"
        level(version, position, name, selector, role, office=office, **fields)
    return enforce(ministry, version)


def other_policy(name="Another", *, order=10):
    return Policy.objects.create(name=name, order=order)


def around_the_engine(statement, *values):
    """Change what is stored as somebody with the database's own rights could, past the engine and its triggers."""
    table = re.search(r"approvals_\w+", statement).group()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values or None)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
