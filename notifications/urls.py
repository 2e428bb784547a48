"""Addresses of a person's inbox."""

from django.urls import path

from accounts.addresses import ROW
from notifications import views

urlpatterns = [
    path("", views.inbox, name="notifications"),
    path("read/", views.read_all, name="notifications_read_all"),
    path(f"<{ROW}:message_id>/read/", views.read, name="notification_read"),
]
