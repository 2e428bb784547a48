"""Other services that hear of what happens: registered, tested, switched off and on, and what could not be sent."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from approvals.refusals import Refused
from approvals.refusing import refusing
from approvals.web.door import page, person
from approvals.web.forms.services import ServiceForm
from approvals.web.paging import Cursor, newest_first, row_number
from approvals.web.service_words import cause_of
from notifications.services import groups, payloads, queries, verbs

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Listed:
    """One delivery of the list in words: what it tells of, and why it could not be sent."""

    delivery: Any
    title: str
    cause: str


def service_page(view: View) -> View:
    """Let nobody in but whoever looks after services, and answer what the room refuses."""

    @page
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not verbs.may_manage(person(request), at=clock.now()):
            raise Refused("not_service_manager")
        with refusing():
            return view(request, *args, **kwargs)

    return answered


@require_safe
@service_page
def services(request: HttpRequest) -> HttpResponse:
    """List the services, and what waits for each."""
    rows = [(endpoint, heard_of(endpoint)) for endpoint in queries.endpoints()]
    return render(request, "approvals/services.html", {"rows": rows, "at": clock.now()})


@require_http_methods(["GET", "HEAD", "POST"])
@service_page
def register(request: HttpRequest) -> HttpResponse:
    """Register a service, and show its secret on the one page that ever does."""
    form = ServiceForm(request.POST if request.method == "POST" else None)
    status = 200 if request.method != "POST" else 400
    if form.is_bound and form.is_valid():
        try:
            with refusing():
                endpoint, secret = verbs.register(wanted=form.wanted(), by=person(request), at=clock.now())
        except Refused as refused:
            status = _take(form, refused)
        else:
            messages.success(request, gettext("The service is registered."))
            return _show_secret(request, endpoint, secret) if secret else redirect("service", endpoint.pk)
    return render(request, "approvals/service_edit.html", {"form": form}, status=status)


@require_safe
@service_page
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Show one service: what it hears of, and the newest of what went or goes to it."""
    endpoint, status = _found(service_id), request.GET.get("status", "")
    status = status if status in dict(queries.STATUSES) else ""
    found = queries.deliveries(endpoint.pk, status)
    listed = newest_first(found, time="created_at", after=Cursor.parse(request.GET.get("after", "")))
    context = {
        "service": endpoint, "heard_of": heard_of(endpoint), "listed": listed, "status": status, "at": clock.now(),
        "deliveries": [
            Listed(delivery, payloads.title(delivery), cause_of(delivery.last_error)) for delivery in listed.rows
        ],
        "statuses": queries.STATUSES, "is_signed": endpoint.format == queries.SIGNED,
    }  # fmt: skip
    return render(request, "approvals/service.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@service_page
def edit(request: HttpRequest, service_id: int) -> HttpResponse:
    """Change what a service hears of, or its address."""
    endpoint = _found(service_id)
    form = ServiceForm(request.POST if request.method == "POST" else None, present=endpoint)
    status = 200 if request.method != "POST" else 400
    if form.is_bound and form.is_valid():
        try:
            with refusing():
                verbs.change(endpoint_id=service_id, wanted=form.wanted(), by=person(request), at=clock.now())
        except Refused as refused:
            status = _take(form, refused)
        else:
            messages.success(request, gettext("The service is changed."))
            return redirect("service", service_id)
    return render(request, "approvals/service_edit.html", {"form": form, "service": endpoint}, status=status)


@require_POST
@service_page
def renew_secret(request: HttpRequest, service_id: int) -> HttpResponse:
    """Give a webhook a new secret, and show it on the one page that ever does."""
    endpoint, secret = verbs.renew_secret(endpoint_id=service_id, by=person(request), at=clock.now())
    return _show_secret(request, endpoint, secret)


@require_POST
@service_page
def ping(request: HttpRequest, service_id: int) -> HttpResponse:
    """Send a test."""
    verbs.ping(endpoint_id=service_id, by=person(request), at=clock.now())
    messages.success(request, gettext("A test is on its way. Look again in a few seconds: it stands first below."))
    return redirect("service", service_id)


@require_POST
@service_page
def switch_off(request: HttpRequest, service_id: int) -> HttpResponse:
    """Stop telling a service."""
    verbs.switch_off(endpoint_id=service_id, by=person(request), at=clock.now())
    messages.success(request, gettext("The service is switched off: it hears of nothing more."))
    return redirect("service", service_id)


@require_POST
@service_page
def switch_on(request: HttpRequest, service_id: int) -> HttpResponse:
    """Go on telling a service."""
    verbs.switch_on(endpoint_id=service_id, by=person(request), at=clock.now())
    messages.success(request, gettext("The service is switched on, and hears of what happens from now on."))
    return redirect("service", service_id)


@require_POST
@service_page
def remove(request: HttpRequest, service_id: int) -> HttpResponse:
    """Remove a service with everything that waits for it."""
    name = verbs.remove(endpoint_id=service_id, by=person(request), at=clock.now())
    messages.success(request, gettext("“%(name)s” is removed.") % {"name": name})
    return redirect("services")


@require_POST
@service_page
def send_again(request: HttpRequest, service_id: int) -> HttpResponse:
    """Let what was given up start anew: one delivery, or all of them."""
    try:
        chosen = [row_number(request.POST["delivery"])] if request.POST.get("delivery") else None
    except ValueError:
        raise Refused("not_found") from None
    count = verbs.send_again(endpoint_id=service_id, delivery_ids=chosen, by=person(request), at=clock.now())
    said = ngettext("%(count)s delivery will be sent again.", "%(count)s deliveries will be sent again.", count)
    messages.success(request, said % {"count": count})
    return redirect("service", service_id)


def heard_of(endpoint: Any) -> list[str | Promise]:
    """Return what a service hears of, in words; nothing for everything."""
    return [groups.LABELS[name] for name in endpoint.groups if name in groups.LABELS] + list(endpoint.kinds)


def _found(service_id: int) -> Any:
    endpoint = queries.endpoints().filter(pk=service_id).first()
    if endpoint is None:
        raise Refused("not_found")
    return endpoint


def _take(form: ServiceForm, refused: Refused) -> int:
    if refused.status in (403, 404):
        raise refused
    form.take(refused)
    return refused.status


def _show_secret(request: HttpRequest, endpoint: Any, secret: str) -> HttpResponse:
    context = {"service": endpoint, "secret": secret, "former_until": endpoint.former_secret_until}
    return render(request, "approvals/service_secret.html", context)
