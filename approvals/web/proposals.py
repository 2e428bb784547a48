"""The wordings that approvers proposed in the last round, for an author who may still take one as it is."""

from dataclasses import replace

from approvals import checks
from approvals.models import Decision
from approvals.rules import difference
from approvals.web.draft_page import DraftPage
from approvals.web.draft_parts import Proposed


def proposals_of(page: DraftPage) -> list[Proposed]:
    """Return them for whoever may take one; nothing for anybody else. No query."""
    if "revise" not in page.standing.verbs:
        return []
    made = [decision for step in page.present_steps for decision in step.decisions.all() if decision.proposal]
    return [proposed for decision in made if (proposed := _proposed(page, decision))]


def _proposed(page: DraftPage, decision: Decision) -> Proposed | None:
    """Return a proposal with what it changes; None when the draft has changed and it cannot be taken as it is."""
    body = page.draft.current.body
    content = replace(body, text=decision.proposal)
    if content.digest() != decision.proposal_hash or content == body:
        return None
    found = checks.check(content, page.channels, at=page.at)
    to_confirm = list(dict.fromkeys(problem for post in found for problem in post.check.to_confirm))
    return Proposed(decision, difference.segments(body.text, decision.proposal), to_confirm)
