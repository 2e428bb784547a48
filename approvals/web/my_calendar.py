"""One's deadlines in a calendar program: the secret address, and the file that it opens."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from approvals.web.calendar_file import calendar_of
from approvals.web.door import person
from notifications import calendar_addresses


@require_safe
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Say whether there is an address, and since when; what it is, nobody can read any more."""
    made_at = calendar_addresses.made_at(person(request))
    return render(request, "approvals/my_calendar.html", {"made_at": made_at})


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make an address, in place of an earlier one, and show it on the one page that ever does."""
    at = clock.now()
    token = calendar_addresses.renew(user=person(request), at=at)
    address = request.build_absolute_uri(reverse("calendar_file", kwargs={"token": token}))
    _scheme, _, rest = address.partition("://")
    context = {"made_at": at, "address": address, "one_click": f"webcal://{rest}"}
    return render(request, "approvals/my_calendar.html", context)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take the address back."""
    calendar_addresses.revoke(user=person(request))
    messages.success(request, gettext("The address opens nothing any more."))
    return redirect("my_calendar")


@login_not_required
@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar of whom the address belongs to, to whoever has it; 404 for anything else."""
    owner = calendar_addresses.owner_of(token)
    if owner is None:
        raise Http404
    file = calendar_of(owner, at=clock.now())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="chancery.ics"'
    response["Content-Language"] = owner.language
    # By content alone: a deadline that is gone leaves no later date behind, so If-Modified-Since could not see it go.
    etag = quote_etag(hashlib.sha256(file).hexdigest())
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer or response
