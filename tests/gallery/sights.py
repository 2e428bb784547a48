"""What the gallery shows: every page of the product as one of the people of the demo ministry sees it.

`route` is the page's address as the urls write it; tests/doors/test_gallery.py holds that no page is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.gallery import finds

Find = Callable[[str], tuple[str, str]]
OFFICE = "^offices/(?P<code>[A-Z0-9]{1,8})/"
ROSTER = "^duty/(?P<code>[A-Z0-9]{1,8})/$"
DRAFT = "drafts/<uuid:draft_id>/"
POLICY = "policies/<row:policy_id>/"
VERSION = f"{POLICY}versions/<ordinal:number>/"
PAPER = "authorizations/<authorization:number>/"
SERVICE = "services/<row:service_id>/"


@dataclass(frozen=True)
class Sight:
    """One picture of a page: `find` gives who looks and at which address; told `who`, where it does not matter."""

    name: str
    route: str
    find: Find
    who: str = "hq.desk"

    def seen(self) -> tuple[str, str]:
        """Return the username of who looks, and the address."""
        return self.find(self.who)


def at(url_name: str, query: str = "", **parts: str) -> Find:
    """Look at an address that has no row in it."""
    return lambda who: (who, reverse(url_name, kwargs=parts) + query)


SIGHTS = [
    # Everybody's day.
    Sight("sign-in", "sign-in/", at("sign_in"), who=""),
    Sight("home-author", "", at("home"), who="riyadh.author"),
    Sight("home-approver", "", at("home")),
    Sight("home-policy", "", at("home"), who="policy.one"),
    Sight("home-duty", "", at("home"), who="duty.officer"),
    Sight("home-records", "", at("home"), who="records.officer"),
    Sight("home-ambassador", "", at("home"), who="geneva.ambassador"),
    Sight("drafts-mine", "drafts/", at("drafts"), who="riyadh.author"),
    Sight("drafts-all", "drafts/", at("drafts", "?of=all")),
    Sight("drafts-nothing", "drafts/", at("drafts", "?q=xyzzy")),
    Sight("search", "search/", at("search", "?q=geneva"), who="policy.one"),
    Sight("search-help", "search/", at("search")),
    Sight("search-nothing", "search/", at("search", "?q=xyzzy")),
    Sight("write", "drafts/new/", at("draft_new"), who="geneva.author"),
    Sight("write-unsaved", "drafts/new/", at("draft_new"), who="riyadh.author"),
    Sight("write-within", f"{DRAFT}edit/", finds.draft_of("geneva.ambassador", "draft", "draft_edit")),
    Sight("edit", f"{DRAFT}edit/", finds.draft_in("draft", "draft_edit")),
    Sight("edit-returned", f"{DRAFT}edit/", finds.draft_in("changes_requested", "draft_edit")),
    Sight("queue", "queue/", at("queue")),
    Sight("queue-narrowed", "queue/", at("queue", "?language=ar&claimed=nobody")),
    Sight("queue-chosen", "queue/", at("queue", "?select=today")),
    Sight("queue-head", "queue/", at("queue"), who="riyadh.head"),
    Sight("queue-empty", "queue/", at("queue"), who="records.officer"),
    Sight("draft-decide", DRAFT, finds.first_waiting),
    Sight("draft-new", DRAFT, finds.draft_in("draft")),
    Sight("draft-in-review", DRAFT, finds.draft_in("in_review")),
    Sight("draft-returned", DRAFT, finds.draft_in("changes_requested")),
    Sight("draft-cleared", DRAFT, finds.draft_in("cleared")),
    Sight("draft-published", DRAFT, finds.draft_in("published")),
    Sight("draft-rejected", DRAFT, finds.draft_in("rejected")),
    Sight("draft-expired", DRAFT, finds.draft_in("expired")),
    Sight("draft-retracted", DRAFT, finds.draft_in("retracted")),
    Sight("draft-record", DRAFT, finds.draft_for("records.officer", "published")),
    Sight("bypass", f"{DRAFT}bypass/", finds.draft_for("policy.one", "in_review", "draft_bypass")),
    Sight("reviews", "reviews/", at("reviews"), who="hq.comms"),
    Sight("review", "reviews/<row:review_id>/", finds.a_review),
    Sight("conversations", "conversations/", at("conversations"), who="geneva.author"),
    Sight("conversation", "conversations/<uuid:conversation_id>/", finds.a_conversation),
    Sight("reply-templates", "reply-templates/", at("reply_templates"), who="geneva.author"),
    Sight("notifications", "notifications/", at("notifications")),
    Sight("notification-settings", "notifications/settings/", at("notification_settings")),
    # Clocks.
    Sight("delays", "delays/", at("delays"), who="policy.one"),
    Sight("delays-past", "delays/", at("delays", "?which=past"), who="policy.one"),
    Sight("delay-counts", "delays/counts/", at("delay_counts"), who="policy.one"),
    Sight("away", "away/", at("away")),
    Sight("away-other", "away/of/<row:user_id>/", finds.away_of_another),
    Sight("away-change", "away/<row:absence_id>/", finds.an_absence),
    Sight("duty", "duty/", at("duty")),
    Sight("duty-office", ROSTER, finds.a_roster),
    Sight("my-calendar", "my-calendar/", at("my_calendar"), who="riyadh.author"),
    # The policy team's.
    Sight("policies", "policies/", at("policies"), who="policy.one"),
    Sight("policy-edit", f"{POLICY}edit/", finds.policy("policy_edit")),
    Sight("policy-version", VERSION, finds.version("policy_version")),
    Sight("policy-version-proposed", VERSION, finds.proposed_version),
    Sight("policy-try", f"{VERSION}try/", finds.version("policy_try", "?last=100")),
    Sight("policy-in-flight", f"{VERSION}in-flight/", finds.version("policy_in_flight")),
    Sight("policy-import", "policies/import/", at("policy_import"), who="policy.one"),
    Sight("presets", "policies/presets/", at("presets"), who="policy.one"),
    Sight("authorizations", "authorizations/", at("authorizations"), who="policy.one"),
    Sight("authorization-new", "authorizations/new/", at("authorization_new"), who="policy.one"),
    Sight("authorization", PAPER, finds.authorization("authorization")),
    Sight("authorization-holders", PAPER, finds.authorization_of_holder),
    Sight("authorization-amend", f"{PAPER}amend/", finds.authorization("authorization_amend")),
    Sight("authorization-paper", f"{PAPER}paper/", finds.authorization("authorization_paper")),
    Sight("holder", "authorizations/holders/<row:posting_id>/", finds.a_holder),
    Sight("review-rules", "review-rules/", at("review_rules"), who="policy.one"),
    Sight("review-rule-new", "review-rules/new/", at("review_rule_add"), who="policy.one"),
    Sight("review-rule", "review-rules/<row:rule_id>/", finds.a_review_rule),
    Sight("lines", "lines/", at("lines"), who="geneva.author"),
    Sight("line-new", "lines/new/", at("line_new"), who="geneva.author"),
    Sight("line", "lines/<row:line_id>/", finds.a_line),
    Sight("lines-permitted", "lines/permitted/", at("lines_permitted"), who="policy.one"),
    Sight("holds", "holds/", at("holds"), who="policy.one"),
    Sight("regimes", "regimes/", at("regimes"), who="policy.one"),
    Sight("regime", "regimes/<row:regime_id>/", finds.a_regime),
    Sight("regime-declare", "regimes/declare/", at("regime_declare"), who="policy.one"),
    Sight("bypasses", "bypasses/", at("bypasses"), who="policy.one"),
    Sight("services", "services/", at("services"), who="policy.one"),
    Sight("service-new", "services/new/", at("service_new"), who="policy.one"),
    Sight("service", SERVICE, finds.service("service")),
    Sight("service-edit", f"{SERVICE}edit/", finds.service("service_edit")),
    # The registers.
    Sight("channels", "channels/", at("channels")),
    Sight("channel", "channels/<int:pk>/", finds.a_channel),
    Sight("channel-compromised", "channels/<row:channel_id>/compromised/", finds.compromised),
    Sight("offices", "offices/", at("offices")),
    Sight("office", f"{OFFICE}$", at("office", code="RUH")),
    Sight("office-calendar", f"{OFFICE}calendar/$", at("office_calendar", code="RUH")),
    Sight("office-calendar-kept", f"{OFFICE}calendar/$", at("office_calendar", code="RUH"), who="policy.one"),
    Sight("ministry-days", "offices/ministry-days/", at("ministry_days"), who="policy.one"),
    Sight("people", "people/", at("people")),
    Sight("people-kept", "people/", at("people", "?standing=away"), who="admin"),
    Sight("person", "people/<row:user_id>/", finds.somebody("person"), who="admin"),
    Sight("person-new", "people/new/", at("person_new"), who="admin"),
    Sight("person-edit", "people/<row:user_id>/edit/", finds.somebody("person_edit"), who="admin"),
    Sight("person-deactivate", "people/<row:user_id>/deactivate/", finds.somebody("person_deactivate"), who="admin"),
    Sight("posting-give", "people/<row:user_id>/postings/", finds.somebody("posting_give"), who="admin"),
    Sight("posting-end", "people/postings/<row:posting_id>/end/", finds.a_posting, who="admin"),
    Sight("people-import", "people/import/", at("people_import"), who="admin"),
    # Records.
    Sight("calendar", "calendar/", at("planned")),
    Sight("office-year", f"{OFFICE}calendar/$", at("office_calendar", "?view=year", code="RUH")),
    Sight("audit", "audit/", at("audit"), who="records.officer"),
    Sight("audit-drafts", "audit/drafts/", at("audit_drafts"), who="records.officer"),
    Sight("audit-draft", f"audit/{DRAFT}", finds.draft_for("records.officer", "published", "audit_draft")),
    Sight("audit-denied", "audit/denied/", at("audit_denials"), who="records.officer"),
    # One's own account.
    Sight("work", "work/", at("work"), who="records.officer"),
    Sight("work-one", "work/<row:work_id>/", finds.a_piece_of_work),
    Sight("profile", "profile/", at("profile")),
    Sight("password", "password/", at("password_change")),
    Sight("not-found", "nowhere/", lambda who: (who, "/nowhere/")),
]  # fmt: skip
