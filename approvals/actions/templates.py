"""Reply templates: texts that replies begin with, kept by an office or by the ministry. They clear nothing."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.authority import seats_of
from accounts.models import Office, Role, User
from approvals import audit, checks, reply_templates
from approvals.actions.answering import readable
from approvals.models import ReplyTemplate, Topic
from approvals.refusals import Refused
from approvals.rules.content import clean_text

LONGEST_NAME = 80
LONGEST_TEXT = 5000


@dataclass(frozen=True, slots=True)
class Template:
    """What somebody hands in: a text in one language, by what name it is found, for which office (None: for all)."""

    office_id: int | None
    name: str
    language: str
    text: str
    topics: Collection[str] = ()


@transaction.atomic
def write(*, asked: Template, by: User, at: datetime) -> ReplyTemplate:
    """Keep a text for replies to begin with. What is kept is never changed: another text is another template."""
    office = _office(asked.office_id)
    if not _keeps(by, asked.office_id, at=at):
        raise Refused("not_template_keeper", field="office")
    checked = _checked(asked)
    # One at a time: so no two of a name come in together.
    audit.lock_ministry()
    same = reply_templates.in_use().filter(office=office, name__iexact=checked.name, language=checked.language)
    if same.exists():
        raise Refused("template_repeated", field="name")
    template = ReplyTemplate.objects.create(
        office=office, name=checked.name, language=checked.language, text=checked.text,
        topics=sorted(set(checked.topics)), written_by=by, written_at=at,
    )  # fmt: skip
    audit.record_for_ministry("reply_template_written", by=by.pk, at=at, data=_on_record(template))
    return template


@transaction.atomic
def retire(*, template_id: UUID, by: User, at: datetime) -> ReplyTemplate:
    """Offer a template to nobody any more; it stays on record, and so does every reply that began with it."""
    audit.lock_ministry()
    seen = reply_templates.visible(by, at=at).values("pk")
    template = ReplyTemplate.objects.select_for_update(of=("self",)).select_related("office", "written_by")
    found = template.filter(pk=template_id, pk__in=seen).first()
    if found is None:
        raise Refused("not_found")
    if not _keeps(by, found.office_id, at=at):
        raise Refused("not_template_keeper")
    if found.retired_at is not None:
        raise Refused("template_retired")
    found.retired_at = at
    found.save(update_fields=["retired_at"])
    audit.record_for_ministry("reply_template_retired", by=by.pk, at=at, data=_on_record(found))
    return found


def _keeps(by: User, office_id: int | None, *, at: datetime) -> bool:
    """Say whether this person keeps the templates of an office, or (None) those of the ministry. One query."""
    seats = seats_of(by.pk, at=at)
    if office_id is None:
        return any(seat.role == Role.POLICY for seat in seats)
    return any(seat.office_id == office_id and seat.role in reply_templates.KEEPERS for seat in seats)


def _office(office_id: int | None) -> Office | None:
    if office_id is None:
        return None
    office = Office.objects.filter(pk=office_id).first()
    if office is None:
        raise Refused("unknown_office", field="office")
    return office


def _checked(asked: Template) -> Template:
    """Return the template as it is kept, or refuse it."""
    name = " ".join(readable(asked.name, field="name").split())
    text = clean_text(readable(asked.text, field="text")).strip()
    if not name:
        raise Refused("template_name_needed", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused("template_name_too_long", field="name", params={"limit": LONGEST_NAME})
    if not text:
        raise Refused("template_text_needed", field="text")
    if len(text) > LONGEST_TEXT:
        params = {"length": len(text), "limit": LONGEST_TEXT}
        raise Refused("template_text_too_long", field="text", params=params)
    known = set(Topic.objects.filter(slug__in=asked.topics).values_list("slug", flat=True)) if asked.topics else set()
    for topic in asked.topics:
        if topic not in known:
            raise Refused("unknown_topic", field="topics", params={"topic": topic[:40]})
    return Template(asked.office_id, name, checks.language(asked.language, field="language"), text, asked.topics)


def _on_record(template: ReplyTemplate) -> dict[str, object]:
    return {
        "template": str(template.pk),
        "office": template.office.code if template.office else "",
        "name": template.name,
        "language": template.language,
        "topics": template.topics,
        "hash": hashlib.sha256(template.text.encode()).hexdigest(),
    }
