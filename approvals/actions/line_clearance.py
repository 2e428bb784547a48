"""What clears with lines: the line itself, whose texts are written down, and a draft that consists of lines alone."""

from datetime import datetime
from typing import Any

from approvals import quoting
from approvals.models import ClearedLine, Draft, Kind, LineText, Route
from approvals.refusals import Refused
from approvals.rules import cleared_lines


def of_line(draft: Draft, *, at: datetime) -> dict[str, Any]:
    """Write down the texts of a line whose draft is cleared, once; return what its record says beside that."""
    line = draft.line
    if line.cleared_at is not None:
        raise Refused("line_was_cleared")
    texts = {post.language.replace("_", "-"): post.text for post in draft.current.body.posts()}
    LineText.objects.bulk_create(LineText(line=line, language=code, text=text) for code, text in texts.items())
    line.cleared_at = at
    line.save(update_fields=["cleared_at"])
    return {"is_line": True}


def of_lines(draft: Draft, *, at: datetime) -> dict[str, Any]:
    """Return what the record says of a draft that nobody was asked about: the lines it consists of, each named.

    Refused when it does not, however it came to this route: nothing else is ever cleared by nobody.
    """
    quoted = quoting.of_draft(draft, at=at)
    if quoted.kind != cleared_lines.UNALTERED:
        raise Refused("lines_changed")
    lines = [quoted.lines[pk] for pk in quoted.ids]
    return {"lines": [line.pk for line in lines], "line_names": ", ".join(line.name for line in lines)}


def require_post(draft: Draft) -> None:
    """Refuse to publish a line: it is quoted, and never posted by itself."""
    if draft.kind == Kind.LINE:
        raise Refused("line_is_not_posted")


def require_bypassable(draft: Draft) -> None:
    """Refuse to bypass the levels of a line: its words are cleared for everybody, and no review would look at them."""
    if draft.kind == Kind.LINE:
        raise Refused("line_is_not_bypassed")


def require_lines_stand(draft: Draft, *, published_at: datetime | None, at: datetime) -> ClearedLine | None:
    """Refuse to publish what rests on a line that no longer stands; return the one withdrawn since it truly went out.

    Called inside the publishing transaction, once `audit.lock_holds()` has been waited for: whoever withdraws a line
    waits for it too, so that the line is withdrawn before or after the whole of this publication. With `published_at`
    what counts is what stood at that time. No query for a draft that levels cleared.
    """
    if draft.route is None or draft.route.kind != Route.Kind.CLEARED_LINES:
        return None
    lines = list(ClearedLine.objects.filter(pk__in=lines_of(draft)))
    if not lines:
        raise Refused("content_changed")
    when = published_at or at
    for line in lines:
        # What goes out now is stopped by a withdrawal that was answered, though that read the clock later.
        if line.withdrawn_at is not None and (published_at is None or line.withdrawn_at <= published_at):
            raise Refused("line_withdrawn", params={"name": line.name, "reason": line.withdraw_reason})
        if line.until <= when:
            raise Refused("line_over", params={"name": line.name})
    return next((line for line in lines if line.withdrawn_at is not None), None)


def lines_of(draft: Draft) -> list[int]:
    """Return the lines on which a draft was cleared, as its record says. One query."""
    cleared = draft.events.filter(kind="cleared").order_by("sequence").last()
    return list(cleared.data.get("lines", ())) if cleared is not None else []
