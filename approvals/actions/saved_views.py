"""Saved views: filters of one's own queue, kept under a name, one of them shown first if wished."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from approvals import checks
from approvals.models import SavedView
from approvals.narrowing import Narrowing
from approvals.refusals import Refused

MOST = 20


@transaction.atomic
def save(*, name: str, query: str, by: User, at: datetime) -> SavedView:
    """Keep a filter under a name. A person's names differ, whatever the case of their letters."""
    asked = Narrowing.of_query(query).query
    if not asked:
        raise Refused("view_shows_everything")
    _lock(by)
    named = _name(name, by)
    if by.saved_views.count() >= MOST:
        raise Refused("too_many_views", params={"most": MOST})
    return SavedView.objects.create(person=by, name=named, query=asked, saved_at=at)


@transaction.atomic
def rename(*, view_id: int, name: str, by: User) -> SavedView:
    """Give a view another name."""
    view = _mine(view_id, by)
    view.name = _name(name, by, but=view.pk)
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def show_first(*, view_id: int, by: User) -> SavedView:
    """Show this view to whoever opens their queue, in the place of any other."""
    view = _mine(view_id, by)
    by.saved_views.filter(is_default=True).update(is_default=False)
    view.is_default = True
    view.save(update_fields=["is_default"])
    return view


@transaction.atomic
def show_everything_first(*, view_id: int, by: User) -> SavedView:
    """Show the whole queue again to whoever opens it, where this view was shown first."""
    view = _mine(view_id, by)
    view.is_default = False
    view.save(update_fields=["is_default"])
    return view


@transaction.atomic
def delete(*, view_id: int, by: User) -> SavedView:
    """Keep a view no longer; what it shows goes on waiting."""
    view = _mine(view_id, by)
    by.saved_views.filter(pk=view.pk).delete()
    return view


def _lock(person: User) -> None:
    """Let one change at a time be made to the views of a person: so no limit and no name is passed by two at once."""
    User.objects.select_for_update().only("pk").get(pk=person.pk)


def _mine(view_id: int, person: User) -> SavedView:
    _lock(person)
    view = person.saved_views.filter(pk=view_id).first()
    if view is None:
        raise Refused("not_found")
    return view


def _name(typed: str, person: User, *, but: int | None = None) -> str:
    """Return the name as it is kept, or refuse it."""
    name = " ".join(checks.storable(typed, field="name").split())
    if not name:
        raise Refused("view_name_needed", field="name")
    if len(name) > SavedView.LONGEST_NAME:
        raise Refused("view_name_too_long", field="name", params={"limit": SavedView.LONGEST_NAME})
    if person.saved_views.filter(name__iexact=name).exclude(pk=but or 0).exists():
        raise Refused("view_repeated", field="name", params={"name": name})
    return name
