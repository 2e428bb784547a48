"""How people choose to be told: settled when a message is put, in their own time zone, and never in their sleep."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notifications import telling
from notifications.delivery import LEASE, claim, deliver_due
from notifications.hours import Quiet
from notifications.models import EmailChoice, Message, Telling, When
from notifications.outbox import Envelope, put
from tests.delivery.letters import MINUTE, SECOND, SUNDAY, awaiting, post, readers

NIGHT = Quiet(time(22), time(7))
REFERENCE = {"reference": "RUH-2026-0042", "by": "Irina Koval"}


def choose(user: User, digest_at: time = time(8), quiet: Quiet | None = None, **choices: str) -> int:
    """Keep what this person chooses."""
    chosen = {code: When(when) for code, when in choices.items()}
    return telling.save(user=user, choices=chosen, digest_at=digest_at, quiet=quiet, at=SUNDAY)


def told(user: User, kind: str, key: str = "k", **params: object) -> Envelope:
    return Envelope(user.pk, kind, f"{kind}:{key}", REFERENCE | params, path="/drafts/42/", thread="RUH-2026-0042")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due(message: Message) -> datetime | None:
    return Message.objects.get(pk=message.pk).next_attempt_at


def test_the_inbox_is_told_whatever_one_chooses(desk):
    choose(desk, decisions="never", news="digest")
    rows = post(awaiting(desk), told(desk, "commented"), media=("in_app", "email"))
    assert [(row.kind, row.medium) for row in rows] == [
        ("awaiting", "in_app"), ("commented", "in_app"), ("commented", "email"),
    ]  # fmt: skip


def test_who_chose_nothing_is_told_at_once_of_what_awaits_and_in_the_morning_of_news(riyadh):
    at_once, news = post(awaiting(riyadh), told(riyadh, "commented"))
    assert (at_once.next_attempt_at, at_once.in_digest) == (SUNDAY, False)
    assert (news.next_attempt_at, news.in_digest) == (utc("2018-08-06 05:00"), True), "eight o'clock in Riyadh"


def test_the_digest_comes_at_the_hour_that_one_chose_where_one_lives(riyadh, desk):
    choose(riyadh, time(17, 45), decisions="digest")
    choose(desk, time(6), decisions="digest")
    in_riyadh, in_london = post(awaiting(riyadh), awaiting(desk))
    assert (in_riyadh.next_attempt_at, in_london.next_attempt_at) == (utc("2018-08-05 14:45"), utc("2018-08-06 05:00"))


@pytest.mark.parametrize(
    ("put_at", "hour"),
    [
        ("2026-03-28 12:00", "2026-03-29 07:00"),  # the clocks go forward in London in that night
        ("2026-03-27 12:00", "2026-03-28 08:00"),
        ("2026-10-24 12:00", "2026-10-25 08:00"),  # and back in that one
        ("2026-10-23 12:00", "2026-10-24 07:00"),
    ],
)
def test_the_digest_keeps_its_hour_when_the_clocks_change(desk, put_at, hour):
    (news,) = post(told(desk, "commented"), at=utc(put_at))
    assert news.next_attempt_at == utc(hour)


def test_one_digest_tells_everything_each_with_its_page_and_none_comes_without_news(desk, site):
    choose(desk, decisions="digest")
    post(awaiting(desk, 1), at=SUNDAY)
    post(told(desk, "commented"), at=SUNDAY + MINUTE)
    post(awaiting(desk, 2, reference="GVA-2026-0001"), at=SUNDAY + 2 * MINUTE)
    morning = utc("2018-08-06 07:00")
    assert deliver_due(at=morning - SECOND) == 0
    assert deliver_due(at=morning) == 3
    (digest,) = mail.outbox
    assert digest.subject == "Daily digest: 3 messages"
    for line in ("RUH-2026-0042 by Omar Haddad awaits", "GVA-2026-0001 by Omar", "Irina Koval commented"):
        assert line in digest.body
    assert f"{site}/drafts/42/" in digest.body
    assert digest.body.index("Decisions awaited of you") < digest.body.index("Comments and other news of drafts")
    assert deliver_due(at=morning + timedelta(days=3)) == 0


def test_a_digest_of_one_line_is_a_digest(desk):
    post(told(desk, "commented"))
    deliver_due(at=SUNDAY + timedelta(days=1))
    assert mail.outbox[0].subject == "Daily digest: 1 message"


def test_what_is_told_at_once_is_not_mixed_into_a_digest_of_the_same_moment(desk):
    morning = utc("2018-08-06 07:00")
    post(told(desk, "commented"), at=SUNDAY)
    post(awaiting(desk), at=morning)
    assert deliver_due(at=morning) == 2
    assert {sent.subject[:12] for sent in mail.outbox} == {"Daily digest", "[RUH-2026-00"}


@pytest.mark.parametrize(
    ("put_at", "comes_at"),
    [
        ("2018-08-05 18:59", "2018-08-05 18:59"),  # 21:59 in Riyadh
        ("2018-08-05 19:00", "2018-08-06 04:00"),
        ("2018-08-05 23:30", "2018-08-06 04:00"),
        ("2018-08-06 04:00", "2018-08-06 04:00"),
    ],
)
def test_quiet_hours_past_midnight_let_a_mail_wait_until_the_morning(riyadh, put_at, comes_at):
    choose(riyadh, quiet=NIGHT)
    (letter,) = post(awaiting(riyadh), at=utc(put_at))
    assert letter.next_attempt_at == utc(comes_at)


def test_a_digest_whose_hour_is_quiet_comes_when_quiet_ends(riyadh):
    choose(riyadh, time(6), NIGHT)
    (news,) = post(told(riyadh, "commented"))
    assert news.next_attempt_at == utc("2018-08-06 04:00")


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("awaiting", {"urgency": "crisis"}),
        ("overdue", {"urgency": "crisis"}),
        ("regime_on", {"regime": "crisis"}),
    ],
)
def test_a_crisis_wakes_whoever_sleeps_and_whoever_wants_no_mail(riyadh, kind, params):
    choose(riyadh, quiet=NIGHT, decisions="never", delays="digest", rules="never")
    midnight = utc("2018-08-05 21:00")
    (letter,) = post(told(riyadh, kind, **params), at=midnight)
    assert letter.next_attempt_at == midnight
    assert deliver_due(at=midnight) == 1


def test_a_fault_that_kept_a_mail_until_the_night_does_not_send_it_then(riyadh):
    choose(riyadh, quiet=NIGHT)
    (letter,) = post(awaiting(riyadh), at=utc("2018-08-05 18:00"))
    assert deliver_due(at=utc("2018-08-05 22:00")) == 0, "the workers stood still until one in the morning"
    assert due(letter) == utc("2018-08-06 04:00")
    assert deliver_due(at=utc("2018-08-06 04:00")) == 1


def test_reminders_of_one_minute_wait_for_its_end_and_come_together(desk):
    rows = [post(told(desk, "reminder", str(number)), at=SUNDAY + number * SECOND)[-1] for number in (0, 7, 59, 60)]
    assert [row.next_attempt_at - SUNDAY for row in rows] == [timedelta(0), MINUTE, MINUTE, MINUTE]


def test_what_was_put_keeps_its_time_when_one_chooses_anew(desk):
    (letter,) = post(awaiting(desk), at=SUNDAY)
    choose(desk, decisions="digest")
    assert due(letter) == SUNDAY


def test_turning_a_group_off_drops_what_still_waits_of_it_and_nothing_else(desk, riyadh):
    choose(desk, decisions="digest")
    post(awaiting(desk, 1), awaiting(desk, 2, urgency="crisis"), told(desk, "commented"), awaiting(riyadh))
    assert choose(desk, decisions="never", news="digest") == 1
    left = Message.objects.filter(status="pending").values_list("user__username", "kind", "params__urgency")
    assert set(left) == {
        ("hq.desk", "awaiting", "crisis"), ("hq.desk", "commented", None), ("riyadh.head", "awaiting", "routine"),
    }  # fmt: skip
    dropped = Message.objects.get(status="dropped")
    assert (dropped.key, dropped.next_attempt_at, dropped.sent_at) == ("awaiting:step:1", None, None)
    assert deliver_due(at=SUNDAY + timedelta(days=2)) == 3


def test_what_a_worker_is_sending_is_not_called_dropped(desk):
    post(awaiting(desk))
    claim(at=SUNDAY, limit=10)
    assert choose(desk, decisions="never") == 0
    assert deliver_due(at=SUNDAY + LEASE) == 1


def test_a_group_turned_on_again_is_told_of_from_then_on(desk):
    choose(desk, decisions="never")
    assert post(awaiting(desk, 1)) == []
    choose(desk, decisions="at_once")
    assert len(post(awaiting(desk, 2))) == 1


@pytest.mark.parametrize("people", [1, 100])
def test_put_asks_how_people_are_told_once_for_any_number_of_them(db, people):
    everyone = readers(people)
    for reader in everyone:
        choose(reader, quiet=NIGHT, **dict.fromkeys(("decisions", "news", "delays", "drafts"), "digest"))
    envelopes = [told(reader, kind) for reader in everyone for kind in ("overdue", "commented", "approved")]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        put(envelopes, at=SUNDAY)
    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "INSERT"]
    assert Message.objects.filter(in_digest=True).count() == 3 * people


def test_the_inbox_alone_asks_nobody_how_they_want_their_mail(desk):
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        put([awaiting(desk)], at=SUNDAY, media=("in_app",))
    assert len(queries) == 1


def test_choosing_again_keeps_one_row_for_each_choice(desk):
    choose(desk, news="never", drafts="digest")
    choose(desk, time(9), NIGHT, news="at_once")
    assert dict(EmailChoice.objects.values_list("group", "when")) == {"news": "at_once", "drafts": "digest"}
    kept = Telling.objects.get()
    assert (kept.digest_at, kept.quiet_from, kept.quiet_until) == (time(9), time(22), time(7))


@pytest.mark.parametrize("wrong", [{"quiet_until": None}, {"quiet_from": None}, {"quiet_from": time(7)}])
def test_the_database_itself_refuses_quiet_hours_that_cannot_be(desk, wrong):
    choose(desk, quiet=NIGHT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.update(**wrong)


def test_a_digest_is_one_mail_however_many_are_due_and_however_few_a_batch_takes(db, site):
    people = readers(7)
    post(*[told(reader, "commented", str(number)) for reader in people for number in range(5)])
    morning = utc("2018-08-06 08:00")
    while deliver_due(at=morning, limit=12):
        pass
    assert sorted(sent.to for sent in mail.outbox) == sorted([reader.email] for reader in people)
    assert {sent.subject for sent in mail.outbox} == {"Daily digest: 5 messages"}


def test_a_worker_of_the_version_before_writes_beside_those_of_this_one(desk):
    """Guarantee 23."""
    before = MigrationExecutor(connection).loader.project_state([("notifications", "0001_initial")]).apps
    values = {"user_id": desk.pk, "medium": "email", "params": REFERENCE, "created_at": SUNDAY, "status": "pending"}
    for number in range(2):
        before.get_model("notifications", "Message").objects.create(
            kind="approved", key=f"k{number}", next_attempt_at=SUNDAY, **values
        )
    post(told(desk, "rejected"))
    assert deliver_due(at=SUNDAY) == 3
    assert [sent.subject for sent in mail.outbox] == ["What becomes of your drafts: 3 messages"]
