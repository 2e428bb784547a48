"""The page of one pre-authorization: where it stands, what the reader can do now, its terms, versions and record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock, reader
from approvals import authorizations, granted
from approvals.granted import Paper, Reader
from approvals.models import AuthorizationVersion, Restriction
from approvals.refusals import Refused
from approvals.web import authorization_record, authorization_words
from approvals.web.authorization_changes import told_between
from approvals.web.authorization_terms import Clause, clauses
from approvals.web.conditions import Vocabulary
from approvals.web.door import page, person
from approvals.web.forms.authorizations import WhyForm


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version among the others, and what it changes in the one that counted before it."""

    version: AuthorizationVersion
    changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownRestriction:
    """What kept it back: how it came about, and the form that lifts it where the reader may."""

    restriction: Restriction
    cause: str
    reason: str
    stands: bool
    form: WhyForm | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """A form that came back with something to mend: of which verb, of which restriction, and what was refused."""

    verb: str
    form: WhyForm | None = None
    refused: Refused | None = None
    restriction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """What the reader can do now, by verb; those that need a reason have their form."""

    verbs: frozenset[str]
    forms: dict[str, WhyForm] = field(default_factory=dict)


@page
@require_safe
def authorization(request: HttpRequest, number: str) -> HttpResponse:
    """Show one pre-authorization."""
    return show(request, number)


def show(request: HttpRequest, number: str, *, back: Back | None = None) -> HttpResponse:
    """Show one pre-authorization, and what was refused where something was."""
    at, words = clock.now(), Vocabulary()
    me = Reader(person(request), reader.seats(request))
    paper = granted.find(me, number, at=at)
    context = {
        "paper": paper,
        "authorization": paper.authorization,
        "sentence": authorization_words.sentence(paper),
        "also": authorization_words.also(paper),
        "tone": authorization_words.tone(paper),
        "clauses": clauses(paper.authorization, paper.shown, words),
        "coming": _coming(paper, words),
        "versions": _versions(paper, words),
        "restrictions": [_restriction(one, paper, me, back, at=at) for one in paper.restrictions],
        "record": authorization_record.told(paper.authorization),
        "ways": ways(me, paper, back),
        "me": me,
        "refused": back.refused if back else None,
        "at": at,
    }
    status = back.refused.status if back and back.refused else 200
    return render(request, "approvals/authorization.html", context, status=status)


def ways(me: Reader, paper: Paper, back: Back | None = None) -> Ways:
    """Return what the reader can do with a pre-authorization now; the actions check it again."""
    # What is lifted is offered beside the restriction itself.
    verbs = frozenset(authorizations.allowed(paper, me)) - {"lift"}
    asking = verbs - {"countersign", "accept", "amend"}
    forms = {verb: WhyForm(verb=verb, auto_id=f"{verb}-%s") for verb in asking}
    if back is not None and back.form is not None and back.verb in forms:
        forms[back.verb] = back.form
    return Ways(verbs, forms)


def _coming(paper: Paper, words: Vocabulary) -> list[Clause]:
    """Return the terms of the version under way where the page shows those of another."""
    if paper.under_way is None or paper.under_way == paper.shown:
        return []
    return clauses(paper.authorization, paper.under_way, words)


def _versions(paper: Paper, words: Vocabulary) -> list[ShownVersion]:
    """Return the versions, the newest first, each with what it changes in the last one that counted before it."""
    shown, before = [], None
    for version in reversed(paper.versions):
        shown.append(ShownVersion(version, told_between(before, version, words)))
        if version.accepted_at is not None:
            before = version
    return shown[::-1]


def _restriction(
    restriction: Restriction, paper: Paper, me: Reader, back: Back | None, *, at: datetime
) -> ShownRestriction:  # fmt: skip
    stands = granted.stands(restriction, at=at)
    form = None
    if stands and me.is_officer and not paper.is_over and not me.has_part(paper.authorization):
        form = WhyForm(verb="lift", auto_id=f"lift-{restriction.pk}-%s")
        if back is not None and back.restriction_id == restriction.pk and back.form is not None:
            form = back.form
    why = authorization_words.reason(restriction.cause, restriction.reason)
    return ShownRestriction(restriction, authorization_words.cause(restriction), why, stands, form)
