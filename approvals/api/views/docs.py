"""The contract as a document for programs, as pages for people, and the answer of an address that is not there."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api.problems import plain
from approvals.refusals import REFUSALS


class SchemaView(APIView):
    """The OpenAPI 3.1 document of version 1, open to everyone: in JSON, or in YAML with `?format=yaml`."""

    permission_classes = [AllowAny]
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer]
    http_method_names = ["get", "head"]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Give the document."""
        return Response(document())


@cache
def document() -> dict[str, Any]:
    """Return the document, made once in each process: it takes a second, and anybody may ask."""
    with translation.override("en"):
        made: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return made


@login_not_required
@csrf_exempt
def nowhere(request: HttpRequest) -> JsonResponse:
    """Answer at an address of the API that is none, whatever the method."""
    return plain("not_found")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the contract as pages, from this site's own files only."""
    return render(request, "approvals/api/docs.html")


@login_not_required
@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """List every code that a problem can have, with its status and its sentence: where `type` points to."""
    codes = [
        {"code": code, "status": sentence.status, "text": str(sentence.text)}
        for code, sentence in sorted(REFUSALS.items())
    ]
    return render(request, "approvals/api/problems.html", {"codes": codes})
