"""What is refused of other services that hear of what happens."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "not_service_manager": Sentence(403, _("Only policy officers and administrators may look after other services.")),
    "url_not_allowed": Sentence(
        400,
        _(
            "Nothing may be sent to this address. Give the https address of a public host, with no name or password "
            "in it; a host inside the ministry has to be named by the IT service in WEBHOOK_ALLOWED_HOSTS."
        ),
    ),
    "host_not_found": Sentence(400, _("The host %(host)s cannot be found from here. Check the address.")),
    "service_not_allowed": Sentence(
        400, _("Apprise may not be asked for this service here. It may be asked for: %(services)s.")
    ),
    "service_name_taken": Sentence(409, _("Another service has this name already. Give it a name of its own.")),
    "service_format_stays": Sentence(400, _("The format of a service cannot be changed. Register another service.")),
    "service_without_secret": Sentence(409, _("Only a webhook in the standard format has a secret.")),
    "service_is_off": Sentence(409, _("This service is switched off. Switch it on first.")),
    "service_is_on": Sentence(409, _("This service is switched on already.")),
    "too_many_services": Sentence(409, _("There are %(limit)s services already. Remove one that is not needed.")),
}  # fmt: skip
