"""Lists to choose from are drawn directly: what is drawn is what Django's own template draws."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html
from django.utils.translation import gettext_lazy

from accounts.rendering import HouseRenderer, draw_suggestions

CHOICES = [
    ("", "---------"), ("a&b", gettext_lazy("Queue")), ("<", "<b>bold</b>"),
    ("Group's", [(1, "One"), (2, "Two \u200f عربي")]),
]  # fmt: skip


class Several(forms.Form):
    """A form with each kind of list."""

    one = forms.ChoiceField(choices=CHOICES, initial=2)
    many = forms.MultipleChoiceField(choices=CHOICES, initial=["a&b", "1"], disabled=True)


@pytest.mark.parametrize("name", ["one", "many"])
def test_a_list_is_drawn_as_django_draws_it(name):
    ours, theirs = (str(Several(renderer=renderer())[name]) for renderer in (HouseRenderer, TemplatesSetting))
    assert parse_html(ours) == parse_html(theirs)


def test_what_is_chosen_is_marked_and_nothing_escapes():
    form = Several(renderer=HouseRenderer())
    assert "&lt;b&gt;" in str(form["one"])
    assert str(form["many"]).count(" selected") == 2


def test_suggestions_are_listed_and_nothing_in_them_is_interpreted():
    drawn = draw_suggestions("known-topic", ["Trade", gettext_lazy("Queue"), '"><script>'])
    options = '<option value="Trade"></option><option value="Queue"></option>'
    odd = '<option value="&quot;&gt;&lt;script&gt;"></option>'
    assert drawn == f'<datalist id="known-topic">{options}{odd}</datalist>'
