"""The text of a file to a policy that could be made of it here, or a refusal that names everything that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext

from accounts.models import User
from approvals.policy_file import durations, register, schema, wording
from approvals.policy_file.problems import Problem
from approvals.policy_file.reading import Document, read
from approvals.refusals import Refused

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A file whose every value is of the right kind, and whose every name is known here."""

    document: Document
    value: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return the name of the policy."""
        return str(self.value["name"]).strip()

    @property
    def is_default(self) -> bool:
        """Say whether the file is of the default policy."""
        return bool(self.value.get("default"))

    def refuse(self, problem: Problem, *, code: str) -> Refused:
        """Return a refusal for one more thing that is wrong."""
        return Refused(code, errors=wording.by_place(self.document, [problem]))


def policy_file(text: str) -> PolicyFile:
    """Return a file that can be used, or refuse it with everything that is wrong at once."""
    document = read(text)
    return checked(document)


def checked(document: Document) -> PolicyFile:
    """Return a document as a file that can be used, or refuse it with everything that is wrong at once."""
    wrong = [*document.problems, *schema.problems_of(document.value)]
    unknown = register.unknown_names(document.value)
    if wrong:
        raise Refused("file_invalid", errors=wording.by_place(document, [*wrong, *unknown]))
    if unknown:
        errors = wording.by_place(document, unknown)
        raise Refused("file_names_unknown", errors=errors, params={"who": who_keeps_the_register()})
    return PolicyFile(document, document.value)


def who_keeps_the_register() -> str:
    """Return the names of a few people who can enter an office or a topic. One query."""
    keepers = User.objects.filter(is_active=True, is_staff=True).order_by("name")[:MOST_NAMED]
    return ", ".join(keeper.name for keeper in keepers) or gettext("your administrator")


def length(said: str) -> timedelta:
    """Return a length of time that was checked."""
    found = durations.length(said)
    if found is None:
        raise Refused("file_invalid")
    return found
