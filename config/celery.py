"""The Celery application: its beat only wakes sweeps; what is due is always a question to the database."""

import os

from celery import Celery
from celery.signals import task_prerun, worker_init

from accounts import clock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("chancery")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def go_by_the_databases_clock(**_kwargs: object) -> None:
    """Let a worker, and the processes that it forks, believe the database and not its machine."""
    clock.follow_database()


@task_prerun.connect
def begin_with_the_right_time(**_kwargs: object) -> None:
    """Ask the database for the time before each task: what a task fires must be due by that clock."""
    clock.ask()
