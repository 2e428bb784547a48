"""Every address of the application, by room."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.views import admin_sign_in

handler400 = "accounts.errors.bad_request"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="profile"), name="home"),
    path("", include("accounts.urls")),
    path("channels/", include("channels.urls")),
    # Before the admin's own: IT comes in by the one door of the house, where attempts are counted.
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
]
