"""The accounts that a newcomer to the demo ministry may try: shown on the sign-in page of a demo, nowhere else."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.demo_password import DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demo ministry, and in a sentence what one can see with it."""

    username: str
    does: str | Promise
    password: str = DEMO_PASSWORD


ACCOUNTS = [
    DemoAccount("riyadh.author", _("Writes posts at the embassy in Riyadh.")),
    DemoAccount("riyadh.head", _("Heads the embassy in Riyadh and decides first on its posts.")),
    DemoAccount("geneva.author", _("Writes posts at the permanent mission in Geneva.")),
    DemoAccount("geneva.ambassador", _("Heads the permanent mission in Geneva.")),
    DemoAccount("hq.desk", _("Decides for a headquarters desk.")),
    DemoAccount("hq.comms", _("Decides for communications at headquarters.")),
    DemoAccount("hq.legal", _("Decides for the legal bureau at headquarters.")),
    DemoAccount("minister.office", _("Decides last, in the minister's office.")),
    DemoAccount("policy.one", _("Drafts the policies: levels, limits, conditions.")),
    DemoAccount("policy.two", _("Puts in force what the first policy officer has drafted.")),
    DemoAccount("duty.officer", _("Is asked when an urgent post waits too long.")),
    DemoAccount("records.officer", _("Reads the whole record of a post.")),
    DemoAccount("admin", _("Looks after people and offices in the administration.")),
]


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts to offer: none outside a demo."""
    return ACCOUNTS if settings.DEBUG and settings.DEMO else []
