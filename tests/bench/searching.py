"""How long a search takes among very many drafts whose texts differ as those of a ministry do."""

import json
import random
from collections.abc import Callable

from django.db import connection
from django.test import Client

from tests.people import NOW, Ministry

COMMON = ["the", "of", "and", "to", "in", "for", "our", "with", "we", "is", "today", "at", "embassy", "visit", "open"]
SYLLABLES = ["ba", "ko", "ri", "ta", "mu", "ne", "so", "la", "di", "fe", "gu", "hi", "jo", "pa", "que", "ran", "zer"]

TEXTS = """
CREATE TEMPORARY TABLE texts (n bigint PRIMARY KEY, content jsonb);
"""
GIVE = """
ALTER TABLE approvals_revision DISABLE TRIGGER USER;
UPDATE approvals_revision AS r SET content = jsonb_set(r.content, '{text}', t.content) FROM texts AS t
    WHERE r.draft_id = md5('bench' || t.n)::uuid;
ALTER TABLE approvals_revision ENABLE TRIGGER USER;
UPDATE approvals_draft SET state_since = %(now)s - (random() * interval '700 days') WHERE reference LIKE 'BEN-%%';
"""


def vary(ministry: Ministry, *, first: int, last: int) -> None:
    """Give drafts number `first` to `last` a text of their own, of about thirty words: some common, some rare."""
    chance = random.Random(first)  # noqa: S311
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    with connection.cursor() as cursor:
        cursor.execute(TEXTS)
        for number in range(first, last + 1):
            if number % 1000 == first % 1000:
                rows: list[tuple[int, str]] = []
            rare = chance.choices(vocabulary, weights, k=15)
            words = [*chance.choices(COMMON, k=15), *rare, *(["北京市外交部"] if number % 500 == 0 else [])]
            rows.append((number, json.dumps(" ".join(chance.sample(words, len(words))))))
            if len(rows) == 1000 or number == last:
                cursor.executemany("INSERT INTO texts VALUES (%s, %s)", rows)
                rows = []
        for statement in GIVE.split(";\n")[:-1]:
            cursor.execute(statement, {"now": NOW})
        cursor.execute("DROP TABLE texts")
        cursor.execute("VACUUM ANALYZE" if connection.get_autocommit() else "ANALYZE")


def searches(ministry: Ministry) -> dict[str, Callable[[], object]]:
    """Return what is measured, by name: for a policy officer, who sees every draft, and for an author."""
    officer, author = Client(), Client()
    officer.force_login(ministry.paul)
    author.force_login(ministry.layla)
    asked = {
        "a rare word": "zermuko", "a common word": "embassy", "two words": "embassy zer",
        "part of a reference": "2026-77",
        "a person and a word": "layla zermu", "a channel": "embassyriyadh", "two letters of Chinese": "外交",
        "nothing": "xyzzy",
    }  # fmt: skip
    found: dict[str, Callable[[], object]] = {}
    for name, typed in asked.items():
        found[f"officer: {name}"] = lambda typed=typed: officer.get("/search/", {"q": typed})  # type: ignore[misc]
        found[f"author: {name}"] = lambda typed=typed: author.get("/search/", {"q": typed})  # type: ignore[misc]
    found["officer: GET /api/v1/drafts/?q="] = lambda: officer.get("/api/v1/drafts/", {"q": "embassy zer"})
    return found
