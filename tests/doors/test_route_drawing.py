"""A route is drawn in words and shapes: levels in order, those asked at the same time together, how each one asks."""

from django.template.loader import render_to_string

from approvals.rules.routing import Who
from approvals.web.conditions import Vocabulary
from approvals.web.drawing import draw_rules
from tests.doors.pages import words
from tests.rules.facts import HOUR, asks, level


def drawn(*levels, offices=None, **context):
    positions = draw_rules(levels, offices=offices or {}, words=Vocabulary())
    return render_to_string("approvals/_route_drawing.html", {"positions": positions, **context})


def test_levels_are_drawn_in_order_and_parallel_ones_together(db):
    page = drawn(
        level(1, 1),
        level(2, 2, who=Who("office", "approver", 7), mode="silence", limit=HOUR / 2),
        level(3, 2, mode="inform"),
        offices={7: "Legal"},
    )
    assert words(page) == (
        "Submitted Level 1 Must approve · 4 h on the clock Head of mission, The author's own office At the same time: "
        "Level 2 Passes by silence · 30 min on the clock Approver, Legal Level 3 Is told "
        "Head of mission, The author's own office Cleared"
    )
    assert page.count("ap-flow-parallel") == 1
    for shape in ("ap-flow-approve", "ap-flow-silence", "ap-flow-inform"):
        assert page.count(shape) == 1


def test_what_is_particular_about_a_level_is_said(db):
    special = level(1, quorum="n", quorum_n=2, may_reject=False, fresh_sign_in=True, carry="minor",
                    conditions=asks("urgency", "urgent"))  # fmt: skip
    told = words(drawn(special))
    assert "When the urgency is Urgent Level 1" in told
    for mark in ("2 people must approve", "May not reject", "Fresh sign-in needed", "An approval carries over"):
        assert mark in told
    assert "must approve" not in words(drawn(level(1, mode="silence", quorum="all"))).lower()
    assert "fresh" not in words(drawn(level(1, mode="inform", fresh_sign_in=True))).lower()


def test_no_level_is_drawn_as_nobody_asked(db):
    assert "No level yet: nobody would be asked." in words(drawn())


def test_a_drawing_leads_to_the_levels_of_the_form_below_it(db):
    assert 'href="#level-1"' in drawn(level(1), level(2, 2), anchors=True)
    assert "href" not in drawn(level(1))
