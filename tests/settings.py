"""Settings of the tests: the application's own, without what only slows a test or reaches outside."""

import os
from urllib.parse import urlsplit

# What the developer's shell says must not decide whether a test passes.
os.environ.update(DEBUG="off", HTTPS="off", CHANCERY_DEMO="off", SECRET_KEY="only-for-tests-" * 4)
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # Parallel test processes share one Valkey, each in a numbered database of its own.
    own = f"/{int(worker.removeprefix('gw')) + 1}"
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=own).geturl()

from config.settings import *  # noqa: F403
from config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
