"""The administration of people and offices, for IT: who is here, which office, which posting, until when."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Deputy, DeskCountry, Office, Posting, User

# Rights come from postings; groups would be a second, silent source of them.
admin.site.unregister(Group)
admin.site.site_header = _("Chancery administration")
admin.site.site_title = _("Chancery")
admin.site.index_title = _("People, offices and channels")


class NewPersonForm(AdminUserCreationForm[User]):
    """Asks for what a person needs to sign in."""

    class Meta:
        model = User
        fields = ["username", "email", "name"]


class PersonForm(UserChangeForm[User]):
    """Changes a person; the password by its own form."""

    class Meta:
        model = User
        fields = "__all__"


class DateAndTime(forms.DateTimeInput):
    """One field for an instant, in the reader's own zone; the browser brings its calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


ONE_FIELD: dict[Any, dict[str, Any]] = {
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": DateAndTime}
}


class PostingForm(forms.ModelForm[Posting]):
    """One posting; whose it is, and where, stays once a pre-authorization was granted to it."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse to hand to somebody else what its holder accepted in person: that posting ends, and another begins."""
        is_handed_on = bool({"user", "office", "role"} & set(self.changed_data))
        if self.instance.pk and is_handed_on and self.instance.pre_authorizations.exists():
            raise forms.ValidationError(
                _("A pre-authorization was granted to this posting. Let it end, and add another one.")
            )
        return super().clean()


class PostingInline(admin.StackedInline[Posting, User]):
    """The postings of a person."""

    model = Posting
    form = PostingForm
    extra = 0
    formfield_overrides = ONE_FIELD
    autocomplete_fields = ["office"]


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    """People: found by name, username or address."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ["name", "username", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "postings__office"]
    search_fields = ["name", "username", "email"]
    ordering = ["name"]
    filter_horizontal = []
    readonly_fields = ["last_login"]
    inlines = [PostingInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "email", "language", "time_zone"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "name", "usable_password", "password1", "password2"]}),
    ]


class DeskCountryInline(admin.StackedInline[DeskCountry, Office]):
    """The countries that a desk is responsible for."""

    model = DeskCountry
    extra = 0


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin[Office]):
    """Offices: found by code, name or country."""

    list_display = ["code", "name", "kind", "country", "time_zone"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "country"]
    inlines = [DeskCountryInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Office | None = None) -> list[str]:
        """Let the code stand once it is given: it is part of the references of the office's drafts."""
        return ["code"] if obj else []


@admin.register(Posting)
class PostingAdmin(admin.ModelAdmin[Posting]):
    """Postings: who, where, as what, from when until when."""

    form = PostingForm
    list_display = ["user", "role", "office", "starts_at", "ends_at"]
    list_select_related = ["user", "office"]
    list_filter = ["role", "office"]
    search_fields = ["user__name", "user__username", "office__name", "office__code"]
    autocomplete_fields = ["user", "office"]
    formfield_overrides = ONE_FIELD
    date_hierarchy = "starts_at"


@admin.register(Deputy)
class DeputyAdmin(admin.ModelAdmin[Deputy]):
    """Deputies: who acts for which posting while its holder is away."""

    list_display = ["user", "posting", "starts_at", "ends_at"]
    list_select_related = ["user", "posting__user", "posting__office"]
    search_fields = ["user__name", "user__username", "posting__user__name", "posting__office__name"]
    autocomplete_fields = ["user", "posting"]
    formfield_overrides = ONE_FIELD


@admin.register(DeskCountry)
class DeskCountryAdmin(admin.ModelAdmin[DeskCountry]):
    """Which desk is responsible for a country."""

    list_display = ["country", "office"]
    list_select_related = ["office"]
    search_fields = ["country", "office__name"]
    autocomplete_fields = ["office"]
