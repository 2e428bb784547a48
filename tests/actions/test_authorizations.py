"""The pre-authorization: proposed, countersigned by a second officer, accepted by its holder; amended and renewed."""

from approvals.models import Event, PreAuthorization
from tests.actions.asking import told
from tests.actions.authorizing import (
    accept,
    countersign,
    posting_of,
    proposed,
)
from tests.people import NOW, later


def on_record():
    return list(Event.objects.filter(draft=None).order_by("pk").values_list("kind", flat=True))


def test_a_grant_is_proposed_countersigned_and_accepted_and_then_in_force(ministry):
    version = proposed(ministry)
    authorization = PreAuthorization.objects.get()
    assert (authorization.number, authorization.version, version.status) == ("PA-2026-0001", None, "proposed")
    assert [channel.pk for channel in version.channels.all()] == [ministry.x.pk]
    assert countersign(ministry, version, at=later(1)).status == "countersigned"
    assert PreAuthorization.objects.get().version is None
    accepted = accept(version, at=later(2))
    authorization = PreAuthorization.objects.get()
    assert (accepted.status, authorization.version) == ("in_force", accepted)
    assert (accepted.proposed_by, accepted.countersigned_by, accepted.accepted_by) == (
        ministry.paul, ministry.petra, ministry.helen,
    )  # fmt: skip
    assert on_record() == ["authorization_proposed", "authorization_countersigned", "authorization_accepted"]


def test_each_step_is_told_to_whom_it_awaits(ministry):
    version = proposed(ministry)
    assert told("authorization_proposed") == ["petra"]
    countersign(ministry, version)
    assert (told("authorization_offered"), told("authorization_countersigned")) == (["helen"], ["paul"])
    accept(version)
    assert told("authorization_accepted") == ["paul", "petra"]


def test_numbers_are_given_in_order_each_year(ministry):
    first = proposed(ministry)
    second = proposed(ministry, posting=posting_of(ministry.layla, "author"))
    late = NOW.replace(year=2027)
    third = proposed(ministry, posting=posting_of(ministry.omar, "author"), at=late)
    numbers = [version.authorization.number for version in (first, second, third)]
    assert numbers == ["PA-2026-0001", "PA-2026-0002", "PA-2027-0001"]
