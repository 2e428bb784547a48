"""The OpenAPI document is true: a tester that knows nothing but the document finds no fault and no surprise."""

from contextlib import contextmanager

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework.authtoken.models import Token
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from approvals.api.views.docs import document
from tests.doors.matrix import EDIT, REVIEW, World
from tests.people import NOW

METHODS = ("get", "post", "patch")
CALLS = [(path, method) for path, item in document()["paths"].items() for method in METHODS if method in item]
# Calls that take nothing cannot be given anything wrong.
NOTHING_TO_SAY = {
    ("/api/v1/me/", "get"),
    ("/api/v1/notifications/settings/", "get"),
    ("/api/v1/policies/schema/", "get"),
}
TAKING = [call for call in CALLS if call not in NOTHING_TO_SAY]
# A document cannot say all that is asked of a text, a time or a cursor; and of several decisions each is judged alone.
MAY_REFUSE = [positive_data_acceptance]
JUDGED_ALONE = "/api/v1/queue/decisions/"
OFFICERS = ("Policies", "Holds and regimes", "Other services", "Pre-authorizations", "Reviews")
WHO = {"Queue": "approver", **dict.fromkeys(OFFICERS, "policy")}

few = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all calls; each call is undone."""
    here = override_settings(ALLOWED_HOSTS=["localhost"])
    with django_db_blocker.unblock(), here, one_connection(), at_nine(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def at_nine():
    return time_machine.travel(NOW, tick=False)


@contextmanager
def one_connection():
    """A server closes a connection that is left in a transaction; here the transaction is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def contract(world):
    any_refusal = {"checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}}}
    config = SchemathesisConfig.from_dict(any_refusal)
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application(), config=config)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "method"), CALLS)
def test_a_call_that_follows_the_document_gets_what_it_promises(contract, world, path, method):
    keep(contract, world, path, method, GenerationMode.POSITIVE, MAY_REFUSE)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "method"), TAKING)
def test_a_call_that_breaks_the_document_is_refused_and_breaks_nothing(contract, world, path, method):
    keep(contract, world, path, method, GenerationMode.NEGATIVE, [negative_data_rejection] * (path == JUDGED_ALONE))


def keep(contract, world, path, method, mode, excluded):
    """Call a few times as the document allows, or forbids, and compare every answer with it."""
    call = contract[path][method]
    tag = document()["paths"][path][method]["tags"][0]
    person = world.persons["approver" if "decisions" in path else WHO.get(tag, "author")]
    key = Token.objects.get_or_create(user=person)[0].key

    @few
    @given(case=call.as_strategy(generation_mode=mode))
    def check(case):
        if mode is GenerationMode.POSITIVE:
            make_likely(case, world)
        with transaction.atomic():
            case.call_and_validate(headers={"Authorization": f"Token {key}"}, excluded_checks=excluded)
            transaction.set_rollback(True)

    check()


def make_likely(case, world):
    """Name what there is, so that a call gets further than to "not found"."""
    on = world.drafts[EDIT if case.method == "PATCH" or case.path.endswith(("submit/", "fast-track/")) else REVIEW]
    real = {"draft_id": on.pk, "policy_id": world.ministry.policy.pk, "message_id": world.message.pk, "number": 1}
    real["hold_id"], real["channel_id"] = world.hold.pk, world.ministry.x.pk
    real["line_id"] = world.line.pk
    real["regime_id"], real["webhook_id"] = world.regime.pk, world.service.pk
    real["conversation_id"], real["template_id"] = world.reply.conversation_id, world.template.pk
    real["comment_id"] = world.said.pk
    real["review_id"], real["rule_id"] = world.review.pk, world.review_rule.pk
    real["delay_id"], real["absence_id"], real["code"] = world.delay.pk, world.absence.pk, world.ministry.desk.code
    real["authorization_id"], real["restriction_id"] = world.authorization.pk, world.restriction.pk
    for name in case.path_parameters or {}:
        case.path_parameters[name] = str(real[name])
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = f'"{on.current.hash}"'
    if isinstance(case.body, dict):
        if isinstance(case.body.get("channels"), list):
            case.body["channels"] = [str(world.ministry.x.pk)]
        if isinstance(case.body.get("revision"), str):
            case.body["revision"] = on.current.hash
