"""Who is answered what at the addresses of conversations and reply templates, and what these name."""

from approvals.actions import commenting, templates
from approvals.models import Comment, Draft, ReplyTemplate
from tests import people

COMMENT = "drafts/<uuid:draft_id>/comments/<row:comment_id>/"
LOOKED = "drafts/<uuid:draft_id>/looked/"
CONVERSATION, RETIRE = "conversations/<uuid:conversation_id>/", "reply-templates/<uuid:template_id>/retire/"


def talking(ministry: people.Ministry, draft: Draft) -> tuple[Draft, ReplyTemplate, Comment, Comment]:
    """Return a reply that the desk is asked about, a template of the mission in Riyadh, and two comments on a draft."""
    asked = {"kind": "reply", "in_reply_to": "https://x.com/citizen/status/5"}
    reply = ministry.approve(ministry.submitted("On Sunday.", **asked), ministry.helen)
    wanted = templates.Template(ministry.riyadh.pk, "Thanks", "en", "Thank you for asking.")
    return reply, templates.write(asked=wanted, by=ministry.layla, at=people.NOW), *commented(draft, ministry)


def commented(draft: Draft, ministry: people.Ministry) -> tuple[Comment, Comment]:
    """Return an open comment of the desk on a draft, and a settled one."""
    said, settled = (
        commenting.comment(draft_id=draft.pk, by=ministry.dana, text=text, at=people.NOW) for text in ("One.", "Two.")
    )
    commenting.settle(draft_id=draft.pk, comment_id=settled.pk, by=ministry.dana, at=people.NOW)
    return said, settled


def filled(route, world):
    """Return an address with the conversation, the template, or the comment that it names."""
    said = world.settled if "reopen" in route else world.said
    route = route.replace("<row:comment_id>", str(said.pk))
    named = route.replace("<uuid:conversation_id>", str(world.reply.conversation_id))
    return named.replace("<uuid:template_id>", str(world.template.pk))


def nothing(world):
    return {}


def a_template(world):
    return {"office": world.ministry.riyadh.pk, "name": "Hours", "language": "en", "text": "We open at nine."}


def a_look(world):
    draft = world.drafts["in_review"]
    return {"revision": draft.current.hash, "seen": 1}


#                                        anonymous author stranger approver policy records it
PAGES = [
    ("GET", "conversations/",              "302 200 200 200 200 200 200", nothing),
    ("GET", CONVERSATION,                  "302 200 404 200 200 200 404", nothing),
    ("GET", "reply-templates/",            "302 200 200 200 200 200 200", nothing),
    # To a policy officer, and to an author of another office, this office is no choice.
    ("POST", "reply-templates/",           "302 302 400 403 400 403 403", a_template),
    ("POST", RETIRE,                       "302 302 404 404 403 403 404", nothing),
    # Whoever commented, and an author of the draft, settle a comment.
    ("POST", f"{COMMENT}settle/",          "302 302 404 302 403 403 404", nothing),
    ("POST", f"{COMMENT}reopen/",          "302 302 404 302 403 403 404", nothing),
    ("POST", LOOKED,                       "302 302 404 302 302 302 404", a_look),
]  # fmt: skip
API = [
    ("GET", "api/v1/conversations/",       "401 200 200 200 200 200 200", None),
    ("GET", f"api/v1/{CONVERSATION}",      "401 200 404 200 200 200 404", None),
    ("GET", "api/v1/reply-templates/",     "401 200 200 200 200 200 200", None),
    ("POST", "api/v1/reply-templates/",    "401 201 403 403 403 403 403", a_template),
    # Whose office it is retires it; policy and records officers read it, and nobody else does.
    ("POST", f"api/v1/{RETIRE}",           "401 200 404 404 403 403 404", None),
    ("POST", f"api/v1/{COMMENT}settle/",   "401 200 404 200 403 403 404", None),
    ("POST", f"api/v1/{COMMENT}reopen/",   "401 200 404 200 403 403 404", None),
]  # fmt: skip
