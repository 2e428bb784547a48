"""Pages are compressed on their way out: a first visit on a slow line is what a diplomat between two meetings has."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressPages(GZipMiddleware):
    """Compresses pages, with the random padding that hides their length from an eavesdropper, and nothing else.

    Answers of the API keep the strong ETag that If-Match needs, which compression would weaken.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress an HTML page for a browser that takes it; leave every other answer as it is."""
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
