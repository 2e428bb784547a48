"""The policy editor without scripts: every field, conditions as rows, levels moved and copied, the check."""

import json

import pytest

from approvals.models import Policy, PolicyVersion
from approvals.policy_file import writing
from tests.actions.asking import new_version
from tests.doors.pages import fields_of, main
from tests.doors.test_pages_policies import edit, form, level
from tests.rules.facts import asks


@pytest.fixture
def trade(ministry):
    return Policy.objects.create(name="Trade", order=5)


def saved(reader, policy, *levels, **fields):
    reader.post(f"/policies/{policy.pk}/edit/", **form(*levels, **fields))
    return policy.versions.prefetch_related("levels__escalations").latest("number")


def opened(reader, address, place):
    """Return the page of the editor once a level was opened on it."""
    page = reader.get(address)
    return reader.post(address, 200, **fields_of(page), do=f"open-{place}")


def row(place, field, values, *, how="", join="and", prefix="when"):
    names = {"field": field, "values": values, "how": how, "join": join}
    return {f"{prefix}-{place}-{name}": value for name, value in names.items()}


# ---- Every field of a level


def test_every_field_of_a_level_is_written_and_read_back(visit, ministry):
    reader = visit("paul")
    special = level(0, name="Legal", mode="silence", carry="minor", fresh_sign_in="on", key="head-of-mission",
                    may_reject="", remind_before="2")  # fmt: skip
    version = saved(reader, ministry.policy, special, level(1, mode="inform", parallel="on"))
    legal, told = version.levels.all()
    assert (legal.mode, legal.carry, legal.fresh_sign_in, legal.may_reject) == ("silence", "minor", True, False)
    assert (legal.key, legal.position, told.position, told.mode) == ("head-of-mission", 1, 1, "inform")
    page = opened(reader, edit(ministry), 0)
    for part in (
        '<option value="silence" selected>', '<option value="minor" selected>',
        'name="level-0-key" value="head-of-mission"', 'name="level-0-remind_before" value="2"',
    ):  # fmt: skip
        assert part in page
    ticked = page.partition('name="level-0-fresh_sign_in"')[2].partition(">")[0]
    assert "checked" in ticked


def test_a_level_is_shown_in_short_until_it_is_opened_and_nothing_is_lost_on_the_way(visit, ministry):
    reader, address = visit("paul"), edit(ministry)
    short = reader.get(address)
    assert 'id="id_level-1-limit"' not in short
    assert "Change level 2" in main(short)
    page = opened(reader, address, 1)
    assert 'id="id_level-1-limit"' in page
    assert 'id="id_level-0-limit"' not in page
    reader.post(address, **fields_of(page), do="save")
    first, again = ministry.policy.versions.order_by("number")
    assert writing.contents(again)["levels"] == writing.contents(first)["levels"]


def test_what_has_no_meaning_in_a_mode_is_not_written(visit, ministry):
    both = {"quorum": "n", "quorum_n": "3", "carry": "minor", "fresh_sign_in": "on", "lates": "1", "late-0-after": "1",
            "late-0-selector": "own_office", "late-0-role": "head"}  # fmt: skip
    version = saved(visit("paul"), ministry.policy, level(0, mode="silence", **both), level(1, mode="inform", **both))
    silent, told = version.levels.all()
    assert (silent.quorum, silent.quorum_n, silent.carry, silent.fresh_sign_in) == ("any", 1, "minor", True)
    assert (told.quorum, told.carry, told.fresh_sign_in, told.remind_before) == ("any", "never", False, None)
    assert (silent.escalations.count(), told.escalations.count()) == (1, 0)


