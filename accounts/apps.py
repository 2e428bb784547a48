"""The accounts application: people and offices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Registers people and offices with Django."""

    name = "accounts"
    verbose_name = _("People and offices")
