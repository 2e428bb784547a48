"""What is exported and imported again says the same, and the same version is always written as the same text."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.actions import policies
from approvals.actions.import_policy import import_policy
from approvals.actions.policies import EscalationInput, LevelInput
from approvals.policy_file import writing
from approvals.refusals import Refused
from tests.actions.asking import refused
from tests.people import HOUR, NOW, later, post
from tests.policy_file.samples import GOOD, fetched, said

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), min_size=1, max_size=40).filter(
    lambda typed: typed == typed.strip() and typed
)
SECONDS = st.integers(min_value=2, max_value=366 * 86_400).map(lambda seconds: HOUR / 3600 * seconds)
LEAF = st.builds(
    lambda field, names: {"field": field, "in": names},
    st.just("topic"),
    st.lists(st.sampled_from(["trade", "sanctions"]), min_size=1, max_size=2),
) | st.builds(
    lambda names: {"field": "country", "in": names}, st.lists(st.sampled_from(["NO", "SA", "FR"]), min_size=1)
)
CONDITIONS = st.just({}) | st.recursive(
    LEAF,
    lambda inner: st.fixed_dictionaries({"not": inner})
    | st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=2)})
    | st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=2)}),
    max_leaves=4,
)  # fmt: skip


@st.composite
def escalations(draw, after, posting):
    """Return an escalation to a role or to a posting, that comes once or again."""
    repeats = draw(st.just({}) | st.fixed_dictionaries({"repeat_every": SECONDS, "repeat_times": st.integers(1, 20)}))
    if draw(st.booleans()):
        return EscalationInput(after, posting_id=posting, **repeats)
    return EscalationInput(after, "minister", "approver", **repeats)


@st.composite
def levels(draw, comms, posting):
    """Return levels as officers might write them."""
    found = []
    for number in range(draw(st.integers(min_value=1, max_value=4))):
        named = draw(st.booleans())
        mode = draw(st.sampled_from(["approve", "silence", "inform"]))
        # One person is at communications: only who need not approve can be said to be several.
        quorum = draw(st.sampled_from(["any", "all"] if mode == "approve" else ["any", "all", "n"]))
        limit = draw(SECONDS)
        late = draw(st.lists(SECONDS, max_size=2, unique=True))
        remind_percent = draw(st.none() | st.integers(min_value=1, max_value=99))
        half = (limit / 2) - (limit / 2) % (HOUR / 3600)
        found.append(LevelInput(
            position=draw(st.integers(min_value=1, max_value=5)), name=draw(TEXTS), question=draw(TEXTS),
            selector="office" if named else draw(st.sampled_from(["own_office", "country_desk", "minister"])),
            office_id=comms if named else None, role="approver", limit=limit,
            remind_before=draw(st.none() | st.just(half)) if remind_percent is None else None,
            remind_percent=remind_percent, runs_on=draw(st.sampled_from(["working", "wall"])),
            quorum=quorum, quorum_n=3 if quorum == "n" else 1, may_reject=draw(st.booleans()),
            mode=mode, carry=draw(st.sampled_from(["never", "minor"])),
            fresh_sign_in=draw(st.booleans()), key=f"level-{number}",
            conditions={} if number == 0 else draw(CONDITIONS),
            escalations=tuple(draw(escalations(after, posting)) for after in late),
        ))  # fmt: skip
    return found


def imported_or_why(text, by):
    try:
        return import_policy(text=text, by=by, at=NOW), ""
    except Refused as refusal:
        return None, refusal.code


def why_not_proposed(version, by):
    """Return the code with which the version itself is refused: what is wrong in the file was wrong before."""
    with pytest.raises(Refused) as caught:
        policies.propose(policy_id=version.policy_id, number=version.number, by=by, at=NOW)
    return caught.value.code


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_exported_and_imported_again_says_the_same(ministry, data):
    drawn = data.draw(levels(ministry.comms.pk, ministry.helen.postings.get().pk))
    note = data.draw(st.just("") | TEXTS)
    conditions = data.draw(CONDITIONS)
    with transaction.atomic():
        policy = policies.create_policy(name=data.draw(TEXTS), order=7, by=ministry.paul, at=NOW)
        first = policies.write_version(
            policy_id=policy.pk, levels=drawn, by=ministry.paul, at=NOW, conditions=conditions, note=note
        )
        text = writing.write(fetched(first))
        again, why = imported_or_why(text, ministry.paul)
        assert why == ("" if again else why_not_proposed(first, ministry.paul))
        if again is not None:
            assert said(again) == said(first)
            assert (again.conditions, again.note) == (first.conditions, first.note)
            assert writing.write(fetched(again)) == text
        transaction.set_rollback(True)


def test_a_version_is_always_written_as_the_same_text(ministry):
    asked_one = GOOD.replace("quorum: 2", "quorum: any").replace("remind_before: PT1H", "remind_percent: 75")
    version = fetched(import_policy(text=asked_one, by=ministry.paul, at=NOW))
    text = writing.write(version)
    assert text == writing.write(fetched(version))
    assert text.startswith("chancery_policy: 1\nname: Sanctions\norder: 10\nnote: After the council of March.\n")
    assert "asks: {office: COMMS, role: approver}" in text
    assert "in: [SA, 'NO']" in text
    assert "limit: 4h\n    runs_on: working\n    remind_percent: 75\n" in text
    assert "#" not in text


TO_HELEN = (
    "      - {after: 30m, posting: {office: RUH, role: head, username: helen}, repeat_every: 1h, repeat_times: 3}\n"
)


def to_a_posting(ministry):
    before, _, _after = GOOD.replace("quorum: 2", "quorum: any").partition("      - {after")
    return import_policy(text=before + TO_HELEN, by=ministry.paul, at=NOW)


def test_a_posting_is_named_so_that_another_installation_knows_it(ministry):
    version = fetched(to_a_posting(ministry))
    rung = version.levels.get(key="press").escalations.get()
    assert (rung.posting.user, rung.office, rung.role) == (ministry.helen, ministry.riyadh, "head")
    assert (rung.repeat_every, rung.repeat_times) == (HOUR, 3)
    assert writing.write(version).endswith(TO_HELEN)


def test_a_posting_that_nobody_here_has_is_named_by_its_place(ministry):
    ministry.helen.postings.update(role="approver")
    with refused("file_names_unknown") as caught:
        to_a_posting(ministry)
    assert list(caught.value.errors) == ["levels.1.escalations.0.posting.username"]
    assert "Nobody called “helen” has this post" in str(caught.value.errors)


def test_of_several_postings_of_one_person_the_one_that_lasts_is_meant(ministry):
    lasting = post(ministry.helen, ministry.riyadh, "head", starts_at=later(1))
    ministry.helen.postings.exclude(pk=lasting.pk).update(ends_at=later(1))
    rung = to_a_posting(ministry).levels.get(key="press").escalations.get()
    assert rung.posting == lasting


def test_what_a_limit_runs_on_is_working_hours_when_the_file_does_not_say(ministry):
    version = to_a_posting(ministry)
    assert [level.runs_on for level in version.levels.all()] == ["working", "working"]


def test_a_file_is_called_after_its_policy(ministry):
    assert writing.file_name(ministry.version) == "mission-desk-minister-1.yaml"
    ministry.policy.name = "سياسة"
    ministry.version.policy = ministry.policy
    assert writing.file_name(ministry.version) == "policy-1.yaml"
