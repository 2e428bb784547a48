"""The browser that tests and the gallery look with: Debian's Chromium, or the one that CHROMIUM names.

Its headless shell first: the same engine without the windows and menus that nobody sees, in two thirds of the time.
"""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
# Chromium's sandbox does not work for root or in most containers; these pages are our own.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
