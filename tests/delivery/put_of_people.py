"""What the engine promises to put with each kind of message about who is away, who acts and who is on duty."""

AT = "2026-01-22T12:05:00+00:00"
ABSENCE = {"person": "Mina", "office": "Mina's office", "since": AT, "until": AT}
PEOPLE_PUT = {
    "deputy_named": ABSENCE | {"by": "Paul"},
    "deputy_over": ABSENCE | {"by": "Paul"},
    "away": ABSENCE | {"acting": "Dirk"},
    "away_over": ABSENCE | {"by": "Paul"},
    "acting_head_named": ABSENCE | {"by": "Paul"},
    "acting_head_over": ABSENCE | {"by": "Paul"},
    "duty_listed": ABSENCE | {"by": "Paul"},
    "duty_moved": ABSENCE | {"by": "Paul"},
    "duty_unlisted": ABSENCE | {"by": "Paul"},
}
