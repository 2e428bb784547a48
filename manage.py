#!/usr/bin/env python
"""Django's command line for Chancery."""

import os
import sys


def main() -> None:
    """Run one management command against the settings of this installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (after the line above)

    from accounts import clock  # noqa: PLC0415

    clock.follow_database()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
