"""Addresses of a person's inbox, and of how they are told."""

from django.urls import path

from accounts.addresses import ROW
from notifications import settings_page, views

urlpatterns = [
    path("", views.inbox, name="notifications"),
    path("read/", views.read_all, name="notifications_read_all"),
    path(f"<{ROW}:message_id>/read/", views.read, name="notification_read"),
    path("settings/", settings_page.settings, name="notification_settings"),
    path("unsubscribe/<str:token>/", settings_page.unsubscribe, name="notifications_unsubscribe"),
]