def test_a_level_keeps_its_key_when_it_is_renamed_or_moved_and_a_copy_gets_its_own(visit, ministry):
    reader = visit("paul")
    page = reader.post(edit(ministry), 200, **form(level(0, key="desk", name="Desk"), do="duplicate-0"))
    assert page.count('name="level-0-key" value="desk"') == 1
    assert 'name="level-1-key" value=' not in page
    assert 'value="Desk, copy"' in page
    version = saved(reader, ministry.policy, level(0, name="Desk, copy"), level(1, key="desk", name="Bureau"))
    assert [(one.name, one.key) for one in version.levels.all()] == [("Desk, copy", "desk-copy"), ("Bureau", "desk")]


@pytest.mark.parametrize("key", ["a b", "é", "x" * 41, "<script>", "\x00"])
def test_what_is_no_key_is_no_key(visit, ministry, key):
    reader = visit("paul")
    response = reader.client.post(edit(ministry), form(level(0, name="Desk", key=key)))
    assert response.status_code in (302, 400)
    assert key not in PolicyVersion.objects.values_list("levels__key", flat=True)


@pytest.mark.parametrize(
    ("do", "names"),
    [
        ("move-0-2", ["B", "C", "A"]), ("move-2-0", ["C", "A", "B"]), ("move-0-9", ["A", "B", "C"]),
        ("move-x-1", ["A", "B", "C"]), ("move-1", ["A", "B", "C"]), ("down-2", ["A", "B", "C"]),
        ("duplicate-1", ["A", "B", "B, copy", "C"]), ("duplicate-7", ["A", "B", "C"]),
    ],
)  # fmt: skip
def test_levels_are_moved_and_copied_without_saving(visit, ministry, do, names):
    three = [level(place, name=name) for place, name in enumerate("ABC")]
    page = visit("paul").post(edit(ministry), 200, **form(*three, do=do))
    assert [part.split('"')[0] for part in page.split('-name" value="')[1:]] == names
    assert not PolicyVersion.objects.filter(number=2).exists()


def test_a_screen_reader_hears_where_a_level_went(visit, ministry):
    three = [level(place, name=name) for place, name in enumerate("ABC")]
    page = visit("paul").post(edit(ministry), 200, **form(*three, do="move-0-2"))
    assert "A is now level 3 of 3." in page.partition('id="editor-said" role="status">')[2][:40]
    assert 'data-acted="2"' in page


def test_a_version_of_more_levels_than_can_be_added_keeps_them_all(visit, ministry):
    rows = {f"late-0-{name}": value for name, value in (("after", "1"), ("selector", "minister"), ("role", "approver"))}
    many = [level(place, lates="1", whens="1", **rows, **row(0, "topic", "trade")) for place in range(60)]
    assert sum(map(len, many)) > 1000, "more fields than a form usually has"
    assert saved(visit("paul"), ministry.policy, *many).levels.count() == 60


def test_there_is_an_end_to_levels(visit, ministry):
    many = [level(place) for place in range(40)]
    page = visit("paul").post(edit(ministry), 200, **form(*many, do="add"))
    assert page.count('data-level="') == 40


# ---- Conditions as rows


@pytest.mark.parametrize(
    ("rows", "condition", "said"),
    [
        ([("topic", "Trade")], asks("topic", "trade"), "When the topic is Trade"),
        (
            [("topic", "Trade"), ("kind", "Repost", {"join": "or"})],
            {"any": [asks("topic", "trade"), asks("kind", "repost")]},
            "When the topic is Trade or the post is a repost",
        ),
        (
            [("urgency", "urgent"), ("topic", "Trade", {"how": "none"}), ("kind", "repost", {"join": "or"})],
            {"any": [{"all": [asks("urgency", "urgent"), {"not": asks("topic", "trade")}]}, asks("kind", "repost")]},
            "When (the urgency is Urgent and the topic is not Trade), or the post is a repost",
        ),
        (
            [("kind", "repost"), ("office", "RUH", {"join": "or"}), ("country", "France", {"join": "and"})],
            {"any": [asks("kind", "repost"), {"all": [asks("office", "RUH"), asks("country", "FR")]}]},
            "When the post is a repost, or (the office is Embassy in Riyadh and the country is France)",
        ),
    ],
)
def test_and_binds_tighter_than_or_and_the_sentence_says_so(visit, trade, rows, condition, said):
    reader, sent = visit("paul"), {"whens": str(len(rows))}
    for place, (field, values, *more) in enumerate(rows):
        sent |= row(place, field, values, **(more[0] if more else {}))
    assert saved(reader, trade, level(0), **sent).conditions == condition
    address = f"/policies/{trade.pk}/edit/"
    assert said in main(reader.get(address)).replace(" . ", " ")
    # What is read back as rows and saved unaltered is the same.
    reader.post(address, **form(level(0), **sent))
    assert trade.versions.latest("number").conditions == condition


