"""Every address of the application, by room."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from accounts.views import admin_sign_in
from approvals.api.views import docs

handler400 = "config.faults.bad_request"
handler500 = "config.faults.fault"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("approvals.web.urls")),
    path("", include("accounts.urls")),
    path("channels/", include("channels.urls")),
    path("notifications/", include("notifications.urls")),
    path("api/v1/", include("approvals.api.urls")),
    path("api/docs/", docs.docs, name="api_docs"),
    path("api/docs/problems/", docs.problems, name="api_problems"),
    re_path(r"^api/", docs.nowhere),
    # Before the admin's own: IT comes in by the one door of the house, where attempts are counted.
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
]
