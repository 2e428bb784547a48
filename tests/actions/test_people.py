"""The register of people, one change at a time: who may, what is refused, and what is on record."""

import pytest

from accounts.authority import seats_of
from accounts.models import Deputy, Posting, Role, User
from approvals import audit, people
from approvals.actions.people import Wanted, add, change, deactivate, end_posting, give_posting, reactivate
from approvals.models import Event, Ledger
from notifications.models import Message
from tests.actions.asking import refused
from tests.people import NOW, later, person, post

pytestmark = pytest.mark.django_db
ADA = Wanted("Ada Lovelace", "ada@ministry.example", "en", "UTC")


def give(ministry, who, office, role, *, by=None, starts_at=None, ends_at=None, at=NOW):
    return give_posting(
        user_id=who.pk, office_id=office.pk, role=role, starts_at=starts_at, ends_at=ends_at, by=by or ministry.ivan,
        at=at,
    )  # fmt: skip


def end(ministry, posting, *, by=None, ends_at=None, at=NOW):
    return end_posting(posting_id=posting.pk, ends_at=ends_at, by=by or ministry.ivan, at=at)


def on_record():
    ledger = Ledger.objects.get(name="ministry")
    assert list(audit.verify(ledger)) == []
    return list(ledger.events.order_by("sequence").values_list("kind", flat=True))


@pytest.fixture
def adam(ministry):
    """Administers the embassy in Riyadh."""
    adam = person("adam", "Adam")
    post(adam, ministry.riyadh, Role.ADMINISTRATOR)
    return adam


@pytest.fixture
def hedda(ministry):
    """Administers the ministry, from communications at headquarters."""
    hedda = person("hedda", "Hedda")
    post(hedda, ministry.comms, Role.ADMINISTRATOR)
    return hedda


def test_a_person_is_added_without_a_password_and_without_rights(ministry, hedda):
    ada = add(username="Ada", wanted=ADA, by=hedda, at=NOW)
    assert (ada.username, ada.has_usable_password(), ada.is_staff, ada.postings.count()) == ("ada", False, False, 0)
    assert on_record() == ["person_added"]


@pytest.mark.parametrize(("username", "wanted", "field"), [
    ("layla", ADA, "username"),
    ("a b", ADA, "username"),
    ("ada", Wanted("", "ada@ministry.example", "en", "UTC"), "name"),
    ("ada", Wanted("Ada", "ada", "en", "UTC"), "email"),
    ("ada", Wanted("Ada", "ada@ministry.example", "de", "UTC"), "language"),
    ("ada", Wanted("Ada", "ada@ministry.example", "en", "Riyadh"), "time_zone"),
])  # fmt: skip
def test_what_the_register_cannot_hold_is_refused_by_field(ministry, username, wanted, field):
    with refused("person_invalid") as caught:
        add(username=username, wanted=wanted, by=ministry.ivan, at=NOW)
    assert field in caught.value.errors


def test_an_address_in_other_case_is_the_same_address(ministry):
    with refused("person_invalid"):
        add(username="ada", wanted=Wanted("Ada", "LAYLA@ministry.example", "en", "UTC"), by=ministry.ivan, at=NOW)


def test_each_changed_field_is_on_record_with_what_it_was(ministry):
    wanted = Wanted("Layla Haddad-Roy", "layla@ministry.example", "fr", "Asia/Riyadh")
    change(user_id=ministry.layla.pk, wanted=wanted, by=ministry.ivan, at=NOW)
    assert on_record() == ["person_changed", "person_changed"]
    assert Event.objects.filter(kind="person_changed").first().data == {
        "username": "layla", "field": "name", "old": "Layla Haddad", "new": "Layla Haddad-Roy",
    }  # fmt: skip
    change(user_id=ministry.layla.pk, wanted=wanted, by=ministry.ivan, at=NOW)
    assert len(on_record()) == 2


