"""How Celery works here: each setting answers something that is known to go wrong. config/settings.py takes all of it.

What makes most of this safe is not a setting: every task asks the database what is due, under a lock. A task that runs
twice, late, half or never loses nothing, and nothing is ever kept in the broker alone: no deadline is an ETA task.
"""

from kombu import Exchange, Queue

# --- What is lost with a worker comes back ---------------------------------------------------------------------------

# A message is acknowledged when its task has ended: a worker that is killed gives it back. Doing it again does no harm.
CELERY_TASK_ACKS_LATE = True
# The same for one process of a pool, killed by the system for want of memory: otherwise its task counts as done.
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# A worker holds only what its processes work on: with more, a sweep would wait behind a mail while others idle.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Lost connections would otherwise lower that number, and known faults leave it low for good.
CELERY_WORKER_ENABLE_PREFETCH_COUNT_REDUCTION = False
# What a lost worker held goes to another after five minutes, not after an hour.
VISIBILITY_TIMEOUT = 300
# Longer than any task takes, shorter than the above: a task is over, or dead, before its message is given away.
CELERY_TASK_SOFT_TIME_LIMIT = 200  # raises inside the task, so that the log says where it hung
CELERY_TASK_TIME_LIMIT = 240
# A task that loses the broker goes on: cancelled between sending a mail and confirming it, it would send it twice.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False

# --- A broker that is away, or is cut off without a word --------------------------------------------------------------

CELERY_BROKER_CONNECTION_RETRY = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# For ever: after the default of a hundred attempts a worker would end in the middle of a long outage.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A server that is still loading its data, or is full, answers with an error: that passes, too, and must end no worker.
CELERY_BROKER_CHANNEL_ERROR_RETRY = True
CELERY_BROKER_CONNECTION_TIMEOUT = 5
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": VISIBILITY_TIMEOUT,
    "socket_connect_timeout": 5,
    # Without one, a command on a connection that a firewall has dropped waits for ever. Longer than a worker's own
    # wait for the next message, which is one second.
    "socket_timeout": 10,
    "socket_keepalive": True,
    "retry_on_timeout": True,
    # A connection that hears nothing is asked, and made anew within about twice this time.
    "health_check_interval": 10,
    # Of the queues below, the first that holds anything: clocks before messages, however many messages there are.
    "queue_order_strategy": "priority",
}

# --- No results: nobody waits for one. Should somebody add a backend, it must agree with the broker. ------------------

CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": VISIBILITY_TIMEOUT}
CELERY_VISIBILITY_TIMEOUT = VISIBILITY_TIMEOUT

# --- Only JSON is read: whoever could write to the broker must not be able to run code --------------------------------

CELERY_ACCEPT_CONTENT = CELERY_RESULT_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"

# --- Workers that stop, start and grow --------------------------------------------------------------------------------

# Asked to stop, a worker has so long to finish what it has begun, and gives the rest back. Shorter than the 30 seconds
# that compose.yaml leaves it before it is killed.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 15.0
# An idle worker holds nothing that it could give back (it would be ETA tasks): it stops at once.
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = False
# On a machine that is busy, a new process may take longer than the default of four seconds; it was killed for that.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 30.0
# Whatever leaks, leaks for an hour or two.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500_000  # kilobytes
# Nobody steers workers through the broker; the answers to such questions are known to fill it up.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
# One way of logging for every part: LOGGING in config/settings.py.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- What goes where --------------------------------------------------------------------------------------------------

CLOCKS = "clocks"
MESSAGES = "celery"
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in (CLOCKS, MESSAGES)]
CELERY_TASK_DEFAULT_QUEUE = MESSAGES
CELERY_TASK_ROUTES = {"approvals.sweep_alarms": {"queue": CLOCKS}}
CELERY_IMPORTS = ["config.heartbeats"]
