"""A pre-authorization in force for the head of mission in Riyadh, and who reviews what goes out under it."""

from datetime import timedelta

from accounts.models import Posting, Role
from approvals.actions import fast_track as actions
from approvals.models import AuthorizationVersion, Draft, PreAuthorization, ReviewRule
from tests.people import HOUR, LONG_AGO, NOW, Ministry, fresh

DAY = timedelta(days=1)


def reviewed_by_comms(m: Ministry, **changes: object) -> ReviewRule:
    """Let communications review what goes out without prior approval; policy officers hear when it is late."""
    values = {
        "name": "Communications", "is_default": True, "selector": "office", "office": m.comms, "role": Role.APPROVER,
        "limit": 8 * HOUR, "runs_on": "wall", "remind_percent": 75, "escalate_after": HOUR,
        "escalate_selector": "office", "escalate_office": m.comms, "escalate_role": Role.POLICY,
    } | changes  # fmt: skip
    return ReviewRule.objects.create(**values)


def authorized(
    m: Ministry, *, posting: Posting | None = None, rule: bool = True, **changes: object
) -> PreAuthorization:
    """Return a pre-authorization in force, without going through the pages: for Helen, unless said otherwise.

    All channels of her mission, in English and Arabic, ten posts a day; sanctions and Syria are barred.
    """
    if rule and not ReviewRule.objects.exists():
        reviewed_by_comms(m)
    posting = posting or Posting.objects.get(user=m.helen, role=Role.HEAD)
    channels = changes.pop("channels", list(posting.office.channels.all()))
    authorization = PreAuthorization.objects.create(
        number=f"PA-2026-{PreAuthorization.objects.count() + 1:04d}", posting=posting, created_at=LONG_AGO
    )
    values = {
        "number": 1, "status": "in_force", "languages": ["en", "ar"], "kinds": ["original", "reply"],
        "barred_topics": ["sanctions"], "barred_countries": ["SY"], "per_day": 10, "per_week": 40,
        "starts_at": NOW - 30 * DAY, "until": NOW + 300 * DAY, "review_limit": 8 * HOUR, "review_runs_on": "wall",
        "halve_after": 1, "suspend_after": 2, "trust_days": 30, "proposed_by": m.paul, "proposed_at": LONG_AGO,
        "countersigned_by": m.petra, "countersigned_at": LONG_AGO, "accepted_by": posting.user,
        "accepted_at": LONG_AGO,
    } | changes  # fmt: skip
    version = AuthorizationVersion.objects.create(authorization=authorization, **values)
    version.channels.set(channels)
    authorization.version, authorization.next_alarm_at = version, version.until
    authorization.save()
    return authorization


def fast_track(draft: Draft, by, *, at=NOW, **more) -> Draft:
    """Clear a draft under the pre-authorization that this person holds, and return it as it then is."""
    actions.fast_track(draft_id=draft.pk, by=by, at=at, **more)
    return fresh(draft)
