"""The approvals application."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Registers approvals with Django."""

    name = "approvals"
