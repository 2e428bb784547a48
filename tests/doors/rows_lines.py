"""Who is answered what at the addresses of cleared lines: method, route, one status for each person, what is sent.

A line that is cleared is everybody's to read; its office and the policy officers withdraw it.
"""

LINE, LINE_API = "lines/<row:line_id>/", "api/v1/cleared-lines/<row:line_id>/"
ROUTE_BACK = "lines/permitted/<row:addition_id>/take-back/"


def nothing(world):
    return {}


def why(world):
    return {"reason": "Not so."}


def page_form(world):
    typed = {"office": world.ministry.riyadh.pk, "name": "Rules", "texts": "1", "text-0-language": "en", "do": "save"}
    return typed | {"text-0-text": "We keep the rules.", "until": "2026-12-01T00:00"}


def a_site(world):
    return {"kind": "site", "value": "travel.example.org"}


def a_line(world):
    texts = [{"language": "en", "text": "We keep the rules."}]
    return {"office": world.ministry.riyadh.pk, "name": "Rules", "texts": texts, "until": "2026-12-01T00:00:00Z"}


#                                  anonymous author stranger approver policy records it
PAGES = [
    ("GET", "lines/",                "302 200 200 200 200 200 200", nothing),
    ("GET", "lines/new/",            "302 200 200 403 403 403 403", nothing),
    ("POST", "lines/new/",           "302 302 400 403 403 403 403", page_form),
    ("GET", "lines/permitted/",      "302 200 200 200 200 200 200", nothing),
    ("POST", "lines/permitted/",     "302 403 403 403 302 403 403", a_site),
    ("POST", ROUTE_BACK,             "302 403 403 403 404 403 403", nothing),
    ("GET", LINE,                    "302 200 200 200 200 200 200", nothing),
    ("GET", f"{LINE}edit/",          "302 302 403 403 403 403 403", nothing),
    ("POST", f"{LINE}edit/",         "302 302 403 403 403 403 403", nothing),
    ("POST", f"{LINE}withdraw/",     "302 302 403 403 302 403 403", why),
]  # fmt: skip
API = [
    ("GET", "api/v1/cleared-lines/",   "401 200 200 200 200 200 200", None),
    ("POST", "api/v1/cleared-lines/",  "401 201 403 403 403 403 403", a_line),
    ("GET", LINE_API,                  "401 200 200 200 200 200 200", None),
    ("PATCH", LINE_API,                "401 409 403 403 403 403 403", lambda world: {"name": "Another"}),
    ("POST", f"{LINE_API}withdraw/",   "401 200 403 403 200 403 403", why),
]  # fmt: skip
