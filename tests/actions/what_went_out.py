"""The one promise of the fast path, asked of the database: nothing out that should not be, and nothing unreviewed."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from approvals import facts, in_force
from approvals.lifecycle import State
from approvals.models import ChannelFreeze, Hold, Publication, Restriction, Review, Route

WEEK = timedelta(days=7)


def what_went_out_was_allowed_or_owes_its_review(*, since=0):
    """Guarantee 9. Whatever went out was approved by every level, or rests on what allowed it and has its review.

    `since` is the last route that has been looked at before, where there are too many to look at all again.
    """
    every_clearance_at_once_owes_one_review(since=since)
    no_quota_was_exceeded()
    related = ("draft__route__authorization_version__authorization__posting", "draft__office", "channel", "revision")
    for out in Publication.objects.filter(draft__route__gt=since).select_related(*related):
        route = out.draft.route
        if route.kind == Route.Kind.LEVELS and not hasattr(route, "bypass"):
            continue
        review = Review.objects.get(route=route)
        assert review.status in (Review.Status.OPEN, Review.Status.DONE), f"{out.draft}: {review.status}"
        assert review.revision_id == out.revision_id == route.revision_id
        assert review.opened_at is not None
        assert review.decided_by_id != review.publisher_id
        nothing_stopped(out)
        if route.kind == Route.Kind.FAST_PATH:
            its_authorization_covered(out, route.authorization_version)


def every_clearance_at_once_owes_one_review(*, since):
    for route in Route.objects.filter(pk__gt=since).exclude(kind=Route.Kind.LEVELS).select_related("draft"):
        assert not route.steps.exists()
        review = Review.objects.get(route=route)
        is_over = route.draft.state in (State.WITHDRAWN, State.EXPIRED, State.DRAFT) or route.pk != route.draft.route_id
        assert review.status != Review.Status.VOID or is_over
        if route.kind == Route.Kind.FAST_PATH:
            assert review.authorization_version_id == route.authorization_version_id


def its_authorization_covered(out, version):
    """Of the post, at the instant at which it was cleared and the one at which it went out."""
    content = out.revision.body
    assert out.channel_id in set(version.channels.values_list("pk", flat=True))
    assert out.language in version.languages
    assert content.kind in version.kinds
    assert not set(out.draft.topics) & set(version.barred_topics)
    authorization = version.authorization
    for instant in (out.draft.cleared_at, out.published_at):
        assert version.starts_at <= instant < version.until
        assert authorization.revoked_at is None or instant <= authorization.revoked_at
        posting = authorization.posting
        assert posting.in_force(instant) or posting.ends_at == instant or version.passes_to_acting
        for restriction in Restriction.objects.filter(authorization=authorization, kind="suspended"):
            # At one instant the story may have published first.
            assert not restriction.at < instant < (restriction.lifted_at or restriction.until or instant + WEEK)


def nothing_stopped(out):
    for hold in Hold.objects.all():
        ends = [end for end in (hold.lifted_at, hold.until) if end is not None]
        if hold.placed_at < out.published_at and all(out.published_at < end for end in ends):
            assert not in_force.scope_of(hold).covers(facts.post_facts(out.draft, out.channel, out.language))
    for freeze in ChannelFreeze.objects.filter(channel=out.channel_id):
        assert not freeze.at < out.published_at < (freeze.lifted_at or out.published_at + WEEK)


def no_quota_was_exceeded():
    """Of a day, and of it with the six days before it, by the calendar of the office whose posting holds it."""
    days: Counter = Counter()
    routes = Route.objects.filter(kind=Route.Kind.FAST_PATH).order_by("created_at")
    for route in routes.select_related("authorization_version__authorization__posting__office"):
        version = route.authorization_version
        zone = ZoneInfo(version.authorization.posting.office.time_zone)
        day = route.created_at.astimezone(zone).date()
        days[version.authorization_id, day] += 1
        week = sum(days[version.authorization_id, day - timedelta(days=before)] for before in range(7))
        assert days[version.authorization_id, day] <= version.per_day
        assert week <= version.per_week