def test_several_values_are_chosen_from_a_list_or_typed(visit, trade):
    chosen = {"whens": "2", "when-0-field": "topic", "when-0-values": ["trade", "sanctions"], "when-1-field": "country",
              "when-1-values": ["SA", "France, Egypt"]}  # fmt: skip
    assert saved(visit("paul"), trade, level(0), **chosen).conditions == {
        "all": [asks("topic", "trade", "sanctions"), asks("country", "SA", "FR", "EG")]
    }
    page = visit("paul").get(f"/policies/{trade.pk}/edit/")
    for value in ("SA", "FR", "EG"):
        assert f'type="checkbox" name="when-1-values" value="{value}" checked' in page
    assert 'list="known-country"' in page


OTHER_SHAPE = {"all": [asks("kind", "reply"), {"any": [asks("topic", "trade"), asks("urgency", "crisis")]}]}


def test_a_condition_of_another_shape_is_shown_as_rows_and_given_back_as_it_was(visit, ministry, trade):
    new_version(ministry, policy=trade, conditions=OTHER_SHAPE)
    reader, address = visit("paul"), f"/policies/{trade.pk}/edit/"
    page = reader.get(address)
    assert 'name="whens" value="5"' in page, "two alternatives of two lines, and a blank one"
    rows = {"whens": "4", **row(0, "kind", "reply"), **row(1, "topic", "trade"),
            **row(2, "urgency", "crisis", join="or"), **row(3, "kind", "reply")}  # fmt: skip
    was = json.dumps(OTHER_SHAPE)
    assert saved(reader, trade, level(0), seen="new", was=was, **rows).conditions == OTHER_SHAPE
    changed = rows | row(3, "kind", "repost")
    assert set(saved(reader, trade, level(0), seen="new", was=was, **changed).conditions) == {"any"}


def test_a_condition_that_rows_cannot_show_is_kept_and_joined_by_what_is_typed(visit, ministry, trade):
    many = {"all": [{"any": [asks("topic", f"{n}a"), asks("topic", f"{n}b")]} for n in range(5)]}
    new_version(ministry, policy=trade, conditions=many)
    reader = visit("paul")
    assert "This condition is kept as it was written" in main(reader.get(f"/policies/{trade.pk}/edit/"))
    kept = {"kept": json.dumps(many), "keep": "on", "whens": "1", **row(0, "kind", "reply")}
    assert saved(reader, trade, level(0), seen="new", **kept).conditions == {"all": [asks("kind", "reply"), many]}


def test_the_values_of_a_field_are_given_to_the_row_that_asks_for_it(visit, ministry):
    reader = visit("paul")
    page = reader.get("/policies/values/?row=level-3-when-1&level-3-when-1-field=urgency")
    assert page.count('type="checkbox" name="level-3-when-1-values"') == 3
    assert "Error" not in page
    typed = reader.get("/policies/values/?row=when-0&when-0-field=channel")
    assert 'list="known-channel"' in typed
    for odd in ("row=castle", "row=when-0%22%3E", "row=when-999", ""):
        reader.get(f"/policies/values/?{odd}", 404)
    assert "type=" in reader.get("/policies/values/?row=when-0&when-0-field=castle")
