"""What the engine promises to put with each kind of message about cleared lines."""

AT = "2026-01-22T12:05:00+00:00"
LINE = {"name": "Sensitive", "why": "The position has changed.", "by": "Paul"}
OF_A_DRAFT = LINE | {"reference": "RUH-2026-0042"}
LINES = {
    "line_cleared": OF_A_DRAFT | {"until": AT},
    "line_ended": OF_A_DRAFT,
    "line_withdrawn": OF_A_DRAFT,
    "line_withdrawn_stops": OF_A_DRAFT,
    "line_withdrawn_out": LINE | {"posts": 3},
    "published_before_withdrawal": OF_A_DRAFT | {"channel": "@embassy", "published_at": AT},
}
