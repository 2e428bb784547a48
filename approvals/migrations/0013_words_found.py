"""The words of a revision's texts and of the descriptions of its images, found by an index (PostgreSQL; SQLite reads the texts themselves).

What counts as a word is said in approvals/rules/finding.py; the classes of characters are copied here as they were.
"""

from django.db import migrations

MARKS = (
    r"\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
    r"\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
)
BETWEEN = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u0589"
    r"\u05be\u05c0\u05c3\u05c6\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u104a-\u104f\u1680\u17d4-\u17da"
    r"\u2000-\u200a\u2010-\u2029\u202f-\u205f\u20a0-\u20cf\u2190-\u2bff\u3000-\u3020\u3030\u303d\u30fb\ufe10-\ufe6f"
    r"\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff\U000e0001-\U000e01ef"
)
UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u17db-\u17ff\u3021-\u302f\u3031-\u303c\u3041-\u30fa"
    r"\u30fc-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)

# Words are cut here and not by a text search configuration: no dictionary, stop word or locale of the server has a say.
# The cost tells the planner to ask the index, and not to cut the words of one revision after another.
# Plain words; then, where no space divides them, each pair of neighbours, and the last letter of each run.
FUNCTION = f"""
CREATE FUNCTION chancery_words(content jsonb) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
    WITH texts AS MATERIALIZED (
        SELECT normalize(replace(lower(regexp_replace(normalize(told #>> '{{}}', NFKD), '[{MARKS}]+', '', 'g')), 'ς', 'σ'), NFC)
            AS folded, nth
        FROM (
            SELECT told, row_number() OVER () AS nth FROM (
                SELECT jsonb_path_query(content, 'strict $.**.text', '{{}}', true) AS told
                UNION ALL SELECT jsonb_path_query(content, 'strict $.**.descriptions.*', '{{}}', true)
            ) AS all_told
        ) AS numbered
        WHERE jsonb_typeof(told) = 'string'
    ), words AS (
        SELECT left(word, 64) AS word FROM texts, regexp_split_to_table(folded, '[{BETWEEN}{UNSPACED}]+') AS word
        UNION
        SELECT letter || coalesce(lead(letter) OVER (PARTITION BY nth, run ORDER BY place), '')
        FROM texts, regexp_matches(folded, '[{UNSPACED}]+', 'g') WITH ORDINALITY AS runs(found, run),
            unnest(string_to_array(found[1], NULL)) WITH ORDINALITY AS letters(letter, place)
    ), counted AS (
        SELECT word, sum(octet_length(word)) OVER (ORDER BY word COLLATE "C") AS bytes FROM words WHERE word <> ''
    )
    SELECT coalesce(array_to_tsvector(array_agg(word)), ''::tsvector) FROM counted WHERE bytes <= 1000000
$$
"""
INDEX = "CREATE INDEX revision_words ON approvals_revision USING gin (chancery_words(content))"


def create(apps, schema_editor):
    """Create the function and its index where the database has them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
        schema_editor.execute(INDEX, params=None)


def drop(apps, schema_editor):
    """Drop both again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX revision_words", params=None)
        schema_editor.execute("DROP FUNCTION chancery_words(jsonb)", params=None)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0012_unsaved_words")]
    operations = [migrations.RunPython(create, drop)]
