"""What the Celery application really goes by: each of these settings answers something that is known to go wrong."""

import pytest
from celery import current_app

from config.celery_settings import CLOCKS, MESSAGES

HELD = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "worker_enable_prefetch_count_reduction": False,
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    "broker_connection_retry": True,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "broker_channel_error_retry": True,
    "task_ignore_result": True,
    "result_backend": None,
    "accept_content": ["json"],
    "result_accept_content": ["json"],
    "task_serializer": "json",
    "result_serializer": "json",
    "event_serializer": "json",
    "worker_soft_shutdown_timeout": 15.0,
    "worker_enable_soft_shutdown_on_idle": False,
    "worker_proc_alive_timeout": 30.0,
    "worker_max_tasks_per_child": 1000,
    "worker_max_memory_per_child": 500_000,
    "worker_enable_remote_control": False,
    "enable_utc": True,
}


@pytest.fixture
def conf():
    current_app.loader.import_default_modules()  # as a worker does when it starts
    return current_app.conf


@pytest.mark.parametrize(("name", "value"), HELD.items(), ids=HELD)
def test_the_application_has_what_is_set(conf, name, value):
    assert conf[name] == value


def test_what_a_lost_worker_held_goes_to_another_after_five_minutes_in_every_place_where_that_is_said(conf):
    places = (conf.broker_transport_options, conf.result_backend_transport_options, conf)
    assert [place["visibility_timeout"] for place in places] == [300, 300, 300]


def test_a_task_is_over_or_dead_before_its_message_is_given_away(conf):
    assert conf.task_soft_time_limit < conf.task_time_limit < 300


def test_the_connection_that_a_worker_listens_on_is_never_silent_for_long(conf):
    with current_app.connection_for_read() as connection:
        channel = connection.default_channel
        kept = channel.pool.connection_kwargs
        assert (kept["socket_timeout"], kept["socket_connect_timeout"]) == (10, 5)
        assert (kept["socket_keepalive"], kept["retry_on_timeout"], kept["health_check_interval"]) == (True, True, 10)
        assert kept["socket_timeout"] > channel.brpop_timeout
        assert channel.visibility_timeout == 300


def test_clocks_come_before_messages(conf):
    assert conf.broker_transport_options["queue_order_strategy"] == "priority"
    assert list(current_app.amqp.queues) == [CLOCKS, MESSAGES]
    assert [queue.routing_key for queue in current_app.amqp.queues.values()] == [CLOCKS, MESSAGES]
    assert current_app.amqp.router.route({}, "approvals.sweep_alarms")["queue"].name == CLOCKS
    assert current_app.amqp.router.route({}, "notifications.deliver_due")["queue"].name == MESSAGES


def test_nothing_that_beat_sends_expires_or_waits_by_a_clock_of_another_machine(conf):
    """Guarantee 17."""
    for entry in conf.beat_schedule.values():
        assert not {"expires", "eta", "countdown"} & set(entry.get("options", {}))


def test_every_task_that_beat_names_exists_and_clocks_are_swept_every_five_seconds(conf):
    assert {entry["task"] for entry in conf.beat_schedule.values()} <= set(current_app.tasks)
    assert conf.beat_schedule["sweep-alarms"]["schedule"] == 5.0
