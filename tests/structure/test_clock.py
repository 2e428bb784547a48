"""What time it is, only the database's clock says: whoever needs the time asks accounts.clock, or is told."""

import ast

from tests.structure.source import ROOT, place, product_files, tree

CLOCK = ROOT / "accounts" / "clock.py"
# Programs that measure how long something took, or name a file by its day, ask nothing of the ministry's time.
READINGS = {"now", "utcnow", "today", "localtime", "localdate", "time", "time_ns"}
OF_A_MACHINE = {"timezone", "datetime", "date", "time"}


def readings(file):
    """Give every mention of a machine's clock: called, or handed over as a default."""
    given_an_instant = {
        node.func for node in ast.walk(tree(file)) if isinstance(node, ast.Call) and (node.args or node.keywords)
    }
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute) and node.attr in READINGS:
            of = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
            # datetime.now(UTC) is given a zone, which is no instant.
            if of in OF_A_MACHINE and (node not in given_an_instant or node.attr == "now"):
                yield place(file, node)


def test_nobody_but_the_clock_asks_a_machine_what_time_it_is():
    assert [where for file in product_files() if file != CLOCK for where in readings(file)] == []


def test_the_clock_itself_does():
    assert list(readings(CLOCK))
