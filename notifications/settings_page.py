"""How a person is told: the page on which it is chosen, and the one that a mail program or a mail's foot leads to."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.models import User
from notifications import telling, unsubscribing
from notifications.forms import SettingsForm
from notifications.groups import BY_CODE, CHOICES

REFUSED = {"unknown": HTTPStatus.NOT_FOUND, "expired": HTTPStatus.GONE}


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and take how a person is told."""
    user = cast(User, request.user)
    form = SettingsForm(user, telling.plan_of(user), request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _saved(form.save(at=clock.now())))
        return redirect("notification_settings")
    return render(request, "notifications/settings.html", {"form": form, "choices": CHOICES})


@login_not_required
@csrf_exempt  # a mail program has neither a session nor a token of ours: the signed link says who asks, and for what
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether e-mail of a kind is to end; a POST, of a person or a mail program, ends it, and looking does not."""
    at = clock.now()
    try:
        stop = unsubscribing.read(token, at=at)
    except unsubscribing.NoLink as refused:
        cause = str(refused)
        return render(request, "notifications/unsubscribe.html", {"refused": cause}, status=REFUSED[cause])
    # The page is for whom the mail was written to, whoever is signed in here.
    with translation.override(stop.user.language):
        group = BY_CODE.get(stop.code)
        if request.method == "POST":
            telling.turn_off(user=stop.user, codes=stop.groups, at=at)
        said = {"is_off": request.method == "POST", "group": group.name if group else "", "token": token}
        return render(request, "notifications/unsubscribe.html", said)


def _saved(dropped: int) -> str:
    if not dropped:
        return gettext("Saved. It holds for what you are told from now on.")
    return ngettext(
        "Saved. %(count)d e-mail that was still waiting will not be sent.",
        "Saved. %(count)d e-mails that were still waiting will not be sent.",
        dropped,
    ) % {"count": dropped}
