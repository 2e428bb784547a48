"""Unsaved words are offered again: above their form and on the home page, to whoever typed them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.authority import Seat
from accounts.models import Role, User
from approvals import unsaved
from approvals.actions import unsaved as acts
from approvals.lifecycle import EDITABLE
from approvals.models import Draft, UnsavedWords
from approvals.rules import difference
from approvals.rules.difference import PostDifference
from approvals.web.door import page, person
from approvals.web.forms.variants import rows_of
from approvals.web.forms.writing import WriteForm
from approvals.web.keeping import Keeping
from approvals.web.parking import address
from approvals.web.sittings import form_data
from approvals.web.typed import id_in
from channels.languages import known_language
from channels.models import Channel

# Each of these costs its form a query or two; the others are on the home page.
MOST_OFFERED = 3
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """Words that were not saved; without an address where the form that they belong to is closed to their writer."""

    words: UnsavedWords
    text: str
    language: str
    address: str


@dataclass(frozen=True, slots=True)
class Offer(Listed):
    """Words that can be taken up: what of the form they change, and how they change the text that is saved."""

    changed: list[str]
    differences: list[PostDifference]


@page
@require_POST
def throw_away(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget words that their writer does not want, and go back to where they were offered."""
    acts.throw_away(by=person(request), key=key, at=clock.now())
    messages.success(request, gettext("The unsaved words are thrown away."))
    if request.POST.get("from") == "home":
        return redirect("home")
    draft = id_in(request.POST.get("draft", ""))
    return redirect("draft_edit", draft_id=draft) if draft else redirect("draft_new")


def unsaved_words(keeping: Keeping, channels: Sequence[Channel]) -> dict[str, Any]:
    """Return what the write page needs to keep words and to offer those that are kept."""
    return {"keeping": keeping.page(), "offers": _offers(keeping, channels), "taken": keeping.taken}


def listed(user: User, seats: Collection[Seat]) -> list[Listed]:
    """Return what this person typed and did not save, the newest first, as the home page lists it. One query."""
    offices = {seat.office_id for seat in seats if seat.role == Role.AUTHOR}
    found = unsaved.of_person(user).select_related("draft")[:MOST_LISTED]
    return [
        Listed(words, text_of(words), language_of(words), address(words) if _is_open(words.draft, offices) else "")
        for words in found
        if words.draft_id is not None or text_of(words)
    ]


def text_of(words: UnsavedWords) -> str:
    """Return what was written: the text for every channel, else the first that one of them was to have."""
    fields = words.fields
    names = ["text", *(name for name in sorted(fields) if name.startswith("variant-") and name.endswith("-text"))]
    return next((text for name in names for text in fields.get(name, []) if text.strip()), "")


def language_of(words: UnsavedWords) -> str:
    """Return the language that the text was said to be in; nothing for what is the code of none."""
    said: str = next(iter(words.fields.get("language", [])), "")
    return said if known_language(said) else ""


def _offers(keeping: Keeping, channels: Sequence[Channel]) -> list[Offer]:
    """Return the words that can be taken up at a form, those left out that change nothing of it."""
    present = {keeping.next.key, keeping.next.continues}
    found = [words for words in unsaved.of_form(keeping.user, keeping.draft_id) if words.key not in present]
    offers = [_offer(words, keeping.draft, channels, at=keeping.at) for words in found[:MOST_OFFERED]]
    return [offer for offer in offers if offer.changed and (keeping.draft or offer.text)]


def _offer(words: UnsavedWords, draft: Draft | None, channels: Sequence[Channel], *, at: datetime) -> Offer:
    form = WriteForm(form_data(words), channels=channels, at=at, draft=draft)
    form.is_valid()
    changed = [str(form[name].label) for name in form.changed_data if not form[name].is_hidden]
    if any(variant.has_changed() for variant in form.variants) or _fewer_texts(form, draft):
        changed.append(gettext("Another text for one channel"))
    differences = difference.between(draft.current.body, form.content()) if draft else ()
    return Offer(
        words, text_of(words), language_of(words), address(words), changed,
        [part for part in differences if part.is_changed],
    )  # fmt: skip


def _fewer_texts(form: WriteForm, draft: Draft | None) -> bool:
    return len(form.variants) != (len(rows_of(draft.current.body)) if draft else 0)


def _is_open(draft: Draft | None, offices: Collection[int]) -> bool:
    return draft is None or (draft.state in EDITABLE and draft.office_id in offices)
