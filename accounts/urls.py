"""Addresses of one's own account and of the offices."""

from django.contrib.auth.views import LogoutView
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/again/", views.sign_in_again, name="sign_in_again"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("password/", views.ChangePassword.as_view(), name="password_change"),
    path("password/changed/", views.PasswordChanged.as_view(), name="password_change_done"),
    path("profile/", views.profile, name="profile"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("offices/", views.offices, name="offices"),
    re_path(r"^offices/(?P<code>[A-Z0-9]{1,8})/$", views.office, name="office"),
]
