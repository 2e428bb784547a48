"""A part of Chancery on a machine whose clock is wrong: `python -m tests.faults.skewed SECONDS worker|beat|PORT`.

Only this process believes in that time, from before Django is loaded; the database has its own. A number in the place
of a part serves the pages and the API there.
"""

import runpy
import sys
from datetime import UTC, datetime, timedelta
from wsgiref.simple_server import make_server

import time_machine


def main(seconds: str, part: str) -> None:
    wrong = datetime.now(UTC) + timedelta(seconds=int(seconds))
    time_machine.travel(wrong, tick=True).start()
    if part.isdecimal():
        from config.wsgi import application

        make_server("127.0.0.1", int(part), application).serve_forever()
    else:
        from config.run.commands import ARGUMENTS

        sys.argv = ARGUMENTS[part]()
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
