"""Lists to choose from are drawn directly: what is drawn is what Django's own template draws."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy

from accounts.rendering import HouseRenderer

CHOICES = [
    ("", "---------"), ("a&b", gettext_lazy("Queue")), ("<", "<b>bold</b>"),
    ("Group's", [(1, "One"), (2, "Two \u200f عربي")]),
]  # fmt: skip


class Several(forms.Form):
    """A form with each kind of list."""

    one = forms.ChoiceField(choices=CHOICES, initial=2)
    many = forms.MultipleChoiceField(choices=CHOICES, initial=["a&b", "1"], disabled=True)


def drawn(renderer):
    form = Several(renderer=renderer)
    return [" ".join(str(form[name]).split()) for name in ("one", "many")]


def test_a_list_is_drawn_as_django_draws_it():
    ours, theirs = drawn(HouseRenderer()), drawn(TemplatesSetting())
    assert [one.replace(" <", "<") for one in ours] == [one.replace(" <", "<") for one in theirs]
    assert "&lt;b&gt;" in ours[0]
    assert ours[1].count(" selected") == 2
