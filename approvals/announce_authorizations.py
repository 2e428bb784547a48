"""Who hears of pre-authorizations: beside announce.py, by the same bridge."""

from collections.abc import Iterable
from datetime import datetime

from approvals.models import PreAuthorization
from notifications.outbox import Envelope, Param


def about(
    authorization: PreAuthorization, kind: str, people: Iterable[int], *, at: datetime, **params: Param
) -> list[Envelope]:
    """Tell these people what became of a pre-authorization: one event of its posting's office."""
    posting = authorization.posting
    said: dict[str, Param] = {
        "number": authorization.number, "person": posting.user.name, "office": posting.office.name, **params,
    }  # fmt: skip
    event = f"authorization:{authorization.pk}:{kind}:{at.isoformat()}"
    return [
        Envelope(
            user_id=person,
            kind=kind,
            key=f"{event}:{person}",
            params=said,
            path=path_of(authorization),
            thread=authorization.number,
            event=event,
            offices=(posting.office_id,),
        )
        for person in sorted(set(people))
    ]


def path_of(authorization: PreAuthorization) -> str:
    """Return the path of the page of a pre-authorization."""
    return f"/authorizations/{authorization.number}/"
