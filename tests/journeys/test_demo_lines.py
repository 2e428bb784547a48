"""The demo has lines to take: in use, withdrawn, quoted word for word and with a change."""

import pytest

from approvals.actions.lines import published_with
from approvals.models import ClearedLine, LineText, LineUse
from approvals.quoting import usable
from notifications.models import Message
from tests.journeys.conftest import NOW

# What a test does is undone after it, back to the demo as it was loaded.
pytestmark = pytest.mark.django_db


def test_a_thread_that_changed_a_word_of_a_line_is_known_to_quote_it_with_changes(demo):
    use = LineUse.objects.get(draft=demo["moscow-speech"], revision__number=1)
    assert (use.line.name, use.unaltered) == ("Journalists held without charge", False)


def test_a_line_that_was_withdrawn_names_the_post_that_quoted_it(demo):
    line = ClearedLine.objects.get(name="Grain corridor")
    assert line.withdrawn_at is not None
    assert [publication.draft for publication in published_with(line)] == [demo["geneva-grain"]]
    assert Message.objects.filter(kind="line_withdrawn_out", user__username="geneva.author").exists()


def test_lines_are_in_use_in_several_languages(demo):
    in_use = ClearedLine.objects.filter(usable(at=NOW))
    assert in_use.count() == 4
    assert {text.language for text in LineText.objects.filter(line__in=in_use)} == {"en", "fr", "ar"}
