"""A draft's page: one column to read, one to act."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.fresh import signed_in_at
from accounts.reader import seats
from approvals import bypassing, freezes, review_queue
from approvals.actions.line_clearance import require_lines_stand
from approvals.lifecycle import State
from approvals.models import Draft, Hold, Publication, Review
from approvals.refusals import Refused
from approvals.risk import is_at_risk
from approvals.rules.authority import is_fresh
from approvals.rules.content import Post
from approvals.web.at_once import AtOnce
from approvals.web.claiming import Claiming
from approvals.web.conditions import Vocabulary
from approvals.web.door import draft_for, page, person
from approvals.web.draft_page import DraftPage
from approvals.web.draft_parts import Proposed
from approvals.web.forms import verbs as forms
from approvals.web.onward import comes_from_queue
from approvals.web.overrides import Shown
from approvals.web.overrides import shown as in_words
from approvals.web.paging import Cursor
from approvals.web.proposals import proposals_of
from approvals.web.queue_next import view_in
from approvals.web.route_strip import strip_of
from approvals.web.talk import talk
from approvals.web.typed import ordinal_in
from approvals.web.why_not import cannot_decide
from channels.connectors.hand_over import compose_link
from channels.guarding import guards
from channels.models import Channel
from channels.platforms.catalogue import image_limits

# What the panel of the decision holds.
DECISIONS = {"approve", "request_changes", "reject", "ask"}


@page
@require_safe
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft: the post as it will appear, where it is and who has it, what happened, and what one may do."""
    return show(request, draft_for(request, draft_id), at=clock.now())


