"""The accounts application: people and offices."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers people and offices with Django."""

    name = "accounts"
