"""The application's addresses, and a sheet with every component of the frame in every state, to look at and to test."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as application

handler400 = "accounts.errors.bad_request"
NOW = datetime(2026, 3, 12, 12, 40, tzinfo=UTC)
ARABIC = "نرحب باستئناف المحادثات في فيينا.\nونشكر حكومة النمسا 🇦🇹"
ENGLISH = "Talks resume in Vienna.\n\nWe thank Austria for hosting: https://ministry.example/vienna #Vienna"
UKRAINIAN = "Наш посол\u202e сьогодні відвідав Одесу.\u200b"
POSTS = [
    {"reference": "RUH-2026-0042", "language": "ar", "text": ARABIC, "due": NOW - timedelta(hours=1)},
    {"reference": "VIE-2026-0017", "language": "en", "text": ENGLISH, "due": NOW + timedelta(minutes=40)},
    {"reference": "KYI-2026-0009", "language": "uk", "text": UKRAINIAN, "due": NOW + timedelta(hours=30)},
]
COMMENT = "The second sentence promises too much.\n\nSay “hopes” instead of “will”."
TABS = [
    {"url": "#", "label": "Waiting", "current": True, "count": 12},
    {"url": "#decided", "label": "Decided", "current": False, "count": 0},
]
STATES = {
    "draft": "Draft", "in_review": "In review", "changes_requested": "Changes requested", "cleared": "Cleared",
    "published": "Published", "rejected": "Rejected", "withdrawn": "Withdrawn", "expired": "Expired",
    "retracted": "Retracted", "active": "Active", "frozen": "Frozen", "closed": "Closed",
}  # fmt: skip


class EveryField(forms.Form):
    text = forms.CharField(label="Text", help_text="Line breaks are kept.", widget=forms.Textarea)
    moment = forms.DateTimeField(label="Moment", required=False, help_text="After this instant the post is no use.")
    office = forms.ChoiceField(label="Office", choices=[("", "Choose"), ("RUH", "Embassy in Riyadh")])
    urgency = forms.ChoiceField(label="Urgency", choices=[("r", "Routine"), ("u", "Urgent")], widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label="Channels", choices=[("1", "X @EmbassyRiyadh"), ("2", "Bluesky")], widget=forms.CheckboxSelectMultiple
    )
    told = forms.BooleanField(label="I have told the head of mission", required=False)

    def clean(self) -> None:
        raise forms.ValidationError("The draft cannot be submitted: nobody can decide at level 2.")


@login_not_required
def sheet(request: HttpRequest) -> HttpResponse:
    context = {
        "now": NOW,
        "tomorrow": NOW + timedelta(hours=26, minutes=10),
        "soon": NOW + timedelta(minutes=31),
        "late": NOW - timedelta(minutes=75),
        "next_week": NOW + timedelta(days=6, hours=3),
        "posts": POSTS,
        "states": STATES.items(),
        "form": EveryField({"text": "", "moment": "tomorrow"}),
        "comment": COMMENT,
        "queue_count": 12,
        "unread_count": 140,
        "page": Paginator(range(120), 50).page(2),
        "tabs": TABS,
    }
    return render(request, "components_sheet.html", context)


urlpatterns = [path(f"{name}/", sheet, name=name) for name in ("components", "queue", "delays", "notifications")]
urlpatterns += application
