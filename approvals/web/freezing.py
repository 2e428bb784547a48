"""The security button: one page that freezes an account that may be compromised, and one that gives it back."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts import clock, reader
from accounts.models import User
from approvals import freezes
from approvals.actions import freezing as acts
from approvals.models import ChannelFreeze
from approvals.refusals import Refused
from approvals.web.door import page, person
from approvals.web.forms.freezing import CompromisedForm, RestoreForm
from channels.guarding import guards
from channels.models import Channel


@page
@require_http_methods(["GET", "HEAD", "POST"])
def compromised(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show what freezing an account would stop and whom it calls; freeze it."""
    at, channel = clock.now(), _channel(channel_id)
    if not guards(reader.seats(request), channel):
        raise Refused("not_guardian")
    if request.method != "POST":
        usual = gettext("It posts what we did not write, or somebody who should not has its password.")
        return _show(request, channel, CompromisedForm(initial={"reason": usual}), at=at)
    form = CompromisedForm(request.POST)
    if not form.is_valid():
        return _show(request, channel, form, at=at, status=400)
    try:
        acts.may_be_compromised(channel_id=channel.pk, reason=form.cleaned_data["reason"], by=person(request), at=at)
    except Refused as refused:
        form.take(refused)
        return _show(request, channel, form, at=at, status=refused.status)
    messages.success(
        request,
        gettext("%(channel)s is frozen: nothing is published to it. Those who must know are called.")
        % {"channel": channel},
    )
    return redirect("channel", pk=channel.pk)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show what giving an account back lets go on; give it back."""
    at = clock.now()
    freeze = acts.standing_on(channel_id, by=person(request), at=at)
    channel = freeze.channel
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show_restore(request, freeze, form)
    if not form.is_valid():
        return _show_restore(request, freeze, form, status=400)
    try:
        acts.lift(freeze_id=freeze.pk, reason=form.cleaned_data["reason"], by=person(request), at=at)
    except Refused as refused:
        form.take(refused)
        return _show_restore(request, freeze, form, status=refused.status)
    messages.success(
        request, gettext("%(channel)s is restored. The authors who waited are told.") % {"channel": channel}
    )
    return redirect("channel", pk=channel.pk)


def _channel(channel_id: int) -> Channel:
    channel = Channel.objects.select_related("office").filter(pk=channel_id).first()
    if channel is None:
        raise Http404
    return channel


def _show(
    request: HttpRequest, channel: Channel, form: CompromisedForm, *, at: datetime, status: int = 200
) -> HttpResponse:  # fmt: skip
    called = acts.called(channel, at=at) - {person(request).pk}
    context = {
        "channel": channel,
        "form": form,
        "stopped": freezes.stopped(channel).count(),
        "authorizations": freezes.covering(channel),
        "called": User.objects.filter(pk__in=called).order_by("name"),
    }
    return render(request, "approvals/compromised.html", context, status=status)


def _show_restore(
    request: HttpRequest, freeze: ChannelFreeze, form: RestoreForm, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    context = {
        "channel": freeze.channel,
        "freeze": freeze,
        "form": form,
        "stopped": freezes.stopped(freeze.channel).count(),
        "suspended": freeze.restrictions.filter(lifted_at__isnull=True).select_related("authorization"),
    }
    return render(request, "approvals/restore.html", context, status=status)
