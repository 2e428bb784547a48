"""What the OpenAPI document says of every call: beside its body, the headers it takes and the problems it answers."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from approvals.api.idempotency import HEADER, REPLAYED
from approvals.api.problems import CONTENT_TYPE
from approvals.api.serializers.base import Given, Taken

Handler = TypeVar("Handler", bound=Callable[..., Any])

IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    {"type": "string", "example": '"<hash>"'},
    OpenApiParameter.HEADER,
    required=True,
    description="The hash of the revision that is changed, in double quotes: 428 without, 412 when it is stale.",
)
ETAG: Final = OpenApiParameter(
    "ETag",
    str,
    OpenApiParameter.HEADER,
    response=[200, 201],
    description="The hash of the current revision in double quotes, for If-Match.",
)
IDEMPOTENCY_KEY: Final = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": "^[!-~]{1,200}$"},
    OpenApiParameter.HEADER,
    description="A repeat with the same key has no second effect and gets the same answer. A refusal is not kept: a "
    "repeat asks again. 422 when the key was used for a different request.",
)
WAS_REPLAYED: Final = OpenApiParameter(
    REPLAYED, {"type": "string", "enum": ["true"]}, OpenApiParameter.HEADER, response=[200, 201],
    description="Set on the answer to a repeat.",
)  # fmt: skip

PROBLEMS: Final = {
    400: "What was sent cannot be used; `errors` names the fields.",
    401: "Nobody is signed in.",
    403: "The person may not do this.",
    404: "There is nothing here that the person may see.",
    409: "The state of things does not allow it.",
    412: "If-Match names a revision that is not current.",
    413: "The request is too large.",
    415: "The request is not JSON.",
    422: "The Idempotency-Key was used for a different request.",
    428: "The request does not say which revision it is about.",
}
OF_READS: Final = (400, 401, 404)
OF_WRITES: Final = (400, 401, 403, 404, 409, 413, 415, 422)


class ProblemSerializer(Given):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text="The address of a page that explains the code.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="A sentence for people, in their language.")
    # A field, not the serializer's own property: the metaclass takes fields out of the class.
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), help_text="Sentences by the path of a field."
    )


def describes(
    operation_id: str,
    summary: str,
    *,
    gives: type[Given],
    tag: str,
    takes: type[Taken] | None = None,
    status: int = 200,
    parameters: Sequence[Any] = (),
    problems: Sequence[int] = (),
) -> Callable[[Handler], Handler]:
    """Describe a call: what it takes and gives, and the problems it can answer beside those of its kind.

    A handler that does not begin with `get` is a write: it takes an Idempotency-Key.
    """

    def describe(handler: Handler) -> Handler:
        writes = handler.__name__ != "get"
        extra = [IDEMPOTENCY_KEY, WAS_REPLAYED] if writes else []
        codes = sorted({*(OF_WRITES if writes else OF_READS), *problems})
        described: Handler = extend_schema(
            operation_id=operation_id,
            summary=summary,
            tags=[tag],
            request=takes,
            responses={(status, "application/json"): gives, **{problem(code)[0]: problem(code)[1] for code in codes}}
            | {("default", CONTENT_TYPE): OpenApiResponse(ProblemSerializer, "Any other problem.")},
            parameters=[*parameters, *extra],
        )(handler)
        return described

    return describe


def problem(code: int) -> tuple[tuple[int, str], OpenApiResponse]:
    """Return the entry of one status that answers a problem."""
    return (code, CONTENT_TYPE), OpenApiResponse(ProblemSerializer, PROBLEMS[code])


class StrictObjects(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says of what is taken that it has no other fields."""

    target_class = "approvals.api.serializers.base.Taken"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return the schema of an object that is closed."""
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001
        return {**schema, "additionalProperties": False}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session cookie of the pages."""

    target_class = "approvals.api.authentication.PageSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The session of the pages. A write needs the CSRF token as well, in X-CSRFToken.",
        }


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A token in the header."""

    target_class = "approvals.api.authentication.ApiToken"
    name = "token"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Send `Token <key>`; `manage.py drf_create_token <username>` makes a key.",
        }
