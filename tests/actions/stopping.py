"""What the tests of bypasses and of frozen accounts share."""

from datetime import timedelta

from approvals.actions import bypass as acts
from approvals.actions import freezing
from approvals.models import AuthorizationVersion, PreAuthorization
from tests.people import LONG_AGO, NOW, fresh, later, post

LIVES = "Lives depend on it: the airport closes at noon."
WHY = "Posts that nobody here wrote."


def freeze(ministry, channel=None, *, by=None, at=NOW, reason=WHY):
    channel = channel or ministry.x
    return freezing.may_be_compromised(channel_id=channel.pk, reason=reason, by=by or ministry.layla, at=at)


def restore(ministry, frozen, *, by=None, at=None, reason="New password, nobody else has it."):
    return freezing.lift(freeze_id=frozen.pk, reason=reason, by=by or ministry.paul, at=at or later(1))


def authorized(ministry, *channels, by=None, office=None, number="PA-2026-0001"):
    """Return a pre-authorization in force for these channels, as the start of a story: of Riyadh's head of mission."""
    holder, office = by or ministry.helen, office or ministry.riyadh
    posting = holder.postings.filter(office=office, role__in=("author", "head")).get()
    authorization = PreAuthorization.objects.create(number=number, posting=posting, created_at=LONG_AGO)
    version = AuthorizationVersion.objects.create(
        authorization=authorization, number=1, status="in_force", languages=["en", "fr", "ar"],
        kinds=["original", "reply"], per_day=5, per_week=20, starts_at=LONG_AGO, until=later(24 * 90),
        review_limit=timedelta(hours=8), proposed_by=ministry.paul, proposed_at=LONG_AGO,
        countersigned_by=ministry.petra, countersigned_at=LONG_AGO, accepted_by=holder, accepted_at=LONG_AGO,
    )  # fmt: skip
    version.channels.set(channels or (ministry.x,))
    authorization.version = version
    authorization.save()
    return authorization


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
