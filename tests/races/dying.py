"""A process that performs an action and is killed before its nth statement, as by kill -9: run by test_killed.py.

It reads `verb draft n` line by line, lets a child of its own do each, and says how the child ended.
"""

import itertools
import os
import signal
import sys
from uuid import UUID

import django

if __name__ == "__main__":
    django.setup()

from django.db import connections

from accounts.models import User
from approvals.actions import alarms, holds, publish, submit
from approvals.models import Draft
from channels.models import Channel
from tests.actions.asking import URL, approve
from tests.people import later


def by(username):
    return User.objects.get(username=username)


def draft_of(draft_id):
    return Draft.objects.select_related("revision").get(pk=draft_id)


ACTIONS = {
    "submit": lambda draft_id: submit.submit(draft_id=draft_id, by=by("layla"), at=later(1)),
    "approve": lambda draft_id: approve(draft_of(draft_id), by("helen"), at=later(1)),
    "publish": lambda draft_id: publish.publish(
        draft_id=draft_id, channel_id=Channel.objects.get(platform="x", office__code="RUH").pk, url=URL,
        by=by("layla"), at=later(1),
    ),
    "hold": lambda _draft_id: holds.place(scope="everything", reason="Calm.", until=None, by=by("paul"), at=later(1)),
    "sweep": lambda _draft_id: alarms.fire_steps(at=later(4)),
}  # fmt: skip


def act_until(verb: str, draft_id: UUID, last: int) -> None:
    """Perform the action; die before the statement, or the commit, whose number is `last`."""
    connection, sent = connections["default"], itertools.count(1)
    commit = connection._commit

    def die_or(go_on, *args):
        if next(sent) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return go_on(*args)

    connection._commit = lambda: die_or(commit)
    with connection.execute_wrapper(die_or):
        ACTIONS[verb](draft_id)


def main() -> None:
    for line in sys.stdin:
        verb, draft_id, last = line.split()
        child = os.fork()
        if child == 0:
            act_until(verb, UUID(draft_id), int(last))
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
