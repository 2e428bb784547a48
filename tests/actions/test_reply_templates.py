"""Texts that replies begin with: kept by their office or by the ministry, never changed, retired instead of deleted."""

import uuid

import pytest

from approvals import audit, reply_templates
from approvals.actions import templates
from approvals.actions.templates import Template
from approvals.models import Event, ReplyTemplate
from tests.actions.asking import refused
from tests.people import NOW, later


def wanted(office, **changes):
    values = {"name": "Thanks", "language": "en", "text": "Thank you for asking."} | changes
    return Template(office.pk if office else None, **values)


def kept(office, by, *, at=NOW, **changes):
    return templates.write(asked=wanted(office, **changes), by=by, at=at)


def test_authors_and_the_head_of_an_office_keep_its_templates(ministry):
    one = kept(ministry.riyadh, ministry.layla, topics=("trade",))
    other = kept(ministry.riyadh, ministry.helen, name="Hours")
    assert (one.office, one.written_by, one.topics) == (ministry.riyadh, ministry.layla, ["trade"])
    assert set(reply_templates.in_use()) == {one, other}
    for someone in (ministry.gil, ministry.dana, ministry.paul, ministry.ivan):
        with refused("not_template_keeper", status=403):
            kept(ministry.riyadh, someone, name="No")


def test_policy_officers_keep_those_of_the_ministry(ministry):
    assert kept(None, ministry.paul).office is None
    for someone in (ministry.layla, ministry.helen, ministry.rita):
        with refused("not_template_keeper", status=403):
            kept(None, someone, name="No")


def test_whoever_may_not_see_a_template_is_not_told_that_it_is_there(ministry):
    template = kept(ministry.riyadh, ministry.layla)
    for someone, code in [
        (ministry.gil, "not_found"),
        (ministry.dana, "not_found"),
        (ministry.rita, "not_template_keeper"),
    ]:
        with refused(code):
            templates.retire(template_id=template.pk, by=someone, at=NOW)
    with refused("not_found"):
        templates.retire(template_id=uuid.uuid4(), by=ministry.layla, at=NOW)


def test_a_retired_template_stays_and_gives_its_name_free(ministry):
    first = kept(ministry.riyadh, ministry.layla)
    with refused("template_repeated", status=409):
        kept(ministry.riyadh, ministry.omar, name="  thanks ")
    kept(ministry.riyadh, ministry.omar, language="ar")
    templates.retire(template_id=first.pk, by=ministry.helen, at=later(1))
    with refused("template_retired", status=409):
        templates.retire(template_id=first.pk, by=ministry.helen, at=later(2))
    kept(ministry.riyadh, ministry.omar, at=later(2))
    assert ReplyTemplate.objects.get(pk=first.pk).retired_at == later(1)


def test_both_are_on_the_ministrys_record_and_its_chain_holds(ministry):
    """Guarantee 21."""
    template = kept(ministry.riyadh, ministry.layla)
    templates.retire(template_id=template.pk, by=ministry.helen, at=later(1))
    events = Event.objects.filter(ledger__name=audit.MINISTRY).order_by("sequence")
    assert [event.kind for event in events] == ["reply_template_written", "reply_template_retired"]
    assert events[0].data["office"] == "RUH"
    assert "Thank you" not in str(events[0].data)
    assert list(audit.verify_all()) == []


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("template_name_needed", "name", {"name": "  "}),
        ("template_name_too_long", "name", {"name": "n" * 81}),
        ("template_text_needed", "text", {"text": " \n"}),
        ("template_text_too_long", "text", {"text": "x" * 5001}),
        ("hidden_characters", "text", {"text": "Pay\u202eload"}),
        ("hidden_characters", "name", {"name": "Tha\u200bnks"}),
        ("unusable_text", "text", {"text": "nul \x00"}),
        ("unknown_language", "language", {"language": "tlh-x"}),
        ("unknown_topic", "topics", {"topics": ("tea",)}),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(ministry, code, field, changes):
    with refused(code) as caught:
        kept(ministry.riyadh, ministry.layla, **changes)
    assert list(caught.value.errors) == [field]


def test_an_office_that_is_not_there_keeps_nothing(ministry):
    with refused("unknown_office", status=400):
        templates.write(asked=Template(10**9, "Thanks", "en", "Thank you."), by=ministry.layla, at=NOW)


def test_the_list_in_the_form_is_that_of_the_office_and_the_language_its_own_first(ministry):
    of_ministry = kept(None, ministry.paul, name="A fair question")
    own = kept(ministry.riyadh, ministry.layla)
    kept(ministry.geneva, ministry.gil, name="Elsewhere")
    french = kept(ministry.riyadh, ministry.layla, language="fr")
    assert reply_templates.offered([ministry.riyadh.pk], languages=["en-GB"]) == [own, of_ministry]
    assert reply_templates.offered([ministry.riyadh.pk], languages=["fr-CA"]) == [french]
    assert reply_templates.offered([ministry.riyadh.pk], languages=[]) == []
