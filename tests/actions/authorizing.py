"""How the tests grant pre-authorizations: proposed by Paul, countersigned by Petra, accepted by the holder."""

from datetime import timedelta

from accounts.models import Posting
from approvals.actions import authorizations, publish, trust
from approvals.actions.authorizations import Terms
from approvals.models import Review, Route
from tests.people import NOW

TERM = timedelta(days=180)
WHY = "She has posted well for a year."


def terms(ministry, *, at=NOW, **changes):
    """Return terms for Riyadh: X, in English, originals and replies, three a day, for half a year."""
    fields = {
        "channel_ids": (ministry.x.pk,),
        "languages": ("en",),
        "kinds": ("original", "reply"),
        "per_day": 3,
        "per_week": 10,
        "starts_at": at,
        "until": at + TERM,
        "review_limit": timedelta(hours=8),
        "barred_topics": ("sanctions",),
    }
    return Terms(**fields | changes)


def posting_of(person, role="head"):
    return Posting.objects.get(user=person, role=role)


def proposed(ministry, *, posting=None, at=NOW, **changes):
    posting = posting or posting_of(ministry.helen)
    return authorizations.grant(posting_id=posting.pk, terms=terms(ministry, at=at, **changes), by=ministry.paul, at=at)


def countersigned(ministry, **fields):
    version = proposed(ministry, **fields)
    return countersign(ministry, version, at=fields.get("at", NOW))


def countersign(ministry, version, *, at=NOW):
    return authorizations.countersign(
        authorization_id=version.authorization_id, version=version.number, by=ministry.petra, at=at
    )


def accept(version, *, at=NOW):
    return authorizations.accept(
        authorization_id=version.authorization_id,
        version=version.number,
        by=version.authorization.posting.user,
        at=at,
    )


def authorized(ministry, **fields):
    """Return the version in force of a pre-authorization of Helen's in Riyadh, unless said otherwise."""
    return accept(countersigned(ministry, **fields), at=fields.get("at", NOW))


def amended(ministry, version, *, at=NOW, **changes):
    """Return a new version that awaits a second officer."""
    return authorizations.amend(
        authorization_id=version.authorization_id, terms=terms(ministry, at=at, **changes), by=ministry.paul, at=at
    )


def found(ministry, version, outcome="correct", *, at=NOW):
    """Return a review of a post under this version that was just decided; the next sweep counts its outcome."""
    draft = ministry.draft(f"Said under {version} at {at}.", at=at)
    route = Route.objects.create(
        kind="fast_path", draft=draft, number=1, revision=draft.revision, authorization_version=version, facts={},
        created_at=at,
    )  # fmt: skip
    review = Review.objects.create(
        draft=draft, route=route, revision=draft.revision, origin="fast_path", authorization_version=version,
        publisher=ministry.helen, office=ministry.desk, role="approver", limit=timedelta(hours=8), runs_on="wall",
        status="done", created_at=at, opened_at=at, due_at=at + timedelta(hours=8), closed_at=at, outcome=outcome,
        reason="" if outcome == "stands" else "tone", decided_by=ministry.dana, decided_at=at,
    )  # fmt: skip
    trust.weigh_soon(version.authorization, at)
    return review


def out_on_x(ministry, draft, by, *, at, published_at=None):
    """Record that a post is out on X."""
    number = int(draft.reference[-4:])
    return publish.publish(
        draft_id=draft.pk, channel_id=ministry.x.pk, url=f"https://x.com/EmbassyRiyadh/status/{number}", by=by, at=at,
        published_at=published_at,
    )  # fmt: skip
