"""The condition that a revision's texts have certain words, answered by an index on PostgreSQL."""

import json
from collections.abc import Sequence
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, Lookup
from django.db.models.sql.compiler import SQLCompiler

from approvals.models.draft import Revision
from approvals.rules import finding
from approvals.rules.finding import Word

CONTENT = cast("JSONField[Any, Any]", vars(Revision)["content"].field)


@CONTENT.register_lookup
class HasWords(Lookup[Any]):
    """`content__has_words=finding.asked(typed)`: what both databases find is said in rules/finding.py."""

    lookup_name = "has_words"
    prepare_rhs = False

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Return the condition that the index `revision_words` answers."""
        content, params = self.process_lhs(compiler, connection)
        return f"chancery_words({content}) @@ %s::tsquery", [*params, _query(self.rhs)]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Return the condition that SQLite answers by asking the rules about each text in turn."""
        connection.ensure_connection()
        connection.connection.create_function("chancery_has_words", 2, _has, deterministic=True)
        content, params = self.process_lhs(compiler, connection)
        return f"chancery_has_words({content}, %s)", [*params, _query(self.rhs)]


def _query(words: Sequence[Word]) -> str:
    """Return the words as a `tsquery` is written; a word holds no quote and no backslash, for these divide words."""
    return " & ".join(f"'{word.text}':*" if word.begins else f"'{word.text}'" for word in words)


def _has(content: str, query: str) -> bool:
    wanted = [Word(word.removesuffix(":*").strip("'"), word.endswith(":*")) for word in query.split(" & ")]
    return finding.has(json.loads(content), wanted)
