"""Addresses of the register of channels."""

from django.urls import path

from channels import views

urlpatterns = [
    path("", views.channels, name="channels"),
    path("<int:pk>/", views.channel, name="channel"),
]
