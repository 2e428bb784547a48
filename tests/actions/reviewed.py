"""Posts that went out without prior approval, for the tests of their reviews."""

from approvals import audit
from approvals.actions import review
from approvals.actions.review_clocks import begin
from approvals.audit import Entry
from approvals.models import (
    AuthorizationVersion,
    PreAuthorization,
    Publication,
    Review,
    ReviewRule,
    Route,
)
from tests.people import HOUR, LONG_AGO, NOW, fresh, later

URL = "https://x.com/EmbassyRiyadh/status/1234567890"
NOTE = "The figure is last year's. Give this year's."


def authorization(ministry, *, posting=None, channels=None):
    """Return the version in force of the head of Riyadh's pre-authorization, unless another posting is named."""
    posting = posting or ministry.helen.postings.get(office=ministry.riyadh)
    found = PreAuthorization.objects.filter(posting=posting).first()
    if found is not None:
        return found.version
    number = f"PA-2026-{PreAuthorization.objects.count() + 1:04d}"
    granted = PreAuthorization.objects.create(number=number, posting=posting, created_at=LONG_AGO)
    version = AuthorizationVersion.objects.create(
        authorization=granted, number=1, status="in_force", languages=["en"], kinds=["original", "reply"], per_day=50,
        per_week=200, starts_at=LONG_AGO, until=later(24 * 200), review_limit=8 * HOUR, review_runs_on="wall",
        proposed_by=ministry.paul, proposed_at=LONG_AGO, countersigned_by=ministry.petra, countersigned_at=LONG_AGO,
        accepted_by=posting.user, accepted_at=LONG_AGO, words="Nothing on sanctions.",
    )  # fmt: skip
    version.channels.set(channels or [ministry.x, ministry.mastodon])
    granted.version = version
    granted.save()
    return version


def rule(ministry, **fields):
    """Set the default rule: communications reviews, and a late review turns to the desk an hour after its deadline."""
    values = {
        "name": "Every post", "is_default": True, "selector": "office", "office": ministry.comms, "role": "approver",
        "limit": 8 * HOUR, "runs_on": "wall", "escalate_after": HOUR, "escalate_selector": "office",
        "escalate_office": ministry.desk, "escalate_role": "approver",
    } | fields  # fmt: skip
    return ReviewRule.objects.create(**values)


def rule_for_replies(ministry):
    """Let a rule of their own take the replies."""
    return rule(ministry, name="Replies", is_default=False, conditions={"field": "kind", "in": ["reply"]})


def owed(ministry, text="The embassy is open today.", *, at=NOW, by=None, **fields):
    """Return the review that a post owes which Layla wrote and Helen let out without prior approval, not recorded yet.

    Communications reviews it within eight hours by the clock, unless fields say otherwise.
    """
    draft_fields = {name: fields.pop(name) for name in ("moment", "topics", "urgency") if name in fields}
    draft = ministry.draft(text, at=at, by=by, **draft_fields)
    version = fields.pop("version", None) or authorization(ministry)
    route = Route.objects.create(
        draft=draft, number=1, revision=draft.revision, kind="fast_path", authorization_version=version, facts={},
        created_at=at,
    )  # fmt: skip
    draft.route = route
    draft.fast_track(at=at)
    audit.record([Entry(draft, "cleared", ministry.helen.pk, {"revision": draft.revision.hash})], at=at)
    draft.save()
    values = {
        "origin": "fast_path", "authorization_version": version, "publisher": ministry.helen,
        "posting": version.authorization.posting, "office": ministry.comms, "role": "approver", "limit": 8 * HOUR,
        "runs_on": "wall", "remind_before": 2 * HOUR, "escalate_after": HOUR, "escalate_office": ministry.desk,
        "escalate_role": "approver", "exposure": sum(channel.followers for channel in draft.channels.all()),
    } | fields  # fmt: skip
    return Review.objects.create(
        draft=draft, route=route, revision=draft.revision, created_at=at, next_alarm_at=at + HOUR, **values
    )


def out(ministry, text="The embassy is open today.", *, at=NOW, url=URL, **fields):
    """Return the open review of a post that was published at `at`."""
    found = owed(ministry, text, at=at, **fields)
    draft = fresh(found.draft)
    for channel in draft.channels.all():
        Publication.objects.create(
            draft=draft, revision=draft.revision, channel=channel, language="en", hash=draft.revision.hash,
            connector="hand_over", url=url, by=found.publisher, published_at=at, recorded_at=at,
        )  # fmt: skip
    draft.publish(at=at)
    draft.save()
    begin(found, at=at)
    found.save()
    return again(found)


def again(found):
    """Return a review as the database has it now."""
    return Review.objects.select_related("draft", "revision", "office", "correction").get(pk=found.pk)


def decide(found, by, outcome="stands", *, at=None, **said):
    """Let somebody review a post; what is adverse gets a reason and a note unless these are given."""
    if outcome != "stands":
        said = {"reason": "inaccurate", "note": NOTE} | said
    return review.outcome(review_id=found.pk, outcome=outcome, by=by, at=at or later(2), **said)


def many(ministry, count, **fields):
    """Return so many open reviews, of posts written one after the other."""
    return [out(ministry, f"Post number {number}.", **fields) for number in range(count)]
