"""Writes a version as a file: always the same text for the same version, so that two can be compared line by line."""

from typing import Any, Final

import yaml
from django.utils.text import slugify

from approvals.models import Level, LevelEscalation, PolicyVersion, Selector
from approvals.policy_file import durations
from approvals.rules.conditions import Condition

FORMAT: Final = 1
WIDEST: Final = 1_000_000


class _OneLine(dict[str, Any]):
    """A mapping that is written on one line."""


class _Writer(yaml.SafeDumper):
    """Writes values in full: no anchors, lists set in."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out, however often it occurs."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002  PyYAML's
        """Set the items of a list in below the name of the list."""
        super().increase_indent(flow, False)


_Writer.add_representer(
    _OneLine, lambda writer, data: writer.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def write(version: PolicyVersion) -> str:
    """Return a version as the text of a file; its levels, their offices and escalations should have been fetched."""
    return text_of(contents(version))


def file_name(version: PolicyVersion) -> str:
    """Return what the file is called: the policy and the number of its version."""
    return f"{slugify(version.policy.name) or 'policy'}-{version.number}.yaml"


def text_of(value: dict[str, Any]) -> str:
    """Return values as the text of a file."""
    return yaml.dump(value, Dumper=_Writer, sort_keys=False, allow_unicode=True, default_flow_style=False, width=WIDEST)


def contents(version: PolicyVersion) -> dict[str, Any]:
    """Return what the file of a version says; what is empty is left out."""
    policy = version.policy
    said: dict[str, Any] = {"chancery_policy": FORMAT, "name": policy.name}
    said |= {"default": True} if policy.is_default else {"order": policy.order}
    said |= {"note": version.note} if version.note else {}
    said |= {"conditions": _condition(version.conditions)} if version.conditions else {}
    return said | {"levels": [_level(level) for level in version.levels.all()]}


def _level(level: Level) -> dict[str, Any]:
    said: dict[str, Any] = {
        "key": level.key,
        "position": level.position,
        "name": level.name,
        "question": level.question,
        "asks": _asks(level),
        "mode": level.mode,
        "quorum": level.quorum_n if level.quorum == Level.Quorum.N else level.quorum,
        "limit": durations.said(level.limit),
        "runs_on": level.runs_on,
    }
    said |= {} if level.remind_before is None else {"remind_before": durations.said(level.remind_before)}
    said |= {} if level.remind_percent is None else {"remind_percent": level.remind_percent}
    said |= {"may_reject": level.may_reject, "fresh_sign_in": level.fresh_sign_in, "carry": level.carry}
    said |= {"conditions": _condition(level.conditions)} if level.conditions else {}
    rungs = [_escalation(rung) for rung in level.escalations.all()]
    return said | ({"escalations": rungs} if rungs else {})


def _escalation(rung: LevelEscalation) -> _OneLine:
    said = _OneLine(after=durations.said(rung.after))
    if rung.posting is None:
        said["asks"] = _asks(rung)
    else:
        posting = rung.posting
        names = {"office": posting.office.code, "role": posting.role, "username": posting.user.username}
        said["posting"] = _OneLine(names)
    if rung.repeat_every is not None:
        said |= {"repeat_every": durations.said(rung.repeat_every), "repeat_times": rung.repeat_times}
    return said


def _asks(asked: Level | LevelEscalation) -> _OneLine:
    is_named = asked.selector == Selector.OFFICE
    whom = {"office": asked.office.code if asked.office else ""} if is_named else {"selector": asked.selector}
    return _OneLine(whom, role=asked.role)


def _condition(condition: Condition) -> Any:
    """Return a condition with its fields in one order, whatever the database made of it; one field on one line."""
    if not isinstance(condition, dict):
        return condition
    if set(condition) == {"field", "in"}:
        return _OneLine({"field": condition["field"], "in": condition["in"]})
    return {word: _parts(parts) for word, parts in sorted(condition.items())}


def _parts(parts: Any) -> Any:
    return [_condition(part) for part in parts] if isinstance(parts, list) else _condition(parts)
