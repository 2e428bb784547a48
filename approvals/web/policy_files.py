"""Policies as files: a version is downloaded, a file is tried without saving anything, and then proposed."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from approvals import facts
from approvals.actions import import_policy as acts
from approvals.models import WHOM_LEVELS_ASK, Policy, PolicyVersion
from approvals.policy_file import reading, schema, writing
from approvals.refusals import Refused
from approvals.web.condition_sentences import Spoken
from approvals.web.conditions import Vocabulary
from approvals.web.door import page, person, require_officer
from approvals.web.drawing import DrawnPosition, draw_rules
from approvals.web.forms.policy_file import PolicyFileForm
from approvals.web.judged import Judged
from approvals.web.uploads import bound
from approvals.web.version_changes import told_between

Status = PolicyVersion.Status


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What an import would make: the version drawn, and what it changes against the version in force."""

    version: PolicyVersion
    is_new: bool
    positions: list[DrawnPosition]
    applies: Spoken | None
    in_force: PolicyVersion | None
    changes: list[str]
    judged: Judged


@login_not_required
@require_safe
def schema_file(request: HttpRequest) -> HttpResponse:
    """Give the schema of policy files to anybody's editor: it says nothing of this ministry."""
    return HttpResponse(schema.text(), content_type="application/schema+json")


@page
@require_safe
def download(request: HttpRequest, policy_id: int, number: int) -> HttpResponse:
    """Give one version as a file."""
    versions = PolicyVersion.objects.select_related("policy")
    found = versions.prefetch_related(*WHOM_LEVELS_ASK).filter(policy=policy_id, number=number).first()
    if found is None:
        raise Refused("not_found")
    response = HttpResponse(writing.write(found), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{writing.file_name(found)}"'
    return response


# The token is asked for below, once the upload is bounded: whoever asks for it reads the whole form.
@csrf_exempt
@page
@require_http_methods(["GET", "HEAD", "POST"])
def import_(request: HttpRequest) -> HttpResponse:
    """Show what a file would make, saving nothing; then, by a second request, propose it."""
    require_officer(request)
    bound(request, require_size=reading.require_size)
    return _import(request)


@csrf_protect
def _import(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PolicyFileForm())
    form = PolicyFileForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            return _page(request, form, status=400)
        text = form.cleaned_data["as_text"]
        if request.POST.get("do") != "import":
            return _page(request, form, text=text, rehearsed=_rehearsed(request, text))
        made = acts.import_policy(text=text, by=person(request), at=clock.now())
    except Refused as refused:
        return _page(request, form, text=form.cleaned_data.get("as_text", ""), refused=refused, status=refused.status)
    messages.success(request, gettext("The version is proposed. Another policy officer can put it in force."))
    return redirect("policy_version", policy_id=made.policy_id, number=made.number)


def _page(
    request: HttpRequest,
    form: PolicyFileForm,
    *,
    text: str = "",
    rehearsed: Rehearsed | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    # What was sent as a file comes back as text, to be mended in place; no page can choose a file for its reader.
    shown = PolicyFileForm(initial={"text": text}) if text else form
    context = {"form": shown, "text": text, "rehearsed": rehearsed, "refused": refused}
    return render(request, "approvals/policy_import.html", context, status=status)


def _rehearsed(request: HttpRequest, text: str) -> Rehearsed:
    words, at = Vocabulary(), clock.now()
    version = acts.rehearse(text=text, by=person(request), at=at)
    in_force = (
        PolicyVersion.objects.select_related("policy")
        .prefetch_related("levels__escalations")
        .filter(policy__name=version.policy.name, status=Status.IN_FORCE)
        .first()
    )
    return Rehearsed(
        version=version,
        is_new=not Policy.objects.filter(name=version.policy.name).exists(),
        positions=draw_rules(facts.policy_rule(version).levels, offices=_offices(version), words=words),
        applies=words.spoken(version.conditions) if version.conditions else None,
        in_force=in_force,
        changes=told_between(in_force, version, words) if in_force else [],
        judged=Judged.of(version, at=at),
    )


def _offices(version: PolicyVersion) -> dict[int, str]:
    """Return the names of the offices that a version's levels name."""
    return {level.office_id: level.office.name for level in version.levels.all() if level.office and level.office_id}
