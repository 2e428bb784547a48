"""Very many drafts at the desk, written by SQL: making them by the actions would take longer than measuring."""

import json
from datetime import datetime

from django.db import connection

from tests.people import NOW, Ministry

CROWD = """
INSERT INTO approvals_draft (id, reference, office_id, author_id, topics, kind, urgency, created_at, state, state_since,
        submitted_at, event_count, event_head)
    SELECT md5('bench' || g)::uuid, 'BEN-2026-' || g, %(office)s, %(author)s, '[]', 'original', 'routine', %(now)s,
        'draft', %(now)s, %(now)s, 0, ''
    FROM generate_series(%(first)s, %(last)s) AS g;
INSERT INTO approvals_draft_channels (draft_id, channel_id)
    SELECT md5('bench' || g)::uuid, %(channel)s FROM generate_series(%(first)s, %(last)s) AS g;
INSERT INTO approvals_revision (draft_id, number, content, hash, written_by_id, created_at)
    SELECT md5('bench' || g)::uuid, 1, replace(%(content)s, 'NUMBER', g::text)::jsonb, %(hash)s, %(author)s, %(now)s
    FROM generate_series(%(first)s, %(last)s) AS g;
INSERT INTO approvals_route (draft_id, number, revision_id, policy_version_id, facts, created_at)
    SELECT draft_id, 1, id, %(version)s, '{}', %(now)s FROM approvals_revision WHERE draft_id IN
        (SELECT md5('bench' || g)::uuid FROM generate_series(%(first)s, %(last)s) AS g);
INSERT INTO approvals_step (route_id, draft_id, level_id, position, name, question, office_id, role, quorum, quorum_n,
        "limit", remind_before, may_reject, status, opened_at, due_at, next_alarm_at, alarms_fired)
    SELECT route.id, route.draft_id, level.id, level.position, level.name, level.question,
        CASE level.position WHEN 1 THEN %(office)s WHEN 2 THEN %(desk)s ELSE %(minister)s END, level.role, level.quorum,
        level.quorum_n, level."limit", level.remind_before, level.may_reject,
        CASE level.position WHEN 1 THEN 'passed' WHEN 2 THEN 'open' ELSE 'waiting' END,
        CASE WHEN level.position = 2 THEN %(now)s END,
        CASE WHEN level.position = 2 THEN %(now)s + interval '8 hours' END,
        CASE WHEN level.position = 2 THEN %(now)s + interval '7 hours' END, 0
    FROM approvals_route AS route,
        (SELECT DISTINCT ON (position) * FROM approvals_level WHERE version_id = %(version)s ORDER BY position, id)
        AS level
    WHERE route.draft_id IN
        (SELECT md5('bench' || g)::uuid FROM generate_series(%(first)s, %(last)s) AS g);
UPDATE approvals_draft SET state = 'in_review', policy_version_id = %(version)s,
        revision_id = (SELECT id FROM approvals_revision AS r WHERE r.draft_id = approvals_draft.id),
        route_id = (SELECT id FROM approvals_route AS r WHERE r.draft_id = approvals_draft.id)
    WHERE state = 'draft' AND reference LIKE 'BEN-%%';
"""

# One for each of these routes, for communications: its exposure differs from row to row.
REVIEWS = """
INSERT INTO approvals_review (draft_id, route_id, revision_id, origin, status, publisher_id, office_id, role, "limit",
        runs_on, escalate_role, exposure, created_at, opened_at, due_at, places_fired, outcome, reason, note,
        taken_down_where)
    SELECT draft_id, id, revision_id, 'cleared_line', 'open', %(publisher)s, %(comms)s, 'approver', interval '8 hours',
        'wall', '', (id * 7919) %% 100000, %(now)s, %(now)s, %(now)s + interval '8 hours', 0, '', '', '', ''
    FROM approvals_route WHERE draft_id IN
        (SELECT md5('bench' || g)::uuid FROM generate_series(%(first)s, %(last)s) AS g);
"""


def owe_reviews(ministry: Ministry, *, first: int, last: int) -> None:
    """Let drafts number `first` to `last` await their review by communications as well."""
    values = {
        "first": first, "last": last, "publisher": ministry.layla.pk, "comms": ministry.comms.pk, "now": NOW,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(REVIEWS, values)


def fill(ministry: Ministry, *, first: int, last: int, at: datetime = NOW) -> None:
    """Add drafts number `first` to `last`, each open at the desk and due in eight hours; no two with the same text.

    Of the levels that the version has at one position, each draft meets one, as conditions would have it.
    """
    content = ministry.content("Measured NUMBER.")
    values = {
        "first": first,
        "last": last,
        "office": ministry.riyadh.pk,
        "desk": ministry.desk.pk,
        "minister": ministry.minister.pk,
        "author": ministry.layla.pk,
        "channel": ministry.x.pk,
        "version": ministry.version.pk,
        "content": json.dumps(content.to_json()),
        "hash": content.digest(),
        "now": at,
    }
    with connection.cursor() as cursor:
        for statement in CROWD.split(";\n")[:-1]:
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")
