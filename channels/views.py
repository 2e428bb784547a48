"""Pages of the register of channels: which accounts the ministry speaks from."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from channels import queries
from channels.forms import ChannelFilter
from channels.models import Channel

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
    return render(request, "channels/channels.html", {"form": form, "page": page})


@require_safe
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one channel: whose it is, in which languages it speaks, what it accepts."""
    shown = get_object_or_404(queries.register(), pk=pk)
    return render(request, "channels/channel.html", {"channel": shown})
