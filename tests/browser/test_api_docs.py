"""The pages of the programming interface: drawn from this site's own files, and a call can be tried from them."""

import pytest

from approvals.api.introduction import TAGS
from approvals.models import Draft
from approvals.refusals import REFUSALS

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_call_is_drawn_without_leaving_the_machine_or_breaking_the_policy_of_the_page(page, db):
    page.goto("/api/docs/")
    page.wait_for_selector(".opblock")
    assert page.locator(".opblock").count() > 30
    assert page.locator(".opblock-tag").count() == len(TAGS)
    page.locator("#operations-Verbs-decide_draft .opblock-summary").first.click()
    page.wait_for_selector("#operations-Verbs-decide_draft .responses-table")
    assert "428" in page.locator("#operations-Verbs-decide_draft").inner_text()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_call_can_be_tried_with_the_session_of_who_is_signed_in(page, ministry, sign_in):
    sign_in(ministry.layla)
    draft = ministry.draft()
    page.goto("/profile/")
    page.goto("/api/docs/")
    call = page.locator("#operations-Verbs-submit_draft")
    call.locator(".opblock-summary").first.click()
    call.locator(".try-out__btn").click()
    call.locator("tr[data-param-name=draft_id] input").fill(str(draft.pk))
    call.locator("textarea.body-param__text").fill("{}")
    call.locator(".execute").click()
    call.locator(".live-responses-table .response-col_status").first.wait_for()
    assert call.locator(".live-responses-table .response-col_status").last.inner_text().startswith("200")
    assert Draft.objects.get(pk=draft.pk).state == "in_review"


def test_every_code_has_its_place_on_the_page_that_problems_point_to(page, db, assert_accessible):
    page.goto("/api/docs/problems/#stale_revision")
    assert page.locator("tbody tr").count() == len(REFUSALS)
    assert page.locator("#stale_revision").is_visible()
    assert_accessible()
