"""The write page as its forms are sent: with the sitting that the page carries, and in order."""

import re
from urllib.parse import unquote

from approvals.models import UnsavedWords


def token(page):
    """Return the sitting that a write page carries."""
    return re.search(r'name="sitting" value="([^"]+)"', page)[1]


def typed(ministry, page, text="Half a sen", **more):
    """Return what the form of this page sends when this has been typed."""
    fields = {
        "sitting": token(page), "sequence": "1", "channels": [ministry.x.pk], "text": text, "language": "en",
        "kind": "original", "urgency": "routine", "audience": "host", "variants": "0",
    }  # fmt: skip
    # What the form showed when it was opened, which it sends along.
    shown = dict(re.findall(r'name="(initial-[a-z_]+)" value="([^"]*)"', page))
    return shown | fields | more


def keep(reader, ministry, page, text="Half a sen", status=200, **more):
    """Send what a script sends while somebody writes, and return what is answered."""
    answer = reader.client.post("/drafts/keep/", typed(ministry, page, text, **more))
    assert answer.status_code == status, answer.content
    return answer.json()


def kept():
    """Return whose words are kept, and what they are, the newest first."""
    found = UnsavedWords.objects.filter(ended_at=None)
    return [(words.person.username, words.fields["text"][0]) for words in found]


def sign_in(reader, name, address):
    """Sign in at the page one was led to, and return what one is shown then."""
    onward = unquote(re.search(r"next=(.*)$", address)[1])
    fields = {"username": name, "password": "tell-no-one-9", "next": onward}
    return reader.client.post("/sign-in/", fields, follow=True).content.decode()
