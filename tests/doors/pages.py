"""Pages as a browser without scripts uses them: one visitor for each person, forms sent as forms."""

import html
import re

from django.test import Client

from tests.people import fresh


class Visitor:
    """One person with a browser of their own, signed in; nobody when there is no person."""

    def __init__(self, user=None):
        self.client = Client(enforce_csrf_checks=False, raise_request_exception=True)
        if user is not None:
            self.client.force_login(user, backend="accounts.backends.SignIn")

    def get(self, address, status=200, **more):
        """Open a page, and return what it says."""
        return self._told(self.client.get(address, **more), status)

    def post(self, address, status=302, **fields):
        """Send a form; return the address it leads to, or what the page says."""
        response = self.client.post(address, fields)
        told = self._told(response, status)
        return response["Location"] if status == 302 else told

    def follow(self, address, **fields):
        """Send a form, and return what the page it leads to says."""
        return self.get(self.post(address, **fields))

    def _told(self, response, status):
        assert response.status_code == status, f"{response.status_code}: {words(response.content.decode())[:600]}"
        return response.content.decode()


def words(page):
    """Return what a page says to a reader, without its markup."""
    inner = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inner)).split())


def main(page):
    """Return the part of a page between the frame: what it is about."""
    return words(page[page.index("<main") : page.index("</main>")])


def fields_of(page):
    """Return what a form would send as it is shown, the way a browser without scripts reads it."""
    form = page[page.index("<main") :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        named = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if named.get("type") in ("checkbox", "radio") and not re.search(r"\bchecked\b", tag):
            continue
        if named.get("name"):
            found.setdefault(named["name"], []).append(named.get("value", "on" if named["type"] == "checkbox" else ""))
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, flags=re.DOTALL):
        found[name] = re.findall(r'<option value="([^"]*)" selected', inner)[:1] or [""]
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, flags=re.DOTALL):
        found[name] = [html.unescape(inner)]
    found.pop("csrfmiddlewaretoken", None)
    return found


def hash_of(draft):
    """Return the hash of the draft's current revision, as a page's form would hold it."""
    return fresh(draft).revision.hash


def at(draft, verb=""):
    """Return the address of a draft's page, or of one of its verbs."""
    return f"/drafts/{draft.pk}/{verb + '/' if verb else ''}"
