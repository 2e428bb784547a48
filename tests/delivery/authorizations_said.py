"""What the engine promises to put with each kind of message about a pre-authorization."""

AT = "2026-01-22T12:05:00+00:00"
HELD = {"number": "PA-2026-0007", "person": "Helen Brandt", "office": "Embassy in Riyadh"}
BY = HELD | {"by": "Paul", "why": "A year of good posts."}

CONTRACT: dict[str, dict[str, object]] = {
    "authorization_proposed": BY,
    "authorization_amended": BY,
    "authorization_offered": HELD | {"by": "Petra", "until": AT},
    "authorization_countersigned": BY,
    "authorization_accepted": HELD | {"since": AT, "until": AT},
    "authorization_declined": BY,
    "authorization_called_off": BY,
    "authorization_lapsed": HELD,
    "authorization_suspended": BY,
    "authorization_resumed": BY,
    "quota_halved": HELD | {"until": AT, "led": "RUH-2026-0042"},
    "quota_restored": BY,
    "authorization_revoked": BY,
    "authorization_ending_soon": HELD | {"until": AT},
    "authorization_ended": HELD,
}
