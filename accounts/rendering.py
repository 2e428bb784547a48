"""Draws every form of the product with the components in templates/components/."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Makes `{{ form }}` and `{{ field.as_field_group }}` look like the rest of the house."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
