"""The register of channels for IT: an account that is no longer used is closed, never deleted."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from channels.languages import language_choices
from channels.models import Channel


class ChannelForm(forms.ModelForm[Channel]):
    """One channel; its languages are chosen by name."""

    languages = forms.MultipleChoiceField(
        label=_("languages"), choices=language_choices, widget=FilteredSelectMultiple(_("languages"), is_stacked=False)
    )

    class Meta:
        model = Channel
        fields = ["platform", "handle", "office", "languages", "state", "text_limit"]

    def clean_state(self) -> str:
        """Refuse to give back here what may be compromised: a policy officer does that, with a reason."""
        state: str = self.cleaned_data["state"]
        is_given_back = state == Channel.State.ACTIVE and self.instance.pk
        if is_given_back and self.instance.freezes.filter(lifted_at=None).exists():
            raise forms.ValidationError(
                _("Somebody said that this account may be compromised. A policy officer restores it on its page.")
            )
        return state


@admin.register(Channel)
class ChannelAdmin(admin.ModelAdmin[Channel]):
    """Registers accounts, freezes and closes them."""

    form = ChannelForm
    list_display = ["handle", "platform", "office", "state"]
    list_filter = ["platform", "state", "office"]
    list_select_related = ["office"]
    search_fields = ["handle", "office__code", "office__name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Channel | None = None) -> tuple[str, ...]:
        """Keep platform and handle once registered: policies and holds name a channel by them.

        An account that changes its handle is closed here, and registered anew.
        """
        return ("platform", "handle") if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Channel | None = None) -> bool:
        """Say no: what was once published is on record under its channel."""
        return False
