"""Review rules: who reviews what went out without prior approval, read by everyone, kept by policy officers."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from approvals.actions import review_rules as acts
from approvals.models import ReviewRule
from approvals.refusals import Refused
from approvals.web.condition_sentences import Spoken
from approvals.web.conditions import Vocabulary
from approvals.web.door import is_officer, page, person, require_officer
from approvals.web.forms.conditions import suggested
from approvals.web.forms.review_rules import RuleForm, of_rule, typed


@dataclass(frozen=True, slots=True)
class Listed:
    """One rule of the list, its conditions in words."""

    rule: ReviewRule
    said: Spoken


@page
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules in the order in which a post is compared with them, the default last."""
    words = Vocabulary()
    found = ReviewRule.objects.select_related("office", "escalate_office").order_by("is_default", "order", "pk")
    listed = [Listed(rule, words.spoken(rule.conditions)) for rule in found]
    return render(request, "approvals/review_rules.html", {"listed": listed, "is_officer": is_officer(request)})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Write a rule anew."""
    return _edit(request, None)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Change a rule."""
    rule = ReviewRule.objects.filter(pk=rule_id).first()
    if rule is None:
        raise Refused("not_found")
    return _edit(request, rule)


@page
@require_POST
def remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a rule out."""
    acts.remove_rule(rule_id=rule_id, by=person(request), at=clock.now())
    messages.success(request, gettext("The rule is removed. Reviews that are owed stay with whom they were asked of."))
    return redirect("review_rules")


def _edit(request: HttpRequest, rule: ReviewRule | None) -> HttpResponse:
    """Show the form and save it; another row of a condition saves nothing."""
    require_officer(request)
    words = Vocabulary()
    if request.method != "POST":
        return _form_page(request, rule, RuleForm(of_rule(rule or ReviewRule(), words), words=words), words)
    form = RuleForm(typed(request.POST), words=words)
    if request.POST.get("do") != "save":
        return _form_page(request, rule, form, words)
    if not form.is_valid():
        return _form_page(request, rule, form, words, status=400)
    try:
        saved = acts.set_rule(
            terms=form.terms(), by=person(request), at=clock.now(), rule_id=rule.pk if rule is not None else None
        )
    except Refused as refused:
        form.take(refused)
        return _form_page(request, rule, form, words, status=refused.status)
    messages.success(request, gettext("The rule “%(name)s” is kept.") % {"name": saved.name})
    return redirect("review_rules")


def _form_page(
    request: HttpRequest, rule: ReviewRule | None, form: RuleForm, words: Vocabulary, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    if status == 200:
        form.forget_errors()
    is_default = rule.is_default if rule is not None else not ReviewRule.objects.filter(is_default=True).exists()
    context = {"rule": rule, "form": form, "suggested": suggested(words), "is_default": is_default}
    return render(request, "approvals/review_rule.html", context, status=status)
