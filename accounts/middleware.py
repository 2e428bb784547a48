"""Shows each page in the reader's language and every time in the reader's zone; gives each refusal its page."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from accounts import errors
from accounts.models import User
from accounts.zones import zone_named


class ReaderMiddleware:
    """Activates the signed-in person's language and time zone for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language and zone of the person who asks; a visitor keeps the browser's."""
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        with timezone.override(zone_named(user.time_zone)), translation.override(user.language):
            request.LANGUAGE_CODE = user.language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", user.language)
            # On a shared machine, nobody reads a draft from the browser's memory after its reader has signed out.
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response


class PlainAnswersMiddleware:
    """Gives every refusal of a page its own page and status, in a demo with DEBUG as in production.

    A body larger than DATA_UPLOAD_MAX_MEMORY_SIZE is refused with 413 before it is read; files are counted apart.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 at once where it is due, and 404 in the house's own words."""
        if _too_large(request):
            return errors.too_large(request)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and _is_looked_at(request):
            return errors.method_not_allowed(request)
        if request.headers.get("HX-Request") and response.headers.get("Location", "").startswith(reverse("sign_in")):
            return _sign_in_as_a_page(request)
        if settings.DEBUG and response.status_code == HTTPStatus.NOT_FOUND and request.resolver_match is None:
            return errors.not_found(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a view refuses also where DEBUG would show code; anything else goes on as a fault."""
        return errors.answer(request, exception) if settings.DEBUG else None


def _sign_in_as_a_page(request: HttpRequest) -> HttpResponse:
    """Answer a partial request whose session has ended: the whole page signs in, and comes back to where it was."""
    try:
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        here = urlsplit("/")
    own = here._replace(scheme="", netloc="").geturl()
    address = f"{reverse('sign_in')}?{urlencode({'next': own or '/'})}"
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address})


def _is_looked_at(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and not request.path.startswith("/api/")


def _too_large(request: HttpRequest) -> bool:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = request.META.get("CONTENT_LENGTH") or "0"
    # Files are counted by Django while it reads them; the API says its own no, as problem details.
    elsewhere = request.content_type == "multipart/form-data" or request.path.startswith("/api/")
    return not elsewhere and length.isdecimal() and int(length) > limit
