"""A reply in a live conversation, on a phone: begun in the thread, with a template, answered within the hour."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.actions import templates
from approvals.actions.answering import Answered
from approvals.actions.templates import Template
from approvals.models import Draft
from tests.actions.test_answering import reply
from tests.people import fresh

QUESTION = "Will the visa section open on Sunday? متى تفتح السفارة؟"
TEMPLATE = "Thank you for asking."
MINUTE, RIYADH = timedelta(minutes=1), ZoneInfo("Asia/Riyadh")


@pytest.mark.parametrize("screen", ["phone"])
def test_an_author_answers_in_the_conversation_and_whoever_decides_reads_what_is_answered(desk_of, ministry, scripts):
    now = timezone.now()
    asked = Template(ministry.riyadh.pk, "Thanks", "en", TEMPLATE)
    templates.write(asked=asked, by=ministry.helen, at=now)
    first = reply(ministry, at=now - 90 * MINUTE, answers=Answered("Citizen", "Hello?", now - 100 * MINUTE))
    author = desk_of(ministry.layla)
    author.goto("/conversations/")
    author.get_by_role("link", name="With Citizen").click()
    author.get_by_role("link", name="Answer", exact=True).click()
    expect(author.get_by_text("This reply joins a conversation")).to_be_visible()
    expect(author.get_by_label("Reply", exact=True)).to_be_checked()
    expect(author.get_by_label("@EmbassyRiyadh", exact=False).first).to_be_checked()
    text = author.get_by_label("Text", exact=True)
    text.fill("Yes. See you there.")
    if scripts:
        # To the cursor, which stands behind the first word.
        text.evaluate("field => field.setSelectionRange(5, 5)")
    author.get_by_role("button", name="Insert").click()
    written = f"Yes. {TEMPLATE}See you there." if scripts else f"Yes. See you there.\n\n{TEMPLATE}"
    expect(author.get_by_label("Text", exact=True)).to_have_value(written)
    author.get_by_label("Address of the post it answers").fill("https://x.com/citizen/status/42")
    author.get_by_label("Who wrote that post").fill("Citizen")
    author.get_by_label("What that post says").fill(QUESTION)
    answer_by = (timezone.localtime(now, timezone=RIYADH) + 60 * MINUTE).strftime("%Y-%m-%dT%H:%M")
    author.get_by_label("Answer by").fill(answer_by)
    author.get_by_role("button", name="Save and submit").click()
    expect(author.get_by_text(re.compile("is submitted"))).to_be_visible()
    draft = Draft.objects.exclude(pk=first.pk).get()
    assert fresh(draft).conversation_id == fresh(first).conversation_id
    assert (draft.state, draft.current.body.text) == ("in_review", written)
    head = desk_of(ministry.helen)
    head.goto("/queue/")
    expect(head.get_by_text(QUESTION)).to_be_visible()
    expect(head.get_by_text("Answer by").first).to_be_visible()
    head.get_by_role("link", name=draft.reference).first.click()
    quoted, answer = head.get_by_text(QUESTION).bounding_box(), head.locator(".ap-post").first.bounding_box()
    assert quoted["y"] < answer["y"]
    if scripts:
        assert head.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_pages_of_a_conversation_are_accessible(page, sign_in, ministry, assert_accessible):
    now = timezone.now()
    draft = reply(ministry, at=now - 90 * MINUTE, answers=Answered("Citizen", QUESTION), answer_by=now - MINUTE)
    templates.write(asked=Template(ministry.riyadh.pk, "Thanks", "en", TEMPLATE), by=ministry.helen, at=now)
    sign_in(ministry.layla)
    conversation = fresh(draft).conversation_id
    for address in (
        "/conversations/", f"/conversations/{conversation}/", f"/drafts/{draft.pk}/", "/reply-templates/",
        f"/drafts/new/?conversation={conversation}",
    ):  # fmt: skip
        page.goto(address)
        assert_accessible()
