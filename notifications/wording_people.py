"""What the messages about people say: who is away and who acts, acting heads, duty, claims and nudges."""

from django.utils.translation import gettext_lazy as _

from notifications.wording_overrides import Wording

PEOPLE_TOLD: dict[str, tuple[Wording, ...]] = {
    "deputy_named": (
        Wording(
            _("You act for %(person)s"),
            _("From %(since)s until %(until)s you act for %(person)s at %(office)s. Arranged by %(by)s."),
        ),
    ),
    "deputy_over": (
        Wording(
            _("You no longer act for %(person)s"),
            _("You no longer act for %(person)s at %(office)s. Changed by %(by)s."),
        ),
    ),
    "away": (
        Wording(
            _("%(person)s will be away"),
            _("%(person)s is away from %(since)s until %(until)s. Who acts meanwhile: %(acting)s."),
        ),
        Wording(
            _("%(person)s will be away"),
            _("%(person)s is away from %(since)s until %(until)s. Nobody acts meanwhile."),
        ),
    ),
    "away_over": (
        Wording(
            _("%(person)s is not away any more"),
            _("The absence of %(person)s was ended by %(by)s: whoever acted for them acts no longer."),
        ),
    ),
    "acting_head_named": (
        Wording(
            _("%(person)s heads %(office)s for the time being"),
            _("%(person)s is acting head of %(office)s from %(since)s until %(until)s. Named by %(by)s."),
        ),
    ),
    "acting_head_over": (
        Wording(
            _("%(person)s no longer heads %(office)s"),
            _("%(person)s is no longer acting head of %(office)s. Changed by %(by)s."),
        ),
    ),
    "duty_listed": (
        Wording(
            _("You are on duty at %(office)s"),
            _("You are on duty at %(office)s from %(since)s until %(until)s. Entered by %(by)s."),
        ),
    ),
    "duty_moved": (
        Wording(
            _("Your duty at %(office)s has other hours"),
            _("Your duty at %(office)s is now from %(since)s until %(until)s. Changed by %(by)s."),
        ),
    ),
    "duty_unlisted": (
        Wording(
            _("You are not on duty at %(office)s after all"),
            _("Your duty at %(office)s from %(since)s until %(until)s was taken out by %(by)s."),
        ),
    ),
    "duty_called": (
        Wording(
            _("Duty officer: a decision is needed at %(level)s"),
            _(
                "%(reference)s by %(author)s cannot wait. As duty officer of %(office)s you can decide it, by "
                "%(due_at)s."
            ),
        ),
    ),
    "nobody_reachable": (
        Wording(
            _("Nobody can be reached at %(level)s"),
            _(
                "%(reference)s awaits a decision at %(level)s (%(office)s), and everyone who could take it is away: "
                "%(away)s. The first of them is back on %(until)s."
            ),
        ),
        Wording(
            _("Nobody can be reached at %(level)s"),
            _("%(reference)s awaits a decision at %(level)s (%(office)s), and nobody there can be reached."),
        ),
    ),
    "handed_over": (
        Wording(
            _("%(by)s hands you a decision"),
            _(
                "%(by)s hands you the decision on %(reference)s at %(level)s (%(office)s). It is kept for you "
                "until %(until)s."
            ),
        ),
    ),
    "nudged": (
        Wording(
            _("%(by)s waits for a decision at %(level)s"),
            _("%(by)s waits for a decision on %(reference)s at %(level)s (%(office)s), due by %(due_at)s."),
        ),
    ),
}
