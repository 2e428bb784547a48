"""One line on what would become of what is written: what stands beside the buttons, on a phone too."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from accounts import reading
from approvals.fast_path import Glance
from approvals.preview import Preview
from approvals.web.findings_in_text import TOO_LONG, Findings


@dataclass(frozen=True, slots=True)
class Verdict:
    """The line, and how it looks: `calm` while nothing is said against it, `good`, `warn` or `bad`."""

    tone: str
    words: str


def verdict_of(
    preview: Preview, findings: Findings, glance: Glance | None, *, confirmed: Collection[str], is_blank: bool
) -> Verdict:
    """Return the first thing that its author has to know; of an empty form, only what does not judge it."""
    stopped = _stopped(preview, findings)
    if stopped is not None:
        return stopped
    if is_blank or not preview.posts:
        return Verdict("calm", _in_time(preview) if preview.posts else gettext("Nothing written yet."))
    if waiting := len(findings.unconfirmed(confirmed)):
        words = ngettext("%(count)d thing to confirm", "%(count)d things to confirm", waiting)
        return Verdict("warn", words % {"count": waiting})
    if glance is not None and glance.is_within:
        number = glance.held.authorization.number
        return Verdict("good", gettext("It may go out now, under %(number)s.") % {"number": number})
    return Verdict(_tone(preview), _in_time(preview))


def _stopped(preview: Preview, findings: Findings) -> Verdict | None:
    """Return what keeps it from being submitted; None for nothing."""
    if preview.refused is not None and preview.refused.code == "no_channel":
        return Verdict("calm", gettext("Choose a channel."))
    if findings.blocking:
        return Verdict("bad", _to_mend(findings))
    if preview.refused is not None:
        return Verdict("warn", gettext("It cannot be submitted as things are: read why."))
    return None


def is_too_late(preview: Preview) -> bool:
    """Say whether the slot, the moment or the time to answer would be missed if every level took its whole time."""
    expected, target = preview.expected_clear_at, preview.target
    return bool(target and expected and expected >= target)


def _tone(preview: Preview) -> str:
    if preview.target is None:
        return "calm" if preview.levels else "good"
    return "bad" if is_too_late(preview) else "good"


def _in_time(preview: Preview) -> str:
    if not preview.levels:
        return gettext("Cleared as soon as you submit it.")
    if preview.expected_clear_at is None:
        return ""
    values = {"time": reading.moment_brief(preview.expected_clear_at)}
    if preview.target is None:
        return gettext("Expected to be cleared: %(time)s") % values
    values["target"] = reading.moment_brief(preview.target)
    if is_too_late(preview):
        return gettext("Too late: expected %(time)s, needed by %(target)s") % values
    return gettext("In time: expected %(time)s") % values


def _to_mend(findings: Findings) -> str:
    first = findings.blocking[0]
    if first.code == TOO_LONG and len(findings.blocking) == 1 and first.over:
        words = ngettext("%(count)d character too long", "%(count)d characters too long", first.over)
        return words % {"count": first.over}
    count = len(findings.blocking)
    return ngettext("%(count)d thing to mend", "%(count)d things to mend", count) % {"count": count}
