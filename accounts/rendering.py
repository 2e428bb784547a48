"""Draws every form of the product in the look of the house: whole forms by templates/components/form.html.

Fields and the controls in them are drawn here, without a template for each: the policy editor has hundreds of fields,
with thousands of options among them, and a template for each would take longer than everything else on its page.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

FIELD: Final = "components/field.html"


class HouseRenderer(TemplatesSetting):
    """Makes `{{ form }}` and `{{ field.as_field_group }}` look like the rest of the house."""

    form_template_name = "components/form.html"
    field_template_name = FIELD

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw a field, and the controls that a form has many of, directly; everything else by its template."""
        if template_name == FIELD:
            return draw_field(context["field"])
        draw = CONTROLS.get(template_name)
        return super().render(template_name, context, request) if draw is None else draw(context["widget"])


def draw_field(field: BoundField) -> SafeString:
    """Return one field of a form: label, help, errors, control.

    What is not required says so, unless its form names it among `sometimes_needed`, for it is where something else is
    chosen; errors and help are tied to the control by aria-describedby (Django does it).
    """
    wrong = mark_safe(" ch-field-wrong") if field.errors else ""
    label, control = conditional_escape(field.label), str(field)
    if field.use_fieldset:
        described = flatatt({"aria-describedby": field.aria_describedby or None})
        return format_html(
            '\n<fieldset class="ch-field{}"{}>\n  <legend>{}{}</legend>\n  {}\n'
            '  <div class="ch-choices">{}</div>\n</fieldset>\n',
            wrong, described, label, _optional(field), draw_notes(field), control,
        )  # fmt: skip
    if field.widget_type == "checkbox":
        return format_html(
            '\n<div class="ch-field{}">\n  {}\n  <label class="ch-choice" for="{}">{} <span>{}</span></label>'
            "\n</div>\n",
            wrong, draw_notes(field), field.id_for_label, control, label,
        )  # fmt: skip
    return format_html(
        '\n<div class="ch-field{}">\n  <label class="ch-label" for="{}">{}{}</label>\n  {}\n  {}\n</div>\n',
        wrong, field.id_for_label, label, _optional(field), draw_notes(field), control,
    )  # fmt: skip


def _optional(field: BoundField) -> SafeString | str:
    if field.field.required or field.name in getattr(field.form, "sometimes_needed", ()):
        return ""
    return format_html(' <span class="ch-optional">{}</span>', gettext("(optional)"))


def draw_suggestions(name: str, values: Iterable[str]) -> SafeString:
    """Return the list of suggestions that fields name by `list="…"`."""
    options = SafeString("".join(f'<option value="{escape(value)}"></option>' for value in values))
    return format_html('<datalist id="{}">{}</datalist>', name, options)


def draw_notes(field: BoundField) -> SafeString:
    """Return the help and the errors of a field, for whoever draws it otherwise than as a whole."""
    named, drawn = field.auto_id, mark_safe("")
    if field.help_text:
        # Help may have links: like Django, it is trusted, for the product wrote it.
        drawn += format_html(
            '<div class="ch-help"{}>{}</div>',
            flatatt({"id": named and f"{named}_helptext"}),
            SafeString(field.help_text),
        )
    if field.errors:
        said = format_html('<span class="visually-hidden">{}</span>', gettext("Error:"))
        each = format_html_join("", "<li>{} {}</li>", ((said, error) for error in field.errors))
        drawn += format_html('<ul class="ch-errors"{}>{}</ul>', flatatt({"id": named and f"{named}_error"}), each)
    return drawn


def draw_input(widget: Mapping[str, Any]) -> SafeString:
    """Return the control that Django's template for an input draws."""
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget))


def draw_text(widget: Mapping[str, Any]) -> SafeString:
    """Return the control that Django's template for a text of several lines draws."""
    value = widget["value"] or ""
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), value)


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """Return the list that Django's template for it draws, without a template for each option."""
    groups = SafeString("".join(_group(name, options) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget), groups)


def _group(name: str | None, options: list[Mapping[str, Any]]) -> str:
    drawn = "".join(
        f'\n  <option value="{escape(str(option["value"]))}"{_attributes(option)}>'
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f'\n  <optgroup label="{conditional_escape(name)}">{drawn}\n  </optgroup>' if name else drawn


def _attributes(widget: Mapping[str, Any]) -> SafeString:
    """Return the attributes of a control in their order; True is one without a value, False and None are left out."""
    drawn = (
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False and value is not None
    )
    return SafeString("".join(drawn))


_INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox",
           "search", "tel", "color", "file")  # fmt: skip
CONTROLS: Final[Mapping[str, Callable[[Mapping[str, Any]], SafeString]]] = {
    **{f"django/forms/widgets/{kind}.html": draw_input for kind in _INPUTS},
    "django/forms/widgets/textarea.html": draw_text,
    "django/forms/widgets/select.html": draw_select,
}
