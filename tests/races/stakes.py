"""How a race for the public is run: many times, and each time every lock is asked whether the stop was there first."""

import os
import time
from collections import Counter
from datetime import timedelta

from django.db import transaction

from approvals import audit
from approvals.models import Draft, Ledger, Route
from tests.actions.what_went_out import what_went_out_was_allowed_or_owes_its_review
from tests.authorizing import authorized
from tests.people import NOW
from tests.races.together import codes, together

# `make test` runs each race so often; `make test-long` a thousand times (CHANCERY_RACES says another number).
RACES = int(os.environ.get("CHANCERY_RACES", "50"))
# How long whoever was first keeps its locks, in turn: long enough for another to come between, were there a way.
LINGERS = (0.0, 0.0, 0.002, 0.005)
# How much later the stop begins, in turn: whoever publishes asks more before it comes to the locks.
LAGS = (0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04)

MANY = 30_000  # posts a day, where the quota is not what is raced for


def post(number):
    return f"https://x.com/EmbassyRiyadh/status/{number + 1}"


def generous(ministry, **terms):
    """Return a pre-authorization of Helen's under which all the posts of a race may go out."""
    return authorized(ministry, **{"per_day": MANY, "per_week": MANY, "until": NOW + timedelta(days=4000)} | terms)


def unless(stopped, publish, *, number=0):
    """Return an act that publishes and then asks, its locks still held, whether the stop was committed before it.

    A stop that is seen there has been answered: then the post should not have gone out.
    """

    def act():
        with transaction.atomic():
            done = publish()
            assert not stopped.exists(), "it went out although the stop had been answered"
            time.sleep(LINGERS[number % len(LINGERS)])
            assert not stopped.exists(), "the stop was answered while the post was still on its way out"
        return done

    return act


def behind(act_of_it, *, number):
    """Return an act that begins a little later in each round: the quicker of two, so that each wins some."""

    def act():
        time.sleep(LAGS[number % len(LAGS)])
        return act_of_it()

    return act


class Races:
    """Runs one race again and again; `met` counts how it ended, for a race that always ends alike is none."""

    def __init__(self, name):
        self.name, self.met, self.looked_at = name, Counter(), 0

    def run(self, *acts):
        """Run these at one moment, and check the promise; return what was refused, and "ok" for what was not."""
        outcomes = codes(together(*acts))
        self.met[" + ".join(outcomes)] += 1
        what_went_out_was_allowed_or_owes_its_review(since=self.looked_at)
        self.looked_at = Route.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        return outcomes

    def told(self):
        """Say how often the race ended how, and check the record of everything that took part."""
        print(f"{self.name}: {dict(self.met)}")
        faults = [fault for draft in Draft.objects.order_by("?")[:20] for fault in audit.verify(draft)]
        faults += [fault for ledger in Ledger.objects.all() for fault in audit.verify(ledger)]
        assert faults == []
        return self.met
