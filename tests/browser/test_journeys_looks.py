"""Every page of the engine in every role: axe finds nothing, nothing is wider than the screen, no script fails.

At a desk the pages are light, on a phone dark, so that both themes and both sizes are seen once for each page.
"""

import pytest
from django.utils import timezone

from approvals.actions import alarms, decide, publish, withdraw
from approvals.models import Draft
from channels.models import Channel
from tests.people import HOUR, fresh, level, person, post, put_in_force, variant

LONG = "@" + "embassy_of_a_country_with_a_long_name_in_riyadh"
ARABIC = "تستأنف السفارة استقبال طلبات التأشيرة يوم الأحد.\n\nللحجز: https://ministry.example/riyadh"
CHINESE = "中国与加拿大举行贸易会谈。双方同意继续对话，并在下个月再次会面。" * 3


@pytest.fixture
def themed(page, screen):
    page.emulate_media(color_scheme={"desktop": "light", "phone": "dark"}[screen])
    return page


@pytest.fixture
def look(themed, sign_in, assert_accessible):
    """Look at pages as one person."""

    def look_at(user, *addresses):
        sign_in(user)
        for address in addresses:
            response = themed.goto(address)
            assert response.status < 400, address
            assert_accessible()

    return look_at


@pytest.fixture
def story(ministry):
    """Drafts in every state, in several scripts, late and in time, some with a long handle: their addresses by name."""
    now = timezone.now()
    Channel.objects.filter(pk=ministry.mastodon.pk).update(handle=f"{LONG}@social.example")
    both = {"channel_ids": (ministry.x.pk, ministry.mastodon.pk)}
    found = {
        "draft": ministry.draft("Hidden\u200b and mi\u0445ed, call +966 11 488 2288. " * 8, at=now, topics=("trade",)),
        "late": ministry.submitted(ARABIC, at=now - 6 * HOUR, language="ar", urgency="crisis", **both),
        "waiting": ministry.submitted(CHINESE[:130], at=now, moment=now + HOUR, publish_at=now + HOUR / 2),
        "returned": ministry.submitted("Our ambassador will met students.", at=now),
        "cleared": ministry.cleared("Open.", at=now, variants=(variant(ministry.x, "ar", ARABIC),), **both),
        "published": ministry.cleared("Open again.", at=now - HOUR),
        "rejected": ministry.submitted("Too sharp.", at=now),
        "withdrawn": ministry.submitted("Not needed.", at=now),
    }
    read = {name: fresh(draft).revision.hash for name, draft in found.items()}
    decide.request_changes(draft_id=found["returned"].pk, by=ministry.helen, revision=read["returned"], at=now,
                           comment="“will met”?", proposal="Our ambassador met students.")  # fmt: skip
    decide.reject(draft_id=found["rejected"].pk, by=ministry.helen, revision=read["rejected"], at=now, reason="tone")
    withdraw.withdraw(draft_id=found["withdrawn"].pk, by=ministry.layla, at=now)
    url = "https://x.com/EmbassyRiyadh/status/1234567890123456789"
    publish.publish(draft_id=found["published"].pk, channel_id=ministry.x.pk, url=url, by=ministry.layla, at=now)
    alarms.fire_due(at=now)
    return {name: f"/drafts/{draft.pk}/" for name, draft in found.items()}


def test_the_pages_of_an_author(look, ministry, story):
    look(
        ministry.layla,
        "/",
        "/?of=all",
        "/?q=nothing+like+it",
        "/drafts/new/",
        story["draft"] + "edit/",
        *story.values(),
    )


def test_the_pages_of_an_approver(look, ministry, story):
    decisions = [f"{story['late']}?act=request_changes", f"{story['waiting']}?act=reject"]
    look(ministry.helen, "/", "/queue/", "/delays/", "/notifications/", *decisions, story["published"])
    look(ministry.helen, "/notifications/settings/")


def test_the_pages_of_the_policy_team_and_of_the_records(look, ministry, story):
    version = f"/policies/{ministry.policy.pk}/versions/1/"
    look(ministry.paul, "/?of=all", "/delays/", "/policies/", version, f"/policies/{ministry.policy.pk}/edit/")
    look(ministry.paul, "/policies/import/", "/policies/presets/", "/delays/counts/", "/delays/counts/?by=both")
    look(ministry.rita, story["rejected"], story["withdrawn"])


def test_empty_pages_teach(look, ministry):
    look(ministry.layla, "/", "/delays/", "/delays/?which=past", "/notifications/", "/?of=all")
    look(ministry.dana, "/", "/queue/", "/drafts/new/")


def test_twenty_levels(look, ministry):
    version = ministry.policy.versions.create(number=2, created_by=ministry.paul, created_at=timezone.now())
    for number in range(1, 21):
        post(person(f"head{number}", f"Head {number}"), ministry.riyadh, "head")
        level(version, (number + 1) // 2, f"Level {number}", "own_office", "head")
    put_in_force(version, ministry.paul, ministry.petra)
    draft = ministry.submitted(at=timezone.now())
    edit = f"/policies/{ministry.policy.pk}/edit/"
    look(ministry.layla, f"/drafts/{draft.pk}/", "/policies/", f"/policies/{ministry.policy.pk}/versions/2/")
    look(ministry.paul, edit)


def test_a_form_that_is_refused(themed, sign_in, ministry, assert_accessible):
    sign_in(ministry.layla)
    themed.goto("/drafts/new/")
    themed.get_by_text("Kind of post").click()
    themed.get_by_label("Reply").check()
    themed.get_by_text("Slot and moment").click()
    themed.locator("#id_moment").fill("2020-01-01T10:00")
    themed.get_by_role("button", name="Save", exact=True).click()
    summary = themed.get_by_role("alert")
    assert "There is a problem" in summary.inner_text()
    assert_accessible()
    assert themed.evaluate("document.activeElement.className") == "ch-error-summary", "read first"
    summary.get_by_role("link").first.click()
    assert not Draft.objects.exists()
