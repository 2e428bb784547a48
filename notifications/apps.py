"""The notifications application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers notifications with Django."""

    name = "notifications"
