"""A worker that delivers and is killed at its nth step, as by kill -9: run by test_letters.py.

A step is a statement, a commit, or a mail that the server has just taken. It reads `instant n` line by line, lets a
child of its own deliver what is due at that instant, and says how the child ended.
"""

import itertools
import os
import signal
import sys
from datetime import datetime

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db import connections
from django.test import override_settings

from notifications.delivery import deliver_due


def deliver_until(at: datetime, last: int) -> None:
    """Deliver what is due; die before the statement or commit, or after the mail, whose number is `last`."""
    connection, taken = connections["default"], itertools.count(1)
    commit, send = connection._commit, EmailBackend.send_messages

    def die() -> None:
        if next(taken) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def die_or(go_on, *args):
        die()
        return go_on(*args)

    def send_and_die(backend, mails):
        count = send(backend, mails)
        die()
        return count

    connection._commit = lambda: die_or(commit)
    EmailBackend.send_messages = send_and_die
    with connection.execute_wrapper(die_or):
        deliver_due(at=at)


def main() -> None:
    smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
    with override_settings(**smtp, EMAIL_PORT=int(os.environ["POST_OFFICE"])):
        assert settings.EMAIL_HOST == "127.0.0.1"
        for line in sys.stdin:
            at, last = line.split()
            child = os.fork()
            if child == 0:
                deliver_until(datetime.fromisoformat(at), int(last))
                os._exit(0)
            _pid, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
