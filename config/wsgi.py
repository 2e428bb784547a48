"""The WSGI entry point that a production server loads."""

import gc
import os
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from accounts import clock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
clock.follow_database()


class Request(WSGIRequest):
    """A request that is read as UTF-8, whatever it says it is.

    Django would read its address as the header says, before anything of ours could refuse it: with a codec that is none
    for text, the server would fail. `config.faults.Utf8Middleware` gives the answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


application = get_wsgi_application()
application.request_class = Request
# What has been loaded by now stays for as long as the worker: no search for what may be forgotten need look at it.
gc.collect()
gc.freeze()
