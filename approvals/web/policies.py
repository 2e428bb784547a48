"""Policies: read by everyone, and written as a new version by policy officers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from approvals.actions import policies as acts
from approvals.actions import writing_at_once
from approvals.models import Policy, PolicyVersion
from approvals.refusals import Refused
from approvals.web.conditions import Vocabulary
from approvals.web.door import page, person
from approvals.web.forms.policies import NewPolicyForm, VersionForm
from approvals.web.forms.policy_sheet import Sheet
from approvals.web.policy_page import listed
from approvals.web.version_conflict import Conflict, conflict_with
from approvals.web.version_page import is_officer, policy_of, with_levels

Status = PolicyVersion.Status
# The buttons that save: under what the writer began from, or beside whatever others have saved.
SAVING = {"save": "", "save-beside": writing_at_once.ANEW}


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
                made = acts.create_policy(**form.cleaned_data, by=person(request), at=timezone.now())
                return redirect("policy_edit", policy_id=made.pk)
            except Refused as refused:
                form.add_error("name" if refused.field == "name" else None, refused.sentence)
                status = refused.status
    rows = listed(Vocabulary())
    context = {"policies": rows, "form": form, "is_officer": is_officer(request)}
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


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, policy_id: int) -> HttpResponse:
    """Write the next version; adding, moving and removing levels save nothing."""
    if not is_officer(request):
        raise Refused("not_policy_officer")
    written, words = policy_of(policy_id), Vocabulary()
    if request.method != "POST":
        form = VersionForm(_start(request, written, words), words=words)
        form.forget_errors()
        return _edit_page(request, written, form)
    sheet, do = Sheet.typed(request.POST.dict()), request.POST.get("do", "")
    sheet.do(do)
    form = VersionForm(sheet, words=words)
    if do not in SAVING:
        form.forget_errors()
        return _edit_page(request, written, form)
    if not form.is_valid():
        return _edit_page(request, written, form, status=400)
    try:
        saved = acts.write_version(
            policy_id=policy_id, levels=form.level_inputs(), by=person(request), at=timezone.now(),
            conditions=form.conditions(), note=form.cleaned_data["note"], seen=SAVING[do] or sheet.seen,
        )  # fmt: skip
    except Refused as refused:
        if refused.code != "version_changed":
            raise
        return _edit_page(request, written, form, status=409, conflict=conflict_with(written, refused, form, words))
    messages.success(
        request, gettext("Version %(number)s is saved. Propose it when it is ready.") % {"number": saved.number}
    )
    return redirect("policy_version", policy_id=policy_id, number=saved.number)


def _edit_page(
    request: HttpRequest, written: Policy, form: VersionForm, *, status: int = 200, conflict: Conflict | None = None
) -> HttpResponse:
    context = {"policy": written, "form": form, "seen": form["seen"].value(), "conflict": conflict}
    return render(request, "approvals/policy_edit.html", context, status=status)


def _start(request: HttpRequest, written: Policy, words: Vocabulary) -> Sheet:
    """Return what the form begins with: the version asked for, or the one this person writes, in force, or newest."""
    versions = list(with_levels(written.versions.order_by("-number")))
    wanted = [version for version in versions if str(version.number) == request.GET.get("from", "")]
    being_written = [version for version in versions if version.status == Status.DRAFT]
    own = [version for version in being_written if version.created_by_id == person(request).pk]
    in_force = [version for version in versions if version.status == Status.IN_FORCE]
    first = next(iter([*wanted, *own, *in_force, *versions]), None)
    sheet = Sheet.of(first, words) if first else Sheet()
    if not sheet.levels:
        sheet.do("add")
    if first is not None and first in being_written:
        sheet.note, sheet.seen = first.note, writing_at_once.mark_of(first)
    else:
        sheet.seen = writing_at_once.mark_anew(written)
    return sheet
