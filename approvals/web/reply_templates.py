"""Reply templates: read by whoever may begin a reply with them, kept by their office, or by the policy officers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from approvals import reply_templates as reading
from approvals.actions import templates as acts
from approvals.models import ReplyTemplate
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.forms.reply_templates import TemplateForm
from approvals.web.forms.writing import topic_name
from approvals.web.paging import Cursor, newest_first


@page
@require_http_methods(["GET", "HEAD", "POST"])
def reply_templates(request: HttpRequest) -> HttpResponse:
    """List the templates that the reader may read; write one."""
    at, user = clock.now(), person(request)
    offices, is_officer = reading.kept_by(user, at=at)
    form = TemplateForm(request.POST if request.method == "POST" else None, offices=offices, is_officer=is_officer)
    if request.method != "POST":
        return _show(request, form)
    if not offices and not is_officer:
        raise Refused("not_template_keeper")
    if not form.is_valid():
        return _show(request, form, status=400)
    try:
        template = acts.write(asked=form.asked(), by=user, at=at)
    except Refused as refused:
        form.take(refused)
        return _show(request, form, status=refused.status)
    messages.success(request, gettext("The template “%(name)s” can be used from now on.") % {"name": template.name})
    return redirect("reply_templates")


@page
@require_POST
def retire(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Retire a template."""
    template = acts.retire(template_id=template_id, by=person(request), at=clock.now())
    messages.success(request, gettext("The template “%(name)s” is retired.") % {"name": template.name})
    return redirect("reply_templates")


def _show(request: HttpRequest, form: TemplateForm, *, status: int = 200) -> HttpResponse:
    at, user = clock.now(), person(request)
    offices, is_officer = reading.kept_by(user, at=at)
    after = Cursor.parse(request.GET.get("after", ""), id_from=UUID)
    found = reading.visible(user, at=at).filter(retired_at__isnull=request.GET.get("show") != "retired")
    listed = newest_first(found, time="written_at", after=after, ties="-pk")
    mine = {office.pk for office in offices}
    named = {topic.slug: topic_name(topic) for topic in reading.topics()}
    context = {
        "form": form,
        "listed": listed,
        "rows": [(one, _keeps(one, mine, is_officer), [named.get(slug, slug) for slug in one.topics])
                 for one in listed.rows],
        "keeps": bool(offices) or is_officer,
        "show": request.GET.get("show", ""),
    }  # fmt: skip
    return render(request, "approvals/reply_templates.html", context, status=status)


def _keeps(template: ReplyTemplate, mine: set[int], is_officer: bool) -> bool:  # noqa: FBT001
    return is_officer if template.office_id is None else template.office_id in mine
