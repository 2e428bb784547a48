"""What tests of unsaved words look at in a browser, and how they sign in beside it."""

import re

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from approvals.models import UnsavedWords

NEW = "/drafts/new/"
OFFLINE = "You are offline. What you write is kept on this machine and sent when the connection is back."
LEFT = "Object.keys(localStorage).filter((name) => name.startsWith('chancery.words.'))"
KEPT = re.compile(r"^Kept at \d\d:\d\d$")


def signed_in(context, user, live_server):
    """Make a browser one in which this person has signed in."""
    client = Client()
    client.force_login(user, backend="accounts.backends.SignIn")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


def text(page):
    return page.get_by_label("Text", exact=True)


def trouble(page):
    return page.locator("[data-keep-trouble]")


def said(page):
    return page.locator("[data-keep-said]")


def kept():
    """Return the texts that the server keeps, the newest first."""
    return [words.fields["text"][0] for words in UnsavedWords.objects.filter(ended_at=None)]


def sign_in_elsewhere(page, name="layla"):
    """Sign in in another window of the same browser, and return that."""
    other = page.context.new_page()
    other.goto("/sign-in/")
    other.get_by_label("Username").fill(name)
    other.get_by_label("Password", exact=True).fill("tell-no-one-9")
    other.get_by_role("button", name="Sign in").click()
    expect(other).to_have_url(re.compile("/$"))
    return other


def look(page):
    """Come back to a window that one had left for another."""
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def until(holds, page):
    """Wait until something is so in the database; the page goes on meanwhile."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()
