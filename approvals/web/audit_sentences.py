"""What the ministry's own chain says, in sentences: one for every kind of event on it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import reading
from accounts.models import Office, User
from approvals.models import Event, Policy
from approvals.web.authorization_record import TELLINGS as OF_AUTHORIZATIONS
from approvals.web.authorization_words import reason
from approvals.web.sentences import UNKNOWN, Told
from approvals.web.telling import Telling

TELLINGS: Mapping[str, Telling] = {
    "policy_created": Telling(_("%(by)s started the policy “%(name)s”.")),
    "policy_imported": Telling(_("%(by)s imported version %(number)s of the policy “%(policy)s” from a file.")),
    "preset_installed": Telling(_("%(by)s began version %(number)s of the policy “%(policy)s” from a preset.")),
    "version_written": Telling(_("%(by)s wrote version %(number)s of the policy “%(policy)s”.")),
    "version_proposed": Telling(_("%(by)s proposed version %(number)s of the policy “%(policy)s”."), "info"),
    "version_scheduled": Telling(
        _("%(by)s set when version %(number)s of the policy “%(policy)s” takes effect: %(takes_effect_at)s."), "violet"
    ),
    "version_enacted": Telling(_("%(by)s put version %(number)s of the policy “%(policy)s” in force."), "good"),
    "version_called_off": Telling(
        _("%(by)s called off version %(number)s of the policy “%(policy)s”. The reason: %(why)s"), "warn"
    ),
    "version_blocked": Telling(
        _("Version %(number)s of the policy “%(policy)s” could not take effect: it has faults."), "bad"
    ),
    "hold_placed": Telling(_("%(by)s placed a hold. The reason: %(reason)s"), "bad"),
    "hold_lifted": Telling(_("%(by)s lifted a hold. The reason: %(reason)s"), "good"),
    "hold_ended": Telling(_("A hold came to its end.")),
    "regime_declared": Telling(_("%(by)s declared a regime. The reason: %(reason)s"), "warn"),
    "regime_called_off": Telling(_("%(by)s called off a regime before it began. The reason: %(why)s")),
    "regime_ended": Telling(_("%(by)s ended a regime. The reason: %(why)s"), "good"),
    "regime_begun": Telling(_("A regime began."), "warn"),
    "regime_over": Telling(_("A regime came to its end.")),
    "account_frozen": Telling(_("%(by)s froze the account %(channel)s. The reason: %(reason)s"), "bad"),
    "account_restored": Telling(_("%(by)s restored the account %(channel)s. The reason: %(reason)s"), "good"),
    "addition_permitted": Telling(_("%(by)s permitted “%(value)s” beside cleared lines.")),
    "addition_taken_back": Telling(_("%(by)s does not permit “%(value)s” beside cleared lines any more.")),
    "line_withdrawn": Telling(_("%(by)s withdrew the cleared line “%(name)s”. The reason: %(why)s"), "warn"),
    "reply_template_written": Telling(_("%(by)s wrote the reply template “%(name)s”.")),
    "reply_template_retired": Telling(_("%(by)s retired the reply template “%(name)s”.")),
    "review_rule_added": Telling(_("%(by)s added the review rule “%(name)s”.")),
    "review_rule_changed": Telling(_("%(by)s changed the review rule “%(name)s”.")),
    "review_rule_removed": Telling(_("%(by)s removed the review rule “%(name)s”."), "warn"),
    "hours_set": Telling(_("%(by)s set the weekly hours of %(office)s from %(starts_on)s on.")),
    "hours_removed": Telling(_("%(by)s removed the weekly hours of %(office)s from %(starts_on)s on.")),
    "special_hours_set": Telling(_("%(by)s set the special hours “%(name)s” of %(office)s.")),
    "special_hours_removed": Telling(_("%(by)s removed the special hours “%(name)s” of %(office)s.")),
    "own_day_set": Telling(_("%(by)s set “%(name)s” for %(office)s, from %(first_day)s.")),
    "own_day_removed": Telling(_("%(by)s removed a day of its own of %(office)s.")),
    "kept_holidays_set": Telling(_("%(by)s chose which holidays %(office)s keeps.")),
    "office_moved": Telling(_("%(by)s gave %(office)s another country or time zone.")),
    "duty_listed": Telling(_("%(by)s put %(person)s on duty at %(office)s.")),
    "duty_moved": Telling(_("%(by)s gave a shift of %(person)s at %(office)s other hours.")),
    "duty_unlisted": Telling(_("%(by)s took a shift of %(person)s at %(office)s out.")),
    "acting_head_named": Telling(_("%(by)s named %(person)s acting head of %(office)s."), "info"),
    "acting_head_over": Telling(_("%(by)s ended that %(person)s is acting head of %(office)s.")),
    "away_set": Telling(_("%(by)s noted that %(person)s is away.")),
    "away_changed": Telling(_("%(by)s changed when %(person)s is away, or who acts.")),
    "away_ended": Telling(_("%(by)s noted that %(person)s is back.")),
    "away_called_off": Telling(_("%(by)s called off the absence of %(person)s.")),
    **OF_AUTHORIZATIONS,
}
DAYS = ("starts_on", "first_day", "last_day")
TIMES = ("takes_effect_at",)


class Chronicler:
    """Tells the events of the ministry's chain, given the policies, offices and people that they name."""

    def __init__(self, events: Collection[Event]) -> None:
        """Read what the events name. At most three queries, whatever their number."""
        named = {name: {event.data[name] for event in events if event.data.get(name)} for name in _NAMED}
        self.policies = dict(Policy.objects.filter(pk__in=named["policy"]).values_list("pk", "name"))
        self.offices = dict(Office.objects.filter(code__in=named["office"]).values_list("code", "name"))
        self.people = User.objects.in_bulk(named["person"]) if named["person"] else {}

    def tell(self, event: Event) -> Told:
        """Return the event as a sentence in the reader's language; it never fails."""
        telling = TELLINGS.get(event.kind, UNKNOWN)
        try:
            sentence = str(telling.words) % self._values(event)
        except KeyError:
            telling = UNKNOWN
            sentence = str(telling.words) % {"kind": event.kind}
        return Told(sentence, event.at, telling.tone)

    def _values(self, event: Event) -> dict[str, Any]:
        values = {**event.data, "kind": event.kind, "by": str(event.by) if event.by else gettext("The clock")}
        values["office"] = self.offices.get(event.data.get("office", ""), "") or gettext("the whole ministry")
        if "policy" in values:
            values["policy"] = self.policies.get(values["policy"], values["policy"])
        if "person" in values:
            values["person"] = self.people.get(values["person"], values["person"])
        if "reason" in values and "cause" in values:
            values["reason"] = reason(values["cause"], values["reason"])
        values |= {name: reading.day(date.fromisoformat(values[name])) for name in DAYS if values.get(name)}
        values |= {name: reading.moment(datetime.fromisoformat(values[name])) for name in TIMES if values.get(name)}
        return values


_NAMED = ("policy", "office", "person")
