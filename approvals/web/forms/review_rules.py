"""The form of a rule that says who reviews what went out without prior approval."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from approvals.actions.review_rules import LAST_ORDER, RuleTerms
from approvals.models import ReviewRule, RunsOn, Selector
from approvals.refusals import Refused
from approvals.web.conditions import Vocabulary
from approvals.web.forms.conditions import KEPT, WHEN, as_rows, combined, said_of_kept, when_forms
from approvals.web.forms.fields import ClockField, HoursField
from approvals.web.forms.policies import DECIDING, AskedForm, KeptForm
from approvals.web.forms.policy_sheet import hours, rows_flat, rows_typed

PLAIN = (
    "name", "order", "selector", "office", "role", "limit", "runs_on", "remind_percent", "escalate_after",
    "escalate_selector", "escalate_office", "escalate_role", *KEPT,
)  # fmt: skip


class RuleForm(KeptForm, AskedForm):
    """One rule: which posts, who reviews them, within what time, and whom a late review turns to."""

    sometimes_needed = AskedForm.sometimes_needed | frozenset({"escalate_office", "escalate_role", "escalate_selector"})

    name = forms.CharField(label=_("Name"), max_length=80)
    order = forms.IntegerField(
        label=_("Order"), min_value=1, max_value=LAST_ORDER,
        help_text=_("Of two rules that match a post, the one with the lower number is taken."),
    )  # fmt: skip
    limit = HoursField(
        label=_("Time limit in hours"), min_value=0.02,
        help_text=_("For cleared lines and bypasses; a pre-authorization says its own."),
    )  # fmt: skip
    runs_on = ClockField(usual=RunsOn.WORKING)
    remind_percent = forms.IntegerField(label=_("Remind when so many percent are used up"), min_value=1, max_value=99)
    escalate_after = HoursField(
        label=_("Hours after the deadline"), min_value=0, required=False, help_text=_("Leave it empty for nobody.")
    )
    escalate_selector = forms.ChoiceField(label=_("Who is turned to"), required=False, choices=Selector.choices)
    escalate_office = forms.TypedChoiceField(label=_("Office"), required=False, coerce=int, empty_value=None)
    escalate_role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", "—"), *DECIDING])

    def __init__(self, data: Mapping[str, str], *, words: Vocabulary) -> None:
        named = [(str(pk), name) for pk, name in Office.objects.order_by("name").values_list("pk", "name")]
        super().__init__(data, offices=named)
        self.fields["escalate_office"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["selector"].label = _("Who reviews")
        self.whens = when_forms(data, "when", words)
        self.kept_said = said_of_kept(data.get("kept", ""), words)

    def is_valid(self) -> bool:
        """Say whether all of it can be handed to the action."""
        return all([super().is_valid(), *(when.is_valid() for when in self.whens)])

    def forget_errors(self) -> None:
        """Show what was typed without judging it."""
        for part in (self, *self.whens):
            part.errors.clear()

    def terms(self) -> RuleTerms:
        """Return the rule as the action takes it; the form must be valid."""
        typed = self.cleaned_data
        return RuleTerms(
            name=typed["name"], order=typed["order"], conditions=combined(self.whens, typed),
            selector=typed["selector"], office_id=typed["office"], role=typed["role"], limit=typed["limit"],
            runs_on=typed["runs_on"], remind_percent=typed["remind_percent"], escalate_after=typed["escalate_after"],
            escalate_selector=typed["escalate_selector"] or Selector.OFFICE,
            escalate_office_id=typed["escalate_office"],
            escalate_role=typed["escalate_role"] if typed["escalate_after"] is not None else "",
        )  # fmt: skip

    def take(self, refused: Refused) -> None:
        """Show a refusal beside its field, or above the form."""
        for name, sentences in (refused.errors or {"": [refused.sentence]}).items():
            self.add_error(name if name in self.fields else None, list(sentences))


def typed(data: QueryDict) -> dict[str, str]:
    """Return what a request holds, a blank row after the last condition."""
    return {name: data.get(name, "") for name in PLAIN} | rows_flat("when", rows_typed(data, "when", WHEN), WHEN)


def of_rule(rule: ReviewRule, words: Vocabulary) -> dict[str, str]:
    """Return a rule as the form holds it."""
    whens, kept = as_rows(rule.conditions, words)
    return {
        "name": rule.name, "order": str(rule.order), "selector": rule.selector, "office": str(rule.office_id or ""),
        "role": rule.role, "limit": hours(rule.limit), "runs_on": rule.runs_on,
        "remind_percent": str(rule.remind_percent), "escalate_after": hours(rule.escalate_after),
        "escalate_selector": rule.escalate_selector, "escalate_office": str(rule.escalate_office_id or ""),
        "escalate_role": rule.escalate_role, **kept, **rows_flat("when", whens, WHEN),
    }  # fmt: skip
