"""The browser that tests and the gallery look with: Debian's Chromium, or the one that CHROMIUM names."""

import os
import shutil

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# Chromium's sandbox does not work for root or in most containers; these pages are our own.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