def show(
    request: HttpRequest, found: Draft, *, at: datetime, status: int = 200, refused: Refused | None = None,
    typed: Mapping[str, Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a draft's page; after a refusal with its sentence, the newer text, and what the person had typed."""
    shown = DraftPage(
        found, person(request), at, compare=_chosen(request, found), typed=typed or {}, seats=seats(request)
    )
    context = {
        "page": shown,
        "draft": found,
        "at": at,
        "verbs": shown.standing.verbs,
        "forms": _forms(shown, typed or {}, opened=request.GET.get("act", ""), at=at),
        "refused": refused,
        "is_stale": refused is not None and refused.code == "stale_revision",
        **_deciding(request, shown, refused),
        "strip": strip_of(shown.present_shown),
        "passage_at": request.GET.get("passage"),
        "asked": shown.asked_to_comment({seat.place for seat in seats(request)}),
        "at_risk": is_at_risk(found, at=at),
        "claiming": Claiming.of(shown, typed or {}),
        "reviews": _reviews(found),
        "corrects": review_queue.that_opened(found),
        "holds": _holds(shown) if shown.waits.stops_all else [],
        "freezes": list(freezes.of_channels(shown.channels).values()),
        "guarded": _guarded(request, shown),
        "at_once": AtOnce.of(request, shown),
        "lines_stop": _lines_stop(found, at=at),
        "bypassed": bypassing.of_draft(found, shown.present_steps),
        **talk(request, found),
    }
    return render(request, "approvals/draft.html", context, status=status)


def _deciding(request: HttpRequest, shown: DraftPage, refused: Refused | None) -> dict[str, Any]:
    """Return what the buttons of the page need: which one was pressed or asked for, and why one cannot be."""
    step = shown.standing.step
    act = next(iter(shown.typed), "") or request.GET.get("act", "")
    cannot, proposals = cannot_decide(shown, seats(request)), proposals_of(shown)
    hand_overs = _hand_overs(shown, shown.typed) if shown.standing.publishes else []
    is_fresh_needed = step is not None and step.fresh_sign_in
    return {
        "act": act,
        "refused_at": act if refused is not None and act in _places(shown, cannot, hand_overs, proposals) else "",
        "decisions": sorted(DECISIONS),
        "cannot_decide": cannot,
        "needs_sign_in": is_fresh_needed and not is_fresh(signed_in_at(request), at=shown.at),
        "place": Cursor(step.due_at, str(step.pk)) if step is not None and step.due_at else "",
        "from_queue": comes_from_queue(request),
        "queue_view": view_in(request),
        "proposals": proposals,
        "hand_overs": hand_overs,
    }


def _places(
    shown: DraftPage, cannot: str, hand_overs: Sequence[Mapping[str, Any]], proposals: Sequence[Proposed]
) -> set[str]:
    """Return the verbs whose button is on the page: there a refusal is said."""
    verbs = {"comment", *shown.standing.verbs} - {"bypass", "revise", "publish"}
    if shown.standing.step is not None or cannot:
        verbs |= DECISIONS
    if any(one["is_typed"] and one["publication"] is None for one in hand_overs):
        verbs.add("publish")
    return verbs | ({"accept"} if proposals else set())


def _forms(shown: DraftPage, typed: Mapping[str, Form], *, opened: str, at: datetime) -> dict[str, Form]:
    """Return the forms of the verbs, the one that was refused as it was typed.

    What is typed goes into the form that the address opens, from the first letter on: no script has to put it there,
    and no fragment in the address may take the focus away, for the letters would then be taken for keys that decide.
    """
    wording = shown.draft.current.body.text
    fresh: dict[str, Form] = {
        "submit": forms.ConfirmForm(auto_id="submit_%s"),
        "fast_track": forms.ConfirmForm(auto_id="fast_track_%s"),
        "accept": forms.ConfirmForm(auto_id="accept_%s"),
        "approve": forms.ApproveForm(auto_id="approve_%s"),
        "request_changes": forms.ChangesForm(initial={"proposal": wording}, auto_id="changes_%s"),
        "reject": forms.RejectForm(auto_id="reject_%s"),
        "comment": forms.CommentForm(auto_id="comment_%s"),
        "ask": forms.AskForm(auto_id="ask_%s"),
        "retract": forms.RetractForm(at=at, auto_id="retract_%s"),
    }
    if opened in DECISIONS and not typed:
        next(iter(fresh[opened])).field.widget.attrs["autofocus"] = True
    return {**fresh, **typed}


def _hand_overs(shown: DraftPage, typed: Mapping[str, Form]) -> list[dict[str, Any]]:
    """Return each post with where it is out, or with what it takes to publish it by hand; nothing once all are out."""
    out = {(publication.channel_id, publication.language): publication for publication in shown.publications}
    found = []
    for checked in (checked for post in shown.posts for checked in post.posts):
        publication = out.get((checked.channel.pk, checked.post.language))
        found.append(_hand_over(shown, checked.channel, checked.post, publication, typed.get("publish")))
    return found if any(one["publication"] is None for one in found) else []


def _reviews(found: Draft) -> list[Review]:
    """Return the reviews that the draft owes or owed, the latest first: one short query where there is none."""
    owes = found.route_id is not None and found.reviews.exists()
    return list(review_queue.of_drafts([found])) if owes else []


def _lines_stop(found: Draft, *, at: datetime) -> Refused | None:
    """Return why the lines that a cleared draft rests on stop it. Two queries; none for one that levels cleared."""
    if found.state != State.CLEARED:
        return None
    try:
        require_lines_stand(found, published_at=None, at=at)
    except Refused as refused:
        return refused
    return None


def _holds(shown: DraftPage) -> list[tuple[Hold, Shown]]:
    """Return the holds that the draft waits on, in words."""
    words = Vocabulary()
    return [(hold, in_words(hold, words)) for hold in shown.waits.holds]


def _guarded(request: HttpRequest, shown: DraftPage) -> list[Channel]:
    """Return the accounts of a draft of which the reader may say that they may be compromised."""
    return [one for one in shown.channels if one.state == Channel.State.ACTIVE and guards(seats(request), one)]


def _hand_over(
    shown: DraftPage, channel: Channel, post: Post, publication: Publication | None, typed: Form | None
) -> dict[str, Any]:
    where = {"channel": str(channel.pk), "language": post.language}
    is_typed = typed is not None and all(typed.data.get(name) == value for name, value in where.items())
    blank = forms.PublishForm(initial=where, at=shown.at, auto_id=f"publish_{channel.pk}_{post.language}_%s")
    reply = shown.draft.current.body.in_reply_to or None
    return {
        "channel": channel,
        "post": post,
        "publication": publication,
        "form": typed if is_typed else blank,
        "is_typed": is_typed,
        "hold": shown.waits.on(post),
        "no_descriptions": image_limits(channel.platform, on=shown.at.date()).description is None,
        "compose": compose_link(platform=channel.platform, text=post.text, handle=channel.handle, in_reply_to=reply),
    }


def _chosen(request: HttpRequest, found: Draft) -> tuple[int | None, int | None]:
    """Return the numbers of the two revisions to compare; after a stale decision, from the one that was read."""
    read = request.POST.get("revision")
    if read and read.isalnum() and read != found.current.hash:
        old = found.revisions.filter(hash=read).order_by("-number").values_list("number", flat=True).first()
        return old, None
    old, new = (ordinal_in(request.GET.get(name, "")) for name in ("from", "to"))
    return old, new
