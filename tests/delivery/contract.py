"""What the engine promises to put with each kind of message: the test of every sentence fills it with these."""

from tests.delivery import authorizations_said, reviews_said
from tests.delivery.contract_lines import LINES
from tests.delivery.letters import AWAITING

AT = "2026-01-22T12:05:00+00:00"
SHOWN = "Thu 22 Jan 2026, 12:05 UTC (+00:00)"
DRAFT, OFFICE = "RUH-2026-0042", "Middle East desk"
COMMON = {"reference": DRAFT, "level": "HQ desk", "office": OFFICE, "by": "Irina Koval"}
REJECTED = f"Irina Koval rejected {DRAFT} at HQ desk"
POLICY = {"policy": "Sensitive", "number": 7, "by": "Irina Koval"}
HOLD = {"why": "A minister is to speak first.", "until": AT, "by": "Paul"}
SCOPE = {"scope": "topic", "scope_value": "sensitive", "scope_name": "Sensitive", "scope_name_fr": "Sujets sensibles"}
REGIME = SCOPE | {"regime": "crisis", "why": "Shelling.", "since": AT, "until": AT, "by": "Paul"}

ABSENCE = {"person": "Mina", "office": "Mina's office", "since": AT, "until": AT}

# What the engine promises to put with each kind.
ACCOUNT = {"channel": "X @embassy", "person": "X @embassy", "office": OFFICE, "by": "Layla", "why": "It posts adverts."}
CONTRACT = {
    "awaiting": AWAITING,
    "reminder": COMMON | {"due_at": AT},
    "overdue": COMMON | {"due_at": AT},
    "escalated": COMMON | {"due_at": AT, "rung": 2},
    "unstaffed": COMMON,
    "changes_requested": COMMON,
    "rejected": COMMON | {"reason": "tone"},
    "cleared": COMMON | {"publish_at": AT, "moment": None},
    "slot_open": COMMON | {"publish_at": AT},
    "expired": COMMON | {"moment": AT, "level": ""},
    "published": COMMON | {"channel": "@embassy", "url": "https://social.example/1"},
    "retracted": COMMON | {"where": "https://social.example/1"},
    "withdrawn": COMMON,
    "commented": COMMON,
    "approved": COMMON,
    "silence": AWAITING,
    "informed": AWAITING,
    "comment_asked": AWAITING,
    "moved": COMMON | {"number": 7, "why": "One level less."},
    "held": COMMON | HOLD,
    "slot_held": COMMON | HOLD | {"publish_at": AT},
    "hold_over": COMMON | {"publish_at": AT},
    "published_before_hold": COMMON | {"channel": "@embassy", "published_at": AT},
    "fast_tracked": COMMON | {"authorization": "PA-2026-0007"},
    "published_before_stop": COMMON | {"channel": "@embassy", "published_at": AT},
    "hold_placed": SCOPE | HOLD,
    "hold_lifted": SCOPE | HOLD,
    "hold_ended": SCOPE | HOLD,
    "regime_to_come": REGIME,
    "regime_on": REGIME,
    "regime_over": REGIME,
    "regime_off": REGIME,
    "regime_called_off": REGIME,
    "regime_unstaffed": REGIME | {"level": "Duty officer"},
    "clock_moved": COMMON | {"due_at": AT, "regime": "crisis"},
    "due_moved": COMMON | {"due_at": AT, "was_due_at": AT, "why": "Founding day"},
    "at_risk": COMMON | {"target": AT, "levels": "HQ desk, Legal"},
    "answer_waits": COMMON | {"answer_by": AT, "levels": "HQ desk"},
    "clock_put_back": COMMON | {"due_at": AT, "regime": "crisis"},
    "rerouted": COMMON | {"regime": "caretaker", "why": "An election is on."},
    "route_kept": COMMON | {"regime": "caretaker"},
    "deputy_named": ABSENCE | {"by": "Paul"},
    "deputy_over": ABSENCE | {"by": "Paul"},
    "away": ABSENCE | {"acting": "Dirk"},
    "away_over": ABSENCE | {"by": "Paul"},
    "acting_head_named": ABSENCE | {"by": "Paul"},
    "acting_head_over": ABSENCE | {"by": "Paul"},
    "duty_listed": ABSENCE | {"by": "Paul"},
    "duty_moved": ABSENCE | {"by": "Paul"},
    "duty_unlisted": ABSENCE | {"by": "Paul"},
    "duty_called": AWAITING,
    "nobody_reachable": COMMON | {"away": "Mina", "until": AT},
    "handed_over": COMMON | {"by": "Dana", "until": AT},
    "nudged": COMMON | {"by": "Layla", "due_at": AT},
    "bypassed": COMMON | {"author": "Omar Haddad", "why": "Lives depend on it."},
    "cleared_by_bypass": COMMON | {"levels": "Desk, Minister's office", "why": "Lives depend on it.", "hold": None},
    "fast_path_suspended": REGIME | {"number": "PA-2026-0007"},
    "fast_path_resumed": REGIME | {"number": "PA-2026-0007"},
    "hold_ending": SCOPE | HOLD,
    "regime_ending": REGIME,
    "account_frozen": ACCOUNT,
    "account_restored": ACCOUNT,
    "account_stops": COMMON | ACCOUNT,
    "account_free": COMMON | ACCOUNT,
    "authorization_frozen": ACCOUNT | {"reference": "PA-2026-0007", "number": "PA-2026-0007"},
    "authorization_unfrozen": ACCOUNT | {"reference": "PA-2026-0007", "number": "PA-2026-0007"},
    "policy_proposed": POLICY,
    "policy_enacted": POLICY,
    "policy_scheduled": POLICY | {"takes_effect_at": AT},
    "policy_called_off": POLICY | {"why": "Not before the election."},
    "policy_blocked": POLICY | {"levels": "Legal"},
    "posting_given": {"reference": OFFICE, "office": OFFICE, "since": AT, "until": AT, "by": "Paul"},
    "posting_over": {"reference": OFFICE, "office": OFFICE, "since": AT, "until": AT, "by": "Paul"},
    "work_done": {"what": "Drafts you may see, as a file"},
    "work_failed": {"what": "Drafts you may see, as a file"},
    **authorizations_said.CONTRACT,
    **reviews_said.CONTRACT,
    **LINES,
}
