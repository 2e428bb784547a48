"""What the engine promises to put with each kind of message about reviews after publication."""

AT = "2026-01-22T12:05:00+00:00"
REVIEW = {
    "reference": "RUH-2026-0042", "office": "Middle East desk", "publisher": "Helen", "due_at": AT, "by": "Carla",
}  # fmt: skip
CONTRACT: dict[str, dict[str, object]] = {
    "review_awaits": REVIEW,
    "review_unrecorded": REVIEW,
    "record_or_withdraw": REVIEW,
    "review_unstaffed": REVIEW,
    "review_reminder": REVIEW,
    "review_overdue": REVIEW,
    "review_escalated": REVIEW,
    "review_moved": REVIEW | {"was_due_at": AT, "why": "Founding day"},
    "review_stands": REVIEW,
    "review_correct": REVIEW | {"reason": "tone", "correction": "RUH-2026-0043"},
    "review_retract": REVIEW | {"reason": "out_of_scope"},
    "takedown_reminder": REVIEW | {"since": AT},
}
