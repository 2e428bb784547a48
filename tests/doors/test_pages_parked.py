"""What is sent from a write page whose writer has been signed out is kept for them, and nobody else gets it.

All of this is without a script: a browser sends the form as it stands.
"""

import logging

import pytest
from django.test import Client

from accounts.models import Posting
from approvals.models import Draft, UnsavedWords
from tests.doors.pages import Visitor, at, hash_of, main
from tests.doors.sitting import kept, sign_in, typed
from tests.people import NOW

NEW = "/drafts/new/"
SECRET = "The minister travels on Sunday."


@pytest.fixture
def cut_off(visit, ministry):
    """Layla's browser after its session has ended, and what the form sends that is still open in it."""
    reader = visit("layla")
    page = reader.get(NEW)
    reader.client.logout()
    return reader, typed(ministry, page, SECRET, do="save", sequence="")


def test_a_form_sent_after_the_session_has_ended_is_there_after_signing_in(cut_off):
    """Guarantee 24."""
    reader, sent = cut_off
    address = reader.post(NEW, **sent)
    assert address.startswith("/sign-in/?next=")
    assert not Draft.objects.exists()
    assert "nothing is saved yet. What you wrote is kept" in main(reader.get(address))
    page = sign_in(reader, "layla", address)
    assert f"{SECRET}</textarea>" in page
    assert "The form holds your unsaved words of" in main(page)


def test_a_draft_edited_after_the_session_has_ended_is_there_too(visit, ministry):
    """Guarantee 24."""
    draft, reader = ministry.draft(), visit("layla")
    page = reader.get(at(draft, "edit"))
    reader.client.logout()
    address = reader.post(at(draft, "edit"), **typed(ministry, page, SECRET, do="submit", base=hash_of(draft)))
    assert f"{SECRET}</textarea>" in sign_in(reader, "layla", address)
    assert Draft.objects.get().revision.number == 1


def test_somebody_else_who_signs_in_there_sees_none_of_it(cut_off):
    """Guarantee 24."""
    reader, sent = cut_off
    address = reader.post(NEW, **sent)
    assert SECRET not in reader.get(address)
    page = sign_in(reader, "omar", address)
    assert SECRET not in page
    assert "unsaved words" not in main(page)
    assert SECRET not in reader.get("/")
    assert kept() == [("layla", SECRET)]


def test_nothing_is_saved_in_the_name_of_whoever_has_signed_in_meanwhile(cut_off, ministry):
    """Guarantee 24."""
    reader, sent = cut_off
    reader.client.force_login(ministry.omar, backend="accounts.backends.SignIn")
    told = reader.post(NEW, 409, **sent)
    assert "Nothing was saved in your name." in main(told)
    assert "What they wrote is kept for them, and for nobody else." in main(told)
    assert SECRET not in told
    assert not Draft.objects.exists()
    assert kept() == [("layla", SECRET)]
    reader.post("/drafts/check/", 409, **sent)
    assert reader.client.post("/drafts/keep/", sent).json()["code"] == "another_writer"
    assert kept() == [("layla", SECRET)]


def test_a_page_whose_token_has_been_renewed_meanwhile_loses_nothing_either(ministry, time_machine):
    """Guarantee 24."""
    time_machine.move_to(NOW, tick=False)
    reader = Visitor()
    reader.client = Client(enforce_csrf_checks=True)
    reader.client.force_login(ministry.layla, backend="accounts.backends.SignIn")
    sent = typed(ministry, reader.get(NEW), SECRET, do="save", sequence="")
    told = reader.post(NEW, 403, **sent)
    assert "What you wrote is kept: open the form again, and it is there." in main(told)
    assert SECRET not in told
    words = UnsavedWords.objects.get()
    assert f"{SECRET}</textarea>" in reader.get(f"{NEW}?words={words.key}")
    told = reader.post(NEW, 403, **sent | {"sitting": "forged"})
    assert "nothing was changed" in main(told)


def test_without_the_page_nobody_puts_a_word_into_anybodys_form(cut_off):
    reader, sent = cut_off
    for token in ("", "forged", sent["sitting"][:-1]):
        assert reader.post(NEW, **sent | {"sitting": token}) == f"/sign-in/?next={NEW}"
    assert not UnsavedWords.objects.exists()


def test_what_cannot_be_kept_is_not_said_to_be(cut_off, ministry):
    reader, sent = cut_off
    address = reader.post(NEW, **sent | {"text": "x" * 500_001})
    assert "What you wrote is kept" not in main(reader.get(address))
    Posting.objects.filter(user=ministry.layla).update(ends_at=NOW)
    address = reader.post(NEW, **sent)
    assert "What you wrote is kept" not in main(reader.get(address))
    ministry.layla.is_active = False
    ministry.layla.save()
    reader.post(NEW, **sent)
    assert not UnsavedWords.objects.exists()


def test_what_was_saved_once_and_sent_again_is_kept_beside_it(visit, ministry):
    """Guarantee 24."""
    reader = visit("layla")
    page = reader.get(NEW)
    reader.post(NEW, **typed(ministry, page, "Saved.", do="save", sequence=""))
    reader.client.logout()
    reader.post(NEW, **typed(ministry, page, "Typed since, after Back.", do="save", sequence=""))
    assert kept() == [("layla", "Typed since, after Back.")]


def test_no_word_is_written_to_a_log_or_shown_by_the_administration(cut_off, ministry, caplog):
    reader, sent = cut_off
    with caplog.at_level(logging.DEBUG):
        reader.post(NEW, **sent)
    assert SECRET not in caplog.text
    reader.client.force_login(ministry.ivan, backend="accounts.backends.SignIn")
    assert "nsaved" not in reader.get("/admin/")


def test_an_error_page_says_nothing_of_what_was_typed(visit, ministry, monkeypatch):
    reader = visit("layla")
    page = reader.get(NEW)
    reader.client.raise_request_exception = False
    monkeypatch.setattr("approvals.web.sittings.unsaved.keep_words", None)
    answer = reader.client.post("/drafts/keep/", typed(ministry, page, SECRET))
    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()
