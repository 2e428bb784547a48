"""What is refused of a post that should go out at once, under a pre-authorization; each reason has its own code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from approvals.refusals.sentence import Sentence

REFUSALS: Mapping[str, Sentence] = {
    "no_authorization": Sentence(
        403, _("You hold no pre-authorization for posts of %(office)s. Submit the draft for approval.")
    ),
    "authorization_revoked": Sentence(409, _("The pre-authorization was revoked. Submit the draft for approval.")),
    "authorization_suspended": Sentence(409, _("The pre-authorization is suspended. Reason: %(why)s")),
    "authorization_not_begun": Sentence(409, _("The pre-authorization is not in force before %(starts_at)s.")),
    "authorization_over": Sentence(409, _("The pre-authorization ended on %(until)s.")),
    "fast_path_channel": Sentence(403, _("The pre-authorization does not cover the channel %(channel)s.")),
    "fast_path_language": Sentence(403, _("The pre-authorization does not cover posts in the language %(language)s.")),
    "fast_path_kind": Sentence(403, _("The pre-authorization does not cover this kind of post: %(kind)s.")),
    "fast_path_topic": Sentence(403, _("The topic %(topic)s is barred by the pre-authorization.")),
    "fast_path_country": Sentence(403, _("The post is about a country that the pre-authorization bars: %(country)s.")),
    "fast_path_day_full": Sentence(
        409, _("All posts that the pre-authorization allows today are used up: %(used)s of %(quota)s.")
    ),
    "fast_path_week_full": Sentence(
        409, _("All posts that the pre-authorization allows in seven days are used up: %(used)s of %(quota)s.")
    ),
    "fast_path_slot": Sentence(
        409, _("What goes out by pre-authorization goes out at once: take the slot off, or submit it for approval.")
    ),
    "fast_path_regime": Sentence(
        409, _("A regime suspends pre-authorizations for this post (%(regime)s). Reason: %(reason)s")
    ),
    "no_review_rule": Sentence(
        409,
        _("Nobody is named who would review this post afterwards, so it cannot go out at once. Ask a policy officer."),
    ),
    "no_reviewer": Sentence(
        409,
        _(
            "Nobody but you, or whoever wrote this, could review it afterwards, so it cannot go out at once. "
            "Ask a policy officer."
        ),
    ),
}
