"""Who heads an office for the time being: named by an administrator while its head is away, or there is none."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.models import Office, Posting, Role
from approvals.actions import acting_heads as acts
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.finding_people import Offered, offered
from approvals.web.forms.people import ActingHeadForm, people_to_choose


@page
@require_http_methods(["GET", "HEAD", "POST"])
def acting_head(request: HttpRequest, code: str) -> HttpResponse:
    """Show who heads an office, and let an administrator name an acting head."""
    at, office = clock.now(), get_object_or_404(Office, code=code)
    acts.require_may_name(office, person(request), at=at)
    found = offered(request, [office.pk], but=person(request), at=at)
    data = request.POST if request.method == "POST" else None
    form = ActingHeadForm(data, people=people_to_choose(found.people), at=at, initial={"starts_at": at})
    if request.method != "POST":
        return _show(request, office, form, found, at=at)
    if not form.is_valid():
        return _show(request, office, form, found, at=at, status=400)
    try:
        acts.name(office_id=office.pk, user_id=form.cleaned_data["person"], **form.times(), by=person(request), at=at)
    except Refused as refused:
        form.take(refused)
        return _show(request, office, form, found, at=at, status=refused.status)
    messages.success(request, gettext("The acting head is named, and everyone concerned is told."))
    return redirect("acting_head", code=code)


@page
@require_POST
def end(request: HttpRequest, code: str, posting_id: int) -> HttpResponse:
    """Let an acting head be so no longer."""
    get_object_or_404(Posting, pk=posting_id, office__code=code)
    acts.end(posting_id=posting_id, by=person(request), at=clock.now())
    messages.success(request, gettext("The office has no acting head any more."))
    return redirect("acting_head", code=code)


def _show(
    request: HttpRequest, office: Office, form: ActingHeadForm, found: Offered, *, at: datetime, status: int = 200
) -> HttpResponse:  # fmt: skip
    not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    held = office.postings.filter(not_over, role=Role.HEAD).select_related("user", "office")
    context = {"office": office, "heads": held.order_by("starts_at", "pk"), "form": form, "offered": found, "at": at}
    return render(request, "approvals/acting_head.html", context, status=status)
