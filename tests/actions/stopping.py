"""What the tests of bypasses and of frozen accounts share."""

from approvals.actions import bypass as acts
from approvals.actions import freezing
from tests.people import NOW, fresh, later, post

LIVES = "Lives depend on it: the airport closes at noon."
WHY = "Posts that nobody here wrote."


def freeze(ministry, channel=None, *, by=None, at=NOW, reason=WHY):
    channel = channel or ministry.x
    return freezing.may_be_compromised(channel_id=channel.pk, reason=reason, by=by or ministry.layla, at=at)


def restore(ministry, frozen, *, by=None, at=None, reason="New password, nobody else has it."):
    return freezing.lift(freeze_id=frozen.pk, reason=reason, by=by or ministry.paul, at=at or later(1))


def bypass(draft, by, *, at=NOW, reason=LIVES, revision=None):
    """Bypass what remains of a draft's route, and return it as it then is."""
    revision = fresh(draft).current.hash if revision is None else revision
    acts.bypass(draft_id=draft.pk, reason=reason, by=by, at=at, revision=revision)
    return fresh(draft)


def on_duty(person, office, *, starts_at=NOW, ends_at=None):
    """Put somebody on duty at an office."""
    posting = post(person, office, "duty")
    posting.shifts.create(starts_at=starts_at, ends_at=ends_at or later(12))
    return posting
