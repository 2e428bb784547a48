"""Who has the level that awaits the reader, and what they may do about that: shown beside the decision."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import Form

from accounts.models import User
from approvals.models import Step
from approvals.web.draft_page import DraftPage
from approvals.web.forms import claims as forms


@dataclass(frozen=True, slots=True)
class Claiming:
    """What the reader may do about who has a level: what a draft's page shows beside the decision."""

    step: Step | None
    verbs: tuple[str, ...]
    colleagues: list[User]
    claim: Form
    reassign: Form

    @classmethod
    def of(cls, page: DraftPage, typed: Mapping[str, Form]) -> "Claiming":
        """Return it for the level that awaits the reader; `typed` has the form that was refused, if one was."""
        step, verbs = page.standing.step, page.standing.verbs
        colleagues = page.colleagues(step) if step is not None and "reassign" in verbs else []
        return cls(
            step,
            verbs,
            colleagues,
            typed.get("claim") or forms.ClaimForm(auto_id="claim_%s"),
            typed.get("reassign") or forms.ReassignForm(colleagues=colleagues, auto_id="reassign_%s"),
        )
