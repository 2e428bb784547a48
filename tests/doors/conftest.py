"""What tests of pages share: the ministry at one instant, and a browser for each person."""

import pytest

from tests.doors.pages import Visitor
from tests.people import NOW


@pytest.fixture
def visit(ministry, time_machine):
    """Stop the clock at the beginning of the story, and give a person a browser: `visit("layla")`."""
    time_machine.move_to(NOW, tick=False)
    return lambda name: Visitor(getattr(ministry, name))
