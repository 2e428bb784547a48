"""Policies as files: a version is given as one, and one is made a proposed version."""

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.actions import import_policy
from approvals.api.idempotency import once
from approvals.api.schema import describes
from approvals.api.serializers.policies import VersionWithFaultsSerializer
from approvals.api.serializers.policy_files import (
    FileToImportSerializer,
    PolicyFileSerializer,
    PolicySchemaSerializer,
    RehearsalSerializer,
)
from approvals.api.views.base import Door
from approvals.api.views.policies import TAG, give_version, version_of
from approvals.policy_file import schema, writing


class PolicyFileView(Door):
    """A version as a file."""

    @describes(
        "export_version",
        "One version as a YAML file, to be reviewed or moved; the same version always gives the same text",
        gives=PolicyFileSerializer,
        tag=TAG,
    )
    def get(self, request: Request, policy_id: int, number: int) -> Response:
        """Give the file."""
        version = version_of(policy_id, number)
        file = {"name": writing.file_name(version), "text": writing.write(version)}
        return self.give(PolicyFileSerializer, file)


class ImportView(Door):
    """Import."""

    @describes(
        "import_policy",
        "Make a proposed version of the policy that a file names, and the policy if there is none",
        takes=FileToImportSerializer,
        gives=VersionWithFaultsSerializer,
        status=201,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Import a file."""
        version = import_policy.import_policy(text=self.sent(FileToImportSerializer)["text"], by=self.user, at=self.at)
        response = give_version(self, version.policy_id, version.number, status=201)
        parts = {"policy_id": version.policy_id, "number": version.number}
        response["Location"] = reverse("api:version", kwargs=parts)
        return response


class ImportCheckView(Door):
    """A rehearsal of an import."""

    @describes(
        "check_policy_file",
        "The version that an import of this file would make, or what is wrong with it; saves nothing",
        takes=FileToImportSerializer,
        gives=RehearsalSerializer,
        tag=TAG,
    )
    @once
    def post(self, request: Request) -> Response:
        """Rehearse an import."""
        version = import_policy.rehearse(text=self.sent(FileToImportSerializer)["text"], by=self.user, at=self.at)
        return self.give(RehearsalSerializer, version)


class PolicySchemaView(Door):
    """The schema of files."""

    @describes(
        "read_policy_schema", "The JSON Schema of policy files and of conditions", gives=PolicySchemaSerializer, tag=TAG
    )
    def get(self, request: Request) -> Response:
        """Give the schema."""
        return self.give(PolicySchemaSerializer, {"json_schema": schema.schema()})
