"""The channels application."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Registers channels with Django."""

    name = "channels"
