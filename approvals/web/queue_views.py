"""Saved views of one's own queue: kept, renamed, shown first, deleted."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import clock
from approvals.actions import saved_views as acts
from approvals.models import SavedView
from approvals.refusals import Refused
from approvals.web import queue
from approvals.web.door import page, person
from approvals.web.forms.queue import ViewForm
from approvals.web.queue_next import ALL, queue_address, view_in


@page
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the queue is narrowed to under a name."""
    asked = queue.Asked.by(request).narrowing.query

    def keep(name: str) -> SavedView:
        view = acts.save(name=name, query=asked, by=person(request), at=clock.now())
        messages.success(request, gettext("The view “%(name)s” is kept.") % {"name": view.name})
        return view

    return _named(request, keep)


@page
@require_POST
def rename(request: HttpRequest, view_id: int) -> HttpResponse:
    """Give a view another name."""

    def change(name: str) -> SavedView:
        view = acts.rename(view_id=view_id, name=name, by=person(request))
        messages.success(request, gettext("The view is called “%(name)s” now.") % {"name": view.name})
        return view

    return _named(request, change)


@page
@require_POST
def show_first(request: HttpRequest, view_id: int) -> HttpResponse:
    """Show this view from now on when the queue is opened."""
    view = acts.show_first(view_id=view_id, by=person(request))
    messages.success(request, gettext("Your queue opens with “%(name)s” from now on.") % {"name": view.name})
    return redirect(queue_address(view.query))


@page
@require_POST
def show_everything_first(request: HttpRequest, view_id: int) -> HttpResponse:
    """Show the whole queue again when it is opened."""
    view = acts.show_everything_first(view_id=view_id, by=person(request))
    messages.success(request, gettext("Your queue opens with everything from now on."))
    return redirect(queue_address(view.query))


@page
@require_POST
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Keep a view no longer; what it shows stays as it is on the page."""
    view = acts.delete(view_id=view_id, by=person(request))
    messages.success(request, gettext("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect(queue_address(view_in(request) or ALL))


def _named(request: HttpRequest, act: Callable[[str], SavedView]) -> HttpResponse:
    """Do what takes a name, or show the queue again with what is wrong with it."""
    form = ViewForm(request.POST, auto_id="view_%s")
    try:
        view = act(request.POST.get("name", ""))
    except Refused as refused:
        if refused.status == 404:
            raise
        form.is_valid()
        form.take(refused)
        views = list(person(request).saved_views.all())
        return queue.show(request, views, status=refused.status, view_form=form)
    return redirect(queue_address(view.query))
