"""Whole journeys in a real browser: five people and one post, with scripts and without, by mouse and by keyboard."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Draft
from tests.people import fresh

TEXT = "The consular section reopens on Sunday. Book online: https://ministry.example/riyadh"
POSTED = "https://x.com/EmbassyRiyadh/status/1234567890"


def approve_next(page):
    """Open the first draft of the queue, read it, and approve it."""
    page.goto("/queue/")
    page.locator("[data-open]").first.click()
    expect(page.get_by_text(TEXT).first).to_be_visible()
    page.get_by_role("button", name="Approve", exact=True).first.click()
    expect(page.get_by_text(re.compile("You approved RUH-"))).to_be_visible()


def test_five_people_bring_a_post_from_the_first_word_to_the_public(desk_of, ministry, scripts):
    author = desk_of(ministry.layla)
    author.goto("/")
    author.get_by_role("link", name="Write a post").first.click()
    author.get_by_label("@EmbassyRiyadh").check()
    author.get_by_label("Text", exact=True).fill(TEXT)
    if not scripts:
        author.get_by_role("button", name="Check", exact=True).last.click()
    expect(author.get_by_text(re.compile(r"^\s*\d+ of 280"))).to_be_visible()
    expect(author.get_by_text("Approver, Minister's Office")).to_be_visible()
    author.get_by_role("button", name="Save and submit").click()
    expect(author.get_by_text("Can decide now: Helen Brandt")).to_be_visible()
    for someone in (ministry.helen, ministry.dana, ministry.mina):
        approve_next(desk_of(someone))
    author.reload()
    expect(author.get_by_role("link", name="Open X with the text")).to_have_attribute(
        "href", re.compile(r"^https://x\.com/intent/post\?text=The%20consular")
    )
    author.get_by_label("Address of the published post").fill(POSTED)
    author.get_by_role("button", name="Record that it is published").click()
    expect(author.get_by_role("link", name=POSTED).first).to_be_visible()
    draft = Draft.objects.get()
    assert draft.state == "published"
    records = desk_of(ministry.rita)
    records.goto(f"/drafts/{draft.pk}/")
    expect(records.get_by_text("Layla Haddad recorded that it was published on X @EmbassyRiyadh.")).to_be_visible()


def test_an_author_takes_a_proposed_wording_and_the_approval_counts_at_once(desk_of, ministry):
    draft = ministry.submitted("Our ambassador will met students.", at=timezone.now())
    head = desk_of(ministry.helen)
    head.goto(f"/drafts/{draft.pk}/")
    head.locator("#request_changes > summary").click()
    head.get_by_label("What should change").fill("“will met” is wrong.")
    head.get_by_label("Proposed wording").fill("Our ambassador met students.")
    head.get_by_role("button", name="Send to the author").click()
    expect(head.get_by_text("You requested changes to RUH-")).to_be_visible()
    author = desk_of(ministry.layla)
    author.goto("/")
    author.get_by_role("link", name=draft.reference).click()
    expect(author.get_by_text("“will met” is wrong.").first).to_be_visible()
    author.get_by_role("button", name="Take this wording and submit").click()
    expect(author.get_by_text("Can decide now: Dana Okafor; Dirk Maes")).to_be_visible()
    assert fresh(draft).revision.body.text == "Our ambassador met students."


def test_somebody_else_saves_first_and_nothing_is_lost(desk_of, ministry):
    draft = ministry.draft("One.", at=timezone.now())
    layla, omar = desk_of(ministry.layla), desk_of(ministry.omar)
    for page in (layla, omar):
        page.goto(f"/drafts/{draft.pk}/edit/")
    omar.get_by_label("Text", exact=True).fill("One, by Omar.")
    omar.get_by_role("button", name="Save", exact=True).click()
    expect(omar.get_by_text("is saved as revision 2.")).to_be_visible()
    layla.get_by_label("Text", exact=True).fill("One, by Layla.")
    layla.get_by_role("button", name="Save", exact=True).click()
    expect(layla.get_by_text("Omar Sayegh saved revision 2 while you were writing")).to_be_visible()
    expect(layla.get_by_label("Text", exact=True)).to_have_value("One, by Layla.")
    layla.get_by_role("button", name="Save", exact=True).click()
    expect(layla.get_by_text("is saved as revision 3.")).to_be_visible()
    assert fresh(draft).revision.body.text == "One, by Layla."


def test_two_officers_change_a_policy(desk_of, ministry):
    first = desk_of(ministry.paul)
    first.goto(f"/policies/{ministry.policy.pk}/")
    first.get_by_role("link", name="Edit as a new version").click()
    first.get_by_role("button", name="Remove level 2").click()
    first.get_by_role("button", name="Add a level").click()
    level = first.get_by_role("group", name="Level 3")
    level.get_by_label("Name").fill("Press")
    level.get_by_label("What it is asked").fill("Will it be understood?")
    level.get_by_label("Who is asked").first.select_option("A named office")
    level.get_by_label("Office").first.select_option("Communications")
    level.get_by_label("Role").first.select_option("Approver")
    first.get_by_role("button", name="Move up level 3").click()
    first.get_by_role("button", name="Save as a new version").click()
    first.get_by_role("button", name="Propose this version").click()
    expect(first.get_by_text("Another policy officer must put it in force.")).to_be_visible()
    second = desk_of(ministry.petra)
    second.goto("/notifications/")
    second.get_by_role("button", name=re.compile("Paul Nguyen proposes version 2")).first.click()
    second.get_by_role("button", name="Put this version in force").click()
    expect(second.get_by_text("The version is in force.")).to_be_visible()
    names = [level.name for level in ministry.policy.versions.get(status="in_force").levels.all()]
    assert names == ["Head of mission", "Press", "Minister's office"]


def test_a_french_reader_writes_submits_and_decides_in_french(desk_of, ministry):
    for someone in (ministry.layla, ministry.helen):
        someone.language = "fr"
        someone.save()
    author = desk_of(ministry.layla)
    author.goto("/")
    expect(author.get_by_role("heading", name="Accueil")).to_be_visible()
    assert author.locator("html").get_attribute("lang") == "fr"
    author.get_by_role("link", name="Écrire une publication").first.click()
    author.get_by_label("@EmbassyRiyadh").check()
    author.get_by_label("Texte", exact=True).fill("L'ambassade est ouverte.")
    author.get_by_role("button", name="Enregistrer et soumettre").click()
    expect(author.get_by_text("Qui peut décider en ce moment\u00a0: Helen Brandt")).to_be_visible()
    head = desk_of(ministry.helen)
    head.goto("/queue/")
    expect(head.get_by_role("heading", name="File d’attente")).to_be_visible()
    head.get_by_role("button", name=re.compile("^Approuver")).click()
    expect(head.get_by_role("button", name=re.compile("^Approuver"))).to_have_count(0)
    author.reload()
    expect(author.get_by_text("Dana Okafor").first).to_be_visible()
