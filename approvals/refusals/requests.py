"""What is refused of a request, whatever it is about."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # Requests
    "idempotency_key_reused": Sentence(422, _("This Idempotency-Key was used for a different request.")),
    "idempotency_key_invalid": Sentence(400, _("An Idempotency-Key has 1 to 200 visible ASCII characters.")),
    "conflict": Sentence(409, _("Somebody else did the same at this moment. Look again before you repeat it.")),
    "cursor_invalid": Sentence(400, _("This is not a place in this list. Begin at its first page.")),
    "malformed": Sentence(400, _("The request cannot be read. Send JSON in UTF-8, nested at most %(depth)s deep.")),
    "body_too_large": Sentence(413, _("The request is larger than %(limit)s bytes, the most that is taken at once.")),
    "not_authenticated": Sentence(401, _("Nobody is signed in. Sign in, or send a token.")),
    "authentication_failed": Sentence(401, _("This token opens nothing. Ask your administrator for another.")),
    "csrf_failed": Sentence(
        403, _("The request did not come from a page of this site. Send the CSRF token, or use an API token.")
    ),
    "forbidden": Sentence(403, _("You may not do this.")),
    "method_not_allowed": Sentence(405, _("This address does not take this method.")),
    "not_acceptable": Sentence(406, _("The answer is JSON; ask for application/json.")),
    "unsupported_media_type": Sentence(415, _("Send JSON, with the content type application/json.")),
    "unavailable": Sentence(
        503, _("The service cannot answer at the moment. Nothing was done; try again in a minute.")
    ),
    "fault": Sentence(
        500, _("Something went wrong here, and nothing was done. It has been logged; tell your administrator.")
    ),
}
