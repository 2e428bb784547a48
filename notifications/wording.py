"""What every kind of message says. Each entry is a whole sentence, which a translator can turn as a language needs.

A kind lists its wordings from the fullest to the barest: the first whose every value is known is the one that is used.
"""

from django.utils.translation import gettext_lazy as _

from notifications.wording_authorizations import AUTHORIZATIONS_TOLD
from notifications.wording_clocks import CLOCKS_TOLD
from notifications.wording_fast_path import FAST_PATH_TOLD
from notifications.wording_lines import LINES_TOLD
from notifications.wording_overrides import OVERRIDES, Wording
from notifications.wording_people import PEOPLE_TOLD
from notifications.wording_regimes import REGIMES_TOLD
from notifications.wording_reviews import REVIEWS_TOLD
from notifications.wording_rooms import FOR_A_ROOM
from notifications.wording_stops import STOPS_TOLD
from notifications.wording_talk import TALK_TOLD
from notifications.wording_work import WORK_TOLD

# The values that are instants: ISO strings in UTC, shown in the reader's time zone.
TIMES = frozenset({
    "due_at", "publish_at", "moment", "until", "published_at", "takes_effect_at", "since", "target", "was_due_at",
    "answer_by",
})  # fmt: skip


KINDS: dict[str, tuple[Wording, ...]] = {
    "awaiting": (
        Wording(
            _("Your decision is needed at %(level)s"),
            _("%(reference)s by %(author)s awaits your decision at %(level)s (%(office)s) by %(due_at)s."),
        ),
        Wording(
            _("Your decision is needed at %(level)s"),
            _("%(reference)s by %(author)s awaits your decision at %(level)s (%(office)s)."),
        ),
    ),
    "awaiting.urgent": (
        Wording(
            _("Urgent: your decision is needed at %(level)s"),
            _("Urgent: %(reference)s by %(author)s awaits your decision at %(level)s (%(office)s) by %(due_at)s."),
        ),
        Wording(
            _("Urgent: your decision is needed at %(level)s"),
            _("Urgent: %(reference)s by %(author)s awaits your decision at %(level)s (%(office)s)."),
        ),
    ),
    "awaiting.crisis": (
        Wording(
            _("Crisis: your decision is needed at %(level)s"),
            _("Crisis: %(reference)s by %(author)s awaits your decision at %(level)s (%(office)s) by %(due_at)s."),
        ),
        Wording(
            _("Crisis: your decision is needed at %(level)s"),
            _("Crisis: %(reference)s by %(author)s awaits your decision at %(level)s (%(office)s)."),
        ),
    ),
    "silence": (
        Wording(
            _("Silence procedure at %(level)s"),
            _(
                "%(reference)s by %(author)s passes %(level)s (%(office)s) by silence on %(due_at)s. "
                "Speak before then if it should not."
            ),
        ),
    ),
    "informed": (
        Wording(
            _("For your information at %(level)s"),
            _("%(reference)s by %(author)s is on its way. %(level)s (%(office)s) is told of it, and need not decide."),
        ),
    ),
    "comment_asked": (
        Wording(
            _("Your comment is asked for"),
            _("%(office)s is asked to comment on %(reference)s by %(author)s by %(due_at)s. It waits for nobody."),
        ),
    ),
    "reminder": (
        Wording(
            _("Reminder: a decision is due soon at %(level)s"),
            _("Reminder: %(reference)s awaits a decision at %(level)s (%(office)s) by %(due_at)s."),
        ),
    ),
    "overdue": (
        Wording(
            _("Overdue at %(level)s"),
            _("%(reference)s is overdue at %(level)s (%(office)s): a decision was due by %(due_at)s."),
        ),
    ),
    "escalated": (
        Wording(
            _("Escalation %(rung)s: overdue at %(level)s"),
            _(
                "%(reference)s has come to you, escalation %(rung)s: "
                "%(level)s (%(office)s) has not decided, and a decision was due by %(due_at)s."
            ),
        ),
        Wording(
            _("Escalation %(rung)s: no decision at %(level)s"),
            _("%(reference)s has come to you, escalation %(rung)s: %(level)s (%(office)s) has not decided."),
        ),
    ),
    "unstaffed": (
        Wording(
            _("Nobody can decide at %(level)s"),
            _("Nobody can decide %(reference)s at %(level)s: %(office)s needs someone in post, or a deputy."),
        ),
    ),
    "changes_requested": (
        Wording(
            _("Changes requested at %(level)s"),
            _("%(by)s requests changes to %(reference)s at %(level)s."),
        ),
    ),
    "rejected": (
        Wording(
            _("Rejected at %(level)s"),
            _("%(by)s rejected %(reference)s at %(level)s. Reason: %(reason)s."),
        ),
        Wording(
            _("Rejected at %(level)s"),
            _("%(by)s rejected %(reference)s at %(level)s."),
        ),
    ),
    "approved": (
        Wording(
            _("Approved at %(level)s"),
            _("%(by)s approved %(reference)s at %(level)s."),
        ),
    ),
    "cleared": (
        Wording(
            _("Cleared, but on hold"),
            _(
                "%(reference)s is cleared, but publishing is on hold until %(until)s. "
                "You will be asked again when that is over. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Cleared, but on hold"),
            _(
                "%(reference)s is cleared, but publishing is on hold. "
                "You will be asked again when that is over. Reason: %(why)s"
            ),
        ),
        Wording(
            _("Cleared, to be published at its slot"),
            _("%(reference)s is cleared. Its slot is %(publish_at)s."),
        ),
        Wording(
            _("Cleared: it can be published now"),
            _("%(reference)s is cleared and can be published now. Its moment passes on %(moment)s."),
        ),
        Wording(
            _("Cleared: it can be published now"),
            _("%(reference)s is cleared and can be published now."),
        ),
    ),
    "slot_open": (
        Wording(
            _("It is time to publish"),
            _("%(reference)s is cleared, and its slot has come: %(publish_at)s. Publish it now."),
        ),
        Wording(
            _("It is time to publish"),
            _("%(reference)s is cleared, and its slot has come. Publish it now."),
        ),
    ),
    "expired": (
        Wording(
            _("Expired: its moment has passed"),
            _("%(reference)s expired while it was at %(level)s: its moment, %(moment)s, has passed."),
        ),
        Wording(
            _("Expired: its moment has passed"),
            _("%(reference)s expired: its moment, %(moment)s, has passed."),
        ),
    ),
    "published": (
        Wording(
            _("Published on %(channel)s"),
            _("%(by)s published %(reference)s on %(channel)s: %(url)s"),
        ),
        Wording(
            _("Published on %(channel)s"),
            _("%(by)s published %(reference)s on %(channel)s."),
        ),
    ),
    "retracted": (
        Wording(
            _("Retracted by %(by)s"),
            _("%(by)s retracted %(reference)s. Where it was taken down: %(where)s."),
        ),
        Wording(
            _("Retracted by %(by)s"),
            _("%(by)s retracted %(reference)s."),
        ),
    ),
    "withdrawn": (
        Wording(
            _("Withdrawn by %(by)s"),
            _("%(by)s withdrew %(reference)s."),
        ),
    ),
    "commented": (
        Wording(
            _("A comment by %(by)s"),
            _("%(by)s commented on %(reference)s."),
        ),
    ),
    "moved": (
        Wording(
            _("Moved to version %(number)s of its policy"),
            _("%(by)s moved %(reference)s to version %(number)s of its policy. Reason: %(why)s"),
        ),
        Wording(
            _("Moved to another version of its policy"),
            _("%(reference)s was moved to another version of its policy."),
        ),
    ),
    "policy_proposed": (
        Wording(
            _("Version %(number)s of the policy “%(policy)s” awaits a second policy officer"),
            _(
                "%(by)s proposes version %(number)s of the policy “%(policy)s”. "
                "A policy officer other than its author can put it in force."
            ),
        ),
    ),
    "policy_enacted": (
        Wording(
            _("Version %(number)s of the policy “%(policy)s” is in force"),
            _("%(by)s put version %(number)s of the policy “%(policy)s” in force."),
        ),
        Wording(
            _("Version %(number)s of the policy “%(policy)s” is in force"),
            _("Version %(number)s of the policy “%(policy)s” is in force: its instant has come."),
        ),
    ),
    "policy_scheduled": (
        Wording(
            _("Version %(number)s of the policy “%(policy)s” will take effect"),
            _("%(by)s decided that version %(number)s of the policy “%(policy)s” takes effect on %(takes_effect_at)s."),
        ),
    ),
    "policy_called_off": (
        Wording(
            _("Version %(number)s of the policy “%(policy)s” will not take effect"),
            _("%(by)s called off version %(number)s of the policy “%(policy)s”. Reason: %(why)s"),
        ),
    ),
    "policy_blocked": (
        Wording(
            _("Version %(number)s of the policy “%(policy)s” could not take effect"),
            _(
                "Version %(number)s of the policy “%(policy)s” could not take effect, for it has faults (%(levels)s). "
                "The version before it stays in force. Look at the faults, then put it in force again or call it off."
            ),
        ),
        Wording(
            _("Version %(number)s of the policy “%(policy)s” could not take effect"),
            _(
                "Version %(number)s of the policy “%(policy)s” could not take effect: %(officer)s, who had put it in "
                "force, is no longer a policy officer. The version before it stays in force."
            ),
        ),
        Wording(
            _("Version %(number)s of the policy “%(policy)s” could not take effect"),
            _(
                "Version %(number)s of the policy “%(policy)s” could not take effect: version %(newer)s, which is "
                "newer, is in force by now and stays. Call this one off, or edit it: saved again, it is the next one."
            ),
        ),
    ),
    **OVERRIDES,
    **FAST_PATH_TOLD,
    **CLOCKS_TOLD,
    **REGIMES_TOLD,
    **FOR_A_ROOM,
    **PEOPLE_TOLD,
    **WORK_TOLD,
    **STOPS_TOLD,
    **AUTHORIZATIONS_TOLD,
    **REVIEWS_TOLD,
    **TALK_TOLD,
    **LINES_TOLD,
}

# For a kind that this version does not know, or one that came without what its sentence needs.
NEUTRAL = (
    Wording(_("News of %(reference)s"), _("There is news of %(reference)s.")),
    Wording(_("News for you"), _("There is news for you in Chancery.")),
)
