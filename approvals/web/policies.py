"""Policies: listed in the order in which drafts are compared with them, and started."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from approvals.actions import policies as acts
from approvals.models import PolicyVersion
from approvals.refusals import Refused
from approvals.web.conditions import Vocabulary
from approvals.web.door import is_officer, page, person
from approvals.web.forms.policies import NewPolicyForm
from approvals.web.policy_page import listed
from approvals.web.version_page import policy_of

Status = PolicyVersion.Status


@page
@require_http_methods(["GET", "HEAD", "POST"])
def policies(request: HttpRequest) -> HttpResponse:
    """List the policies with the version in force; start a new one."""
    form = NewPolicyForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = acts.create_policy(**form.cleaned_data, by=person(request), at=clock.now())
                return redirect("policy_edit", policy_id=made.pk)
            except Refused as refused:
                form.add_error("name" if refused.field == "name" else None, refused.sentence)
                status = refused.status
    rows = listed(Vocabulary())
    has_default = any(row.policy.is_default and row.in_force for row in rows)
    context = {"policies": rows, "form": form, "is_officer": is_officer(request), "has_default": has_default}
    return render(request, "approvals/policies.html", context, status=status)


@page
@require_safe
def policy(request: HttpRequest, policy_id: int) -> HttpResponse:
    """Lead to the version that counts: the one in force, else the newest."""
    versions = list(policy_of(policy_id).versions.order_by("-number"))
    if not versions:
        return redirect("policy_edit", policy_id=policy_id)
    shown = next((version for version in versions if version.status == Status.IN_FORCE), versions[0])
    return redirect("policy_version", policy_id=policy_id, number=shown.number)
