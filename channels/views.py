"""Pages of the register of channels: which accounts the ministry speaks from."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import clock, reader
from accounts.models import Role
from channels import limits_in_words, queries
from channels.forms import ChannelFilter
from channels.guarding import guards
from channels.models import Channel
from channels.platforms import catalogue
from channels.platforms.catalogue import Limits

PAGE = 50


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """List the channels, narrowed by the address: `?office=RUH&platform=x&state=active`."""
    form = ChannelFilter(request.GET)
    office = form.cleaned_data["office"].code if form.is_valid() and form.cleaned_data["office"] else ""
    found = (
        queries.register(office=office, platform=form.cleaned_data["platform"], state=form.cleaned_data["state"])
        if form.is_valid()
        else Channel.objects.none()
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    since = queries.frozen_since(page)
    rows = [(channel, _limits(channel), since.get(channel.pk)) for channel in page]
    return render(request, "channels/channels.html", {"form": form, "page": page, "rows": rows})


@require_safe
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one channel: whose it is, in which languages it speaks, what it accepts."""
    shown = get_object_or_404(queries.register(), pk=pk)
    limits = _limits(shown)
    images = catalogue.image_limits(shown.platform, on=timezone.localdate(clock.now()))
    is_frozen = shown.state == Channel.State.FROZEN
    seats = reader.seats(request)
    context = {
        "channel": shown,
        "limits": limits,
        "sentences": [*limits_in_words.sentences(limits), *limits_in_words.of_images(images)],
        "image_limits": images,
        "freeze": shown.freezes.filter(lifted_at__isnull=True).select_related("by").first() if is_frozen else None,
        "guards": shown.state == Channel.State.ACTIVE and guards(seats, shown),
        "is_officer": reader.holds(request, Role.POLICY),
    }
    return render(request, "channels/channel.html", context)


def _limits(channel: Channel) -> Limits:
    return catalogue.limits(channel.platform, on=timezone.localdate(clock.now()), own_limit=channel.text_limit)
