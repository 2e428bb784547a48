"""Images as they are shown: to who sent them, and to who may see a draft that has them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts import clock
from approvals import images
from approvals.web.door import page, person

# Whatever a browser takes the bytes for, nothing of them runs.
POLICY = "default-src 'none'; sandbox"


@page
@require_safe
def image(request: HttpRequest, digest: str) -> HttpResponse:
    """Give one image as it is approved and posted."""
    return _given(images.data_of(person(request), digest, at=clock.now()))


@page
@require_safe
def small(request: HttpRequest, digest: str) -> HttpResponse:
    """Give one image small, for a list."""
    response = _given(images.small_of(person(request), digest, at=clock.now()))
    # Shown anew at every pause of whoever writes: without this it would flash each time.
    response["Cache-Control"] = "private, max-age=600"
    return response


def _given(data: bytes) -> HttpResponse:
    """Answer with an image; like every page, it is not kept by the browser of a machine that others use, too."""
    response = HttpResponse(data, content_type="image/jpeg")
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    # Its name is that of its address, a hash; whoever downloads it to publish it gets it under the draft's reference.
    response["Content-Disposition"] = "inline"
    return response
