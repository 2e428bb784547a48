"""Named reads of services and of what is on its way to them, for pages and the API."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from notifications.services.models import Delivery, Endpoint

FORMATS = Endpoint.Format.choices
SIGNED = Endpoint.Format.STANDARD
STATUSES = Delivery.Status.choices
LANGUAGES = [("en", "English"), ("fr", "Français")]


def endpoints() -> QuerySet[Endpoint]:
    """Return every service with how much waits for it (`waiting`) and was given up (`dead`). Two queries."""
    found = Endpoint.objects.select_related("created_by").prefetch_related("offices")
    return found.annotate(waiting=_count(Delivery.Status.PENDING), dead=_count(Delivery.Status.DEAD)).order_by("name")


def deliveries(endpoint_id: int, status: str = "") -> QuerySet[Delivery]:
    """Return what went or goes to a service, all of it or what stands so, in no order."""
    found = Delivery.objects.filter(endpoint_id=endpoint_id)
    return found.filter(status=status) if status else found


def _count(status: str) -> Coalesce:
    of_one = Delivery.objects.filter(endpoint=OuterRef("pk"), status=status).order_by().values("endpoint")
    return Coalesce(Subquery(of_one.annotate(count=Count("pk")).values("count")), 0)
