"""docs/policy-file.md is true: its example is a file, its tables name every field, and its codes are refusals."""

import re

from django.conf import settings

from approvals.actions.import_policy import import_policy
from approvals.policy_file import schema
from approvals.refusals import REFUSALS
from tests.people import NOW

PAGE = (settings.BASE_DIR / "docs" / "policy-file.md").read_text(encoding="utf-8")


def test_the_example_can_be_imported_and_norway_is_no_no(ministry):
    example = re.search(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)[1]
    version = import_policy(text=example, by=ministry.paul, at=NOW)
    assert version.levels.get(key="press").conditions["any"][1] == {"not": {"field": "country", "in": ["SA", "NO"]}}


def test_every_field_of_a_file_is_explained():
    whole = schema.schema()
    for fields in (whole["properties"], whole["$defs"]["level"]["properties"]):
        assert {name for name in fields if f"`{name}`" not in PAGE and f"`{name}: " not in PAGE} == set()


def test_every_refusal_of_a_file_is_explained_and_there_is_no_other():
    named = set(re.findall(r"`((?:file|default|version)_\w+)`", PAGE))
    assert named == {code for code in REFUSALS if code.startswith("file_")} | {"default_exists", "version_invalid"}
