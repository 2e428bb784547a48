"""Two who decide the same rows at the same moment, and one who sends the same twice: each draft is decided once."""

from functools import partial

import pytest

from approvals import audit
from approvals.actions import saved_views
from approvals.actions.decide_several import Act, Chosen, decide_several
from approvals.models import Decision, SavedView, Step
from tests.actions.asking import hash_of
from tests.people import NOW, fresh
from tests.races.together import codes, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def said(outcomes):
    """Return of each draft whether it was done now, or before, or the code it was refused with."""
    return ["done" if one.is_done else "before" if one.before else one.refused.code for one in outcomes]


def at_the_desk(ministry, number):
    return [ministry.approve(ministry.submitted(f"Text {n}."), ministry.helen) for n in range(number)]


def test_of_two_people_who_approve_the_same_rows_one_decides_each(ministry):
    """Guarantee 8."""
    for _ in range(ROUNDS):
        drafts = at_the_desk(ministry, 4)
        chosen = [Chosen(draft.pk, hash_of(draft)) for draft in drafts]
        act = partial(decide_several, act=Act.APPROVE, at=NOW, door="POST")
        # Each goes through them in another order: no lock is held from one draft to the next.
        first, second = together(
            partial(act, by=ministry.dana, chosen=chosen), partial(act, by=ministry.dirk, chosen=chosen[::-1])
        )
        for one, other in zip(said(first), reversed(said(second)), strict=True):
            assert sorted((one, other)) == ["done", "step_closed"]
        for draft in drafts:
            assert Decision.objects.filter(draft=draft, step__name="Desk").count() == 1
            assert Step.objects.get(route=fresh(draft).route_id, name="Desk").status == "passed"
            assert list(audit.verify(fresh(draft))) == []


def test_the_same_sent_twice_at_once_is_done_once_and_told_so_to_both(ministry):
    for _ in range(ROUNDS):
        drafts = at_the_desk(ministry, 3)
        chosen = [Chosen(draft.pk, hash_of(draft)) for draft in drafts]
        send = partial(
            decide_several, act=Act.REQUEST_CHANGES, chosen=chosen, by=ministry.dana, at=NOW, door="POST",
            comment="Say when.",
        )  # fmt: skip
        first, second = together(send, send)
        for one, other in zip(said(first), said(second), strict=True):
            assert sorted((one, other)) == ["before", "done"]
        assert Decision.objects.filter(draft__in=drafts, verdict="request_changes").count() == 3


def test_of_two_views_of_one_name_saved_at_once_one_is_kept(ministry):
    save = partial(saved_views.save, query="urgency=crisis", by=ministry.helen, at=NOW)
    assert codes(together(partial(save, name="Crises"), partial(save, name="crises"))) == ["ok", "view_repeated"]


def test_of_two_views_shown_first_at_once_one_is(ministry):
    views = [saved_views.save(name=name, query=f"q={name}", by=ministry.helen, at=NOW) for name in ("one", "two")]
    acts = [partial(saved_views.show_first, view_id=view.pk, by=ministry.helen) for view in views]
    assert codes(together(*acts)) == ["ok", "ok"]
    assert SavedView.objects.filter(is_default=True).count() == 1
