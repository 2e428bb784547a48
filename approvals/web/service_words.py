"""Why a service could not be told, in words that say what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CAUSES: dict[str, str | Promise] = {
    "no_answer": _("It did not answer in time."),
    "host_not_found": _("Its host cannot be found from here."),
    "url_not_allowed": _("Its address now leads to where nothing may be sent."),
    "certificate_not_trusted": _("Its certificate is not one that this server trusts for its name."),
    "answer_not_understood": _("What it answered is not HTTP."),
    "address_not_understood": _("Apprise does not understand its address."),
    "service_refused": _("The service refused it, or could not be reached."),
    "secret_unreadable": _("Its address or secret was sealed with another SECRET_KEY. Give both anew."),
    "http_404": _("It answered 404: there is nothing at this address."),
    "http_410": _("It answered 410: it is gone for good."),
}


def cause_of(error: str) -> str:
    """Return what a code of the room says to people; '' for none."""
    if not error:
        return ""
    if error in CAUSES:
        return str(CAUSES[error])
    status = error.removeprefix("http_")
    if status == error:
        return gettext("Something went wrong here: %(error)s.") % {"error": error}
    if status.startswith("3"):
        return gettext("It answered with a redirect (%(status)s), which is not followed.") % {"status": status}
    return gettext("It answered %(status)s.") % {"status": status}
