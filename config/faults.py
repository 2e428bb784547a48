"""What is answered when a request fails before or after any view: a page for people, problem details for the API."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from accounts import errors
from approvals.api import problems


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
