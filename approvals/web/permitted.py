"""What may stand beside cleared lines: read by everyone, kept by policy officers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from approvals.actions import permitted as acts
from approvals.models import PermittedAddition
from approvals.refusals import Refused
from approvals.web.door import is_officer, page, person, require_officer
from approvals.web.forms.lines import PermitForm


@page
@require_http_methods(["GET", "HEAD", "POST"])
def permitted(request: HttpRequest) -> HttpResponse:
    """List the sites and greetings that may stand beside cleared lines, and permit another."""
    form = PermitForm(request.POST if request.method == "POST" else None, initial={"kind": "site"})
    status = 200
    if form.is_bound:
        require_officer(request)
    if form.is_bound and form.is_valid():
        try:
            added = acts.permit(**form.cleaned_data, by=person(request), at=clock.now())
        except Refused as refused:
            form.take(refused)
            status = refused.status
        else:
            messages.success(
                request, gettext("“%(value)s” is permitted beside cleared lines.") % {"value": added.value}
            )
            return redirect("lines_permitted")
    elif form.is_bound:
        status = 400
    found = PermittedAddition.objects.select_related("added_by")
    context = {"found": found, "form": form, "is_officer": is_officer(request)}
    return render(request, "approvals/lines_permitted.html", context, status=status)


@page
@require_POST
def take_back(request: HttpRequest, addition_id: int) -> HttpResponse:
    """Permit a site or a greeting no longer."""
    acts.take_back(addition_id=addition_id, by=person(request), at=clock.now())
    messages.success(request, gettext("This is no longer permitted beside cleared lines."))
    return redirect("lines_permitted")
