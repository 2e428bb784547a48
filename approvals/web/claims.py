"""The verbs about who has a level: claimed, let go, handed to a colleague; and nudges."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from approvals.actions import claims
from approvals.actions import nudge as nudging
from approvals.web.forms import claims as forms
from approvals.web.forms.verbs import PlainForm
from approvals.web.verbs import Asked, Verb


def _claim(asked: Asked) -> None:
    claims.claim(**asked.who, until=asked.at + timedelta(minutes=asked.typed["minutes"] or forms.USUAL))


def _reassign(asked: Asked) -> None:
    claims.reassign(**asked.who, to_id=asked.typed["to"])


claim = Verb("claim", forms.ClaimForm, _claim, _("You have %(reference)s now, and the others see it.")).view()
release = Verb(
    "release", PlainForm, lambda asked: claims.release(**asked.who), _("You let %(reference)s go again.")
).view()
reassign = Verb("reassign", forms.ReassignForm, _reassign, _("%(reference)s is handed to your colleague.")).view()
nudge = Verb(
    "nudge", PlainForm, lambda asked: nudging.nudge(**asked.who), _("Those asked about %(reference)s are nudged.")
).view()
