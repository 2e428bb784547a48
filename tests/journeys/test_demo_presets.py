"""In the demo ministry every preset installs, with its offices and topics guessed where the register has them."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from accounts.models import Office, User
from approvals import facts
from approvals.actions.install_preset import install_as_policy, install_into
from approvals.demo.load import load
from approvals.models import Policy, PolicyVersion
from approvals.policy_file import writing
from approvals.presets.catalogue import PRESETS, preset_called
from approvals.presets.guessing import Guesses
from approvals.rules import routing

NOW = datetime(2026, 9, 16, 10, 30, 12, tzinfo=UTC)
ASKED = {"translation": ["PUBAF"], "privy-council": ["POLICY"]}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(at=NOW)
        transaction.set_rollback(True)


def guessed(name):
    places = Guesses().all(preset_called(name).places)
    return {place: names or ASKED[place] for place, names in places.items()}


def test_what_a_place_means_is_guessed_from_the_register(demo):
    assert Guesses().all(preset_called("us-two-speed").places) == {
        "sensitive": ["sanctions", "security", "elections", "human-rights", "migration"],
        "public-affairs": ["PUBAF"],
    }
    assert Guesses().all(preset_called("canada-2013").places) == {
        "communications": ["COMMS"], "translation": [], "privy-council": [],
    }  # fmt: skip


@pytest.mark.parametrize("name", [preset.name for preset in PRESETS])
def test_every_preset_installs_as_a_policy_and_as_a_version_of_the_default(demo, name):
    by = User.objects.get(username="policy.one")
    made = install_as_policy(preset=name, places=guessed(name), by=by, at=NOW)
    assert made.status == "proposed"
    if not preset_called(name).is_for_some:
        default = Policy.objects.get(is_default=True)
        assert install_into(preset=name, places=guessed(name), policy_id=default.pk, by=by, at=NOW).number == 4
    rows = PolicyVersion.objects.select_related("policy").prefetch_related("levels__escalations", "levels__office")
    rule = facts.policy_rule(rows.get(pk=made.pk))
    known = {"topic": frozenset({"sanctions"}), "urgency": frozenset({"routine"}), "audience": frozenset({"host"})}
    for mission in Office.objects.filter(kind="mission"):
        route = routing.plan(rule, known, facts.directory(mission))
        assert isinstance(route, routing.Route), (name, mission.code)
        assert route.steps[0].office_id in (mission.pk, Office.objects.get(code="COMMS").pk)
    assert writing.write(rows.get(pk=made.pk)).startswith("chancery_policy: 1\n")
