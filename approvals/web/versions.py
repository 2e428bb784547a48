"""One version: shown, proposed, put in force by a second officer now or later, and that called off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from approvals.actions import enact as enacting
from approvals.actions import policies as acts
from approvals.models import PolicyVersion
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.forms.versions import EnactForm, ReasonForm
from approvals.web.version_page import refuse, show, version_of


@page
@require_safe
def version(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """Show one version: its levels drawn as a route, when it applies, what it changes, who put it in force."""
    return show(request, version_of(policy_id, number))


@page
@require_POST
def propose(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """Propose a version to a second policy officer, or name its faults."""
    try:
        acts.propose(policy_id=policy_id, number=number, by=person(request), at=clock.now())
    except Refused as refused:
        return refuse(request, policy_id, number, refused)
    messages.success(request, gettext("The version is proposed. Another policy officer can put it in force."))
    return redirect("policy_version", policy_id=policy_id, number=number)


@page
@require_POST
def enact(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """Put a proposed version in force, as the second officer: at once, or at the instant that is given."""
    at = clock.now()
    form = EnactForm(request.POST, at=at)
    if not form.is_valid():
        return show(request, version_of(policy_id, number), status=400, enact_form=form)
    instant = form.cleaned_data["takes_effect_at"]
    try:
        made = enacting.enact(policy_id=policy_id, number=number, by=person(request), at=at, takes_effect_at=instant)
    except Refused as refused:
        if "takes_effect_at" not in refused.errors:
            return refuse(request, policy_id, number, refused)
        form.take(refused)
        return show(request, version_of(policy_id, number), status=refused.status, enact_form=form)
    if made.status == PolicyVersion.Status.SCHEDULED:
        messages.success(request, gettext("The version takes effect at its instant. Until then it can be called off."))
    else:
        messages.success(request, gettext("The version is in force. Drafts in review keep the version they have."))
    return redirect("policy_version", policy_id=policy_id, number=number)


@page
@require_POST
def call_off(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """Take a scheduled version back to proposed."""
    reason, at = request.POST.get("reason", ""), clock.now()
    try:
        enacting.call_off(policy_id=policy_id, number=number, reason=reason, by=person(request), at=at)
    except Refused as refused:
        if "reason" not in refused.errors:
            return refuse(request, policy_id, number, refused)
        form = ReasonForm.refused(request.POST, refused)
        return show(request, version_of(policy_id, number), status=refused.status, reason_form=form)
    messages.success(request, gettext("It is called off. The version is proposed again, and the one in force stays."))
    return redirect("policy_version", policy_id=policy_id, number=number)
