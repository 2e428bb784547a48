"""Policies as files, presets, and the schema that files are held against."""

from rest_framework import serializers

from approvals.api.fields import AnyObject, Text
from approvals.api.serializers.base import Given, Taken
from approvals.api.serializers.levels import PolicyLevelSerializer


class PolicyFileSerializer(Given):
    """A version as a file; the same version always gives the same text."""

    name = serializers.CharField(help_text="What the file is called.")
    text = serializers.CharField(help_text="YAML: see `GET /policies/schema/`.")


class FileToImportSerializer(Taken):
    """A file to be imported."""

    text = Text(help_text="The text of the file, in YAML: at most 200 kB in UTF-8.")


class RehearsalSerializer(Given):
    """The version that a file would make."""

    policy = serializers.CharField(source="policy.name")
    is_default = serializers.BooleanField(source="policy.is_default")
    order = serializers.IntegerField(source="policy.order")
    number = serializers.IntegerField(help_text="The number of the version; 1 may be that of a new policy.")
    note = serializers.CharField()
    conditions = AnyObject()
    levels = PolicyLevelSerializer(many=True)


class PolicySchemaSerializer(Given):
    """A JSON Schema."""

    json_schema = AnyObject(help_text="JSON Schema, draft 2020-12; conditions are `$defs/condition`.")
