"""The rows of the matrix of pages that are about unsaved words; Layla, the author, was given the write page."""

from uuid import uuid4

from approvals.actions.unsaved import Sitting
from approvals.web.sittings import Carried


def of_layla(world):
    """Return what the write page sends while Layla writes in it."""
    return {
        "sitting": Carried(world.ministry.layla.pk, Sitting(uuid4())).token(),
        "sequence": "1",
        "text": "Half a sen",
    }


PAGES = [
    #                                anonymous author stranger approver policy records it
    ("POST", "drafts/keep/", "302 200 409 409 409 409 409", of_layla),
    # What is not one's own is gone already, for all that anybody is told.
    ("POST", "drafts/unsaved/<uuid:key>/throw-away/", "302 302 302 302 302 302 302", lambda world: {}),
]