def test_a_posting_gives_authority_at_once_and_is_told(ministry, hedda):
    give(ministry, ministry.omar, ministry.geneva, Role.APPROVER, by=hedda, ends_at=later(48))
    assert any(seat.office_id == ministry.geneva.pk for seat in seats_of(ministry.omar.pk, at=NOW))
    assert not any(seat.office_id == ministry.geneva.pk for seat in seats_of(ministry.omar.pk, at=later(48)))
    assert on_record() == ["posting_added"]
    told = Message.objects.get(kind="posting_given", medium="in_app")
    assert (told.user, told.path) == (ministry.omar, f"/people/{ministry.omar.pk}/")


def test_the_administrator_of_an_office_gives_ordinary_postings_there(ministry, adam):
    give(ministry, ministry.gil, ministry.riyadh, Role.AUTHOR, by=adam)
    for office, role in [
        (ministry.geneva, Role.AUTHOR), (ministry.riyadh, Role.POLICY), (ministry.riyadh, Role.RECORDS),
        (ministry.riyadh, Role.ADMINISTRATOR),
    ]:  # fmt: skip
        with refused("not_keeper_there"):
            give(ministry, ministry.gil, office, role, by=adam)
    with refused("not_people_keeper"):
        add(username="ada", wanted=ADA, by=adam, at=NOW)
    with refused("not_keeper_there"):
        end(ministry, Posting.objects.get(user=ministry.greta), by=adam)


def test_who_holds_no_such_posting_gives_none(ministry):
    for somebody in (ministry.paul, ministry.helen, ministry.rita):
        with refused("not_keeper_there"):
            give(ministry, ministry.gil, ministry.riyadh, Role.AUTHOR, by=somebody)
        with refused("not_people_keeper"):
            deactivate(user_id=ministry.gil.pk, by=somebody, at=NOW)
        with refused("not_people_keeper"):
            change(user_id=somebody.pk, wanted=ADA, by=somebody, at=NOW)


@pytest.mark.parametrize("role", [Role.POLICY, Role.ADMINISTRATOR, Role.AUTHOR])
def test_nobody_gives_themselves_a_posting(ministry, hedda, role):
    with refused("posting_self"):
        give(ministry, hedda, ministry.desk, role, by=hedda)
    with refused("posting_self"):
        give(ministry, ministry.ivan, ministry.desk, role)


def test_the_same_posting_is_not_held_twice_at_once(ministry):
    with refused("posting_twice"):
        give(ministry, ministry.helen, ministry.riyadh, Role.HEAD)
    with refused("posting_twice"):
        give(ministry, ministry.helen, ministry.riyadh, Role.HEAD, starts_at=later(9), ends_at=later(10))
    end(ministry, Posting.objects.get(user=ministry.helen), ends_at=later(9))
    give(ministry, ministry.helen, ministry.riyadh, Role.HEAD, starts_at=later(9))


@pytest.mark.parametrize(("starts_at", "ends_at", "code"), [
    (later(9), later(9), "posting_ends_before"), (later(-9), later(-1), "posting_ends_before"),
])  # fmt: skip
def test_a_posting_ends_after_it_begins_and_in_the_future(ministry, starts_at, ends_at, code):
    with refused(code):
        give(ministry, ministry.omar, ministry.geneva, Role.AUTHOR, starts_at=starts_at, ends_at=ends_at)


def test_what_is_no_role_no_office_and_nobody_is_refused(ministry):
    with refused("invalid"):
        give(ministry, ministry.omar, ministry.geneva, "king")
    with refused("unknown_office"):
        give_posting(
            user_id=ministry.omar.pk, office_id=0, role="author", starts_at=None, ends_at=None, by=ministry.ivan, at=NOW
        )
    with refused("not_found"):
        deactivate(user_id=0, by=ministry.ivan, at=NOW)
    with refused("not_found"):
        end_posting(posting_id=0, ends_at=None, by=ministry.ivan, at=NOW)


