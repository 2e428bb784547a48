"""A worker that sends what is due to services and is killed, as by kill -9, once the receiver has it: run by a test."""

import os
import signal

import django

if __name__ == "__main__":
    django.setup()

from django.utils import timezone

from notifications.services import sending

if __name__ == "__main__":
    # Between the send, which is over, and the confirmation, which never comes.
    sending.record = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
    sending.deliver_due(at=timezone.now())
