"""The part of an address that names a pre-authorization: its number, as people say it aloud."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class NumberConverter(StringConverter):
    """The number of a pre-authorization, such as PA-2026-0007."""

    regex = "PA-[0-9]{4}-[0-9]{4,9}"


AUTHORIZATION = "authorization"
register_converter(NumberConverter, AUTHORIZATION)
