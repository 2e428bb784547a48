"""The form that narrows the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from channels.models import Channel, Platform


class ChannelFilter(forms.Form):
    """Which channels to show: by office, platform and state; what is not known here shows nothing."""

    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.order_by("name"), to_field_name="code", required=False,
        empty_label=_("All offices"),
    )  # fmt: skip
    platform = forms.ChoiceField(
        label=_("Platform"), choices=[("", _("All platforms")), *Platform.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Every state")), *Channel.State.choices], required=False
    )