def test_a_posting_is_ended_now_or_later_and_its_holder_told(ministry):
    posting = Posting.objects.get(user=ministry.helen)
    end(ministry, posting, ends_at=later(9))
    end(ministry, posting, at=later(1))
    posting.refresh_from_db()
    assert posting.ends_at == later(1)
    assert seats_of(ministry.helen.pk, at=later(1)) == []
    assert on_record() == ["posting_ended", "posting_ended"]
    assert Message.objects.filter(kind="posting_over", medium="in_app", user=ministry.helen).count() == 2
    with refused("posting_is_over"):
        end(ministry, posting, at=later(1))
    with refused("posting_ends_before"):
        end(ministry, Posting.objects.get(user=ministry.omar), ends_at=NOW)


def test_a_posting_that_has_not_begun_leaves_no_row_unless_something_hangs_on_it(ministry):
    posting = give(ministry, ministry.omar, ministry.geneva, Role.AUTHOR, starts_at=later(9))
    deputy = Deputy.objects.create(posting=posting, user=ministry.gil, starts_at=later(10), ends_at=later(11))
    with refused("posting_in_use"):
        end(ministry, posting)
    deputy.delete()
    end(ministry, posting)
    assert not Posting.objects.filter(pk=posting.pk).exists()


def test_an_acting_head_is_ended_where_they_were_named(ministry):
    acting = Posting.objects.create(
        user=ministry.omar, office=ministry.geneva, role=Role.HEAD, starts_at=NOW, ends_at=later(9), is_acting=True
    )
    with refused("posting_of_acting_head"):
        end(ministry, acting)


def test_who_is_deactivated_decides_nothing_and_can_be_let_in_again(ministry):
    deactivate(user_id=ministry.helen.pk, by=ministry.ivan, at=NOW)
    assert seats_of(ministry.helen.pk, at=NOW) == []
    assert Posting.objects.filter(user=ministry.helen).exists()
    with refused("person_inactive"):
        deactivate(user_id=ministry.helen.pk, by=ministry.ivan, at=NOW)
    with refused("deputy_inactive"):
        give(ministry, User.objects.get(pk=ministry.helen.pk), ministry.geneva, Role.AUTHOR)
    reactivate(user_id=ministry.helen.pk, by=ministry.ivan, at=NOW)
    assert seats_of(ministry.helen.pk, at=NOW)
    with refused("person_active"):
        reactivate(user_id=ministry.helen.pk, by=ministry.ivan, at=NOW)
    assert on_record() == ["person_deactivated", "person_reactivated"]


def test_nobody_shuts_themselves_out(ministry):
    with refused("deactivate_self"):
        deactivate(user_id=ministry.ivan.pk, by=ministry.ivan, at=NOW)


def test_nobody_removes_the_last_administrator(ministry, hedda):
    own = Posting.objects.get(user=hedda)
    with refused("last_administrator"):
        end(ministry, own, ends_at=later(99))
    with refused("last_administrator"):
        deactivate(user_id=hedda.pk, by=ministry.ivan, at=NOW)
    give(ministry, ministry.dirk, ministry.desk, Role.ADMINISTRATOR)
    end(ministry, own, ends_at=later(99))
    deactivate(user_id=hedda.pk, by=ministry.ivan, at=NOW)


def test_what_leaving_does_to_open_steps_is_known_before(ministry):
    ministry.submitted()
    left = people.leaving(ministry.helen, at=NOW)
    assert (left.waiting, [(office.code, role, count) for office, role, count in left.alone]) == (
        1, [("RUH", "Head of mission", 1)],
    )  # fmt: skip
    Deputy.objects.create(
        posting=Posting.objects.get(user=ministry.helen), user=ministry.omar, starts_at=NOW, ends_at=later(9)
    )
    assert people.leaving(ministry.helen, at=NOW).alone == []
    assert people.leaving(ministry.rita, at=NOW).waiting == 0
