"""Files for the tests: one that is right, and what a version says whatever its rows are called."""

from dataclasses import replace

from approvals import facts
from approvals.models import PolicyVersion

GOOD = """\
chancery_policy: 1
name: Sanctions
order: 10
note: After the council of March.
conditions: {field: topic, in: [sanctions]}
levels:
  - key: head
    position: 1
    name: Head of mission
    question: Is it true, and ours to say?
    asks: {selector: own_office, role: head}
    limit: 4h
    remind_before: PT1H
  - key: press
    position: 2
    name: Press
    question: Will it be understood?
    asks: {office: COMMS, role: approver}
    mode: silence
    quorum: 2
    limit: 1h30m
    may_reject: false
    fresh_sign_in: true
    carry: minor
    conditions:
      any:
        - {field: urgency, in: [routine, urgent]}
        - not: {field: country, in: [SA, "NO"]}
    escalations:
      - {after: 30m, asks: {selector: minister, role: approver}}
"""


def level(**fields):
    """Return the fields of one level in YAML's own JSON."""
    asked = {"position": 1, "name": "Head", "question": "Is it true?", "limit": "4h"}
    return asked | {"asks": {"selector": "own_office", "role": "head"}} | fields


def value(**fields):
    """Return what a file says, as plain values."""
    return {"chancery_policy": 1, "name": "Sanctions", "order": 10, "levels": [level()]} | fields


def fetched(version):
    rows = PolicyVersion.objects.select_related("policy").prefetch_related("levels__office")
    return rows.prefetch_related("levels__escalations__office").get(pk=version.pk)


def said(version):
    """Return the levels as the rules see them, whatever their rows are called."""
    levels = facts.policy_rule(fetched(version)).levels
    return [replace(one, id=None, quorum_n=one.quorum_n if one.quorum == "n" else 1) for one in levels]
