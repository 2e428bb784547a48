"""What is answered when a request fails before or after any view: a page for people, problem details for the API."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from accounts import errors
from approvals.api import problems


class Utf8Middleware:
    """Refuses a request that says it is written in anything but UTF-8: other encodings hold what cannot be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400, or pass the request on."""
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
            return bad_request(request, BadRequest("not in UTF-8"))
        return self.get_response(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read (handler400)."""
    if _for_api(request):
        return problems.plain(problems.refusal(exception).code)
    return errors.bad_request(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw (handler500); Django has logged it."""
    return problems.plain("fault") if _for_api(request) else defaults.server_error(request)


def _for_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
