"""The forms of pre-authorizations: for whom, on which terms, and why something is done with one."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from approvals.actions.authorization_terms import LONGEST_NOTE, LONGEST_WORDS, MOST_POSTS
from approvals.actions.authorizations import MAY_HOLD, Terms
from approvals.models import POST_KINDS, AuthorizationVersion, RunsOn
from approvals.refusals import REFUSALS
from approvals.web.conditions import Vocabulary
from approvals.web.forms.fields import ClockField, HoursField, MomentField, zone_words
from approvals.web.forms.holds import reason_field
from approvals.web.forms.verbs import VerbForm
from approvals.web.postings import label_of
from channels.languages import language_name
from channels.models import Channel

YEAR = timedelta(days=365)
WHYS: Mapping[str, str | Promise] = {
    "decline": _("Why you decline it"),
    "call_off": _("Why it is called off"),
    "suspend": _("Why it is suspended"),
    "revoke": _("Why it is revoked"),
    "lift": _("Why it is lifted"),
}


class WhyForm(VerbForm):
    """Why something is done with a pre-authorization; the reason goes on record, and its holder reads it."""

    reason = reason_field("", _("It goes on record, and everyone concerned reads it."))

    def __init__(self, data: Mapping[str, Any] | None = None, *, verb: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["reason"].label = str(WHYS[verb])


class HolderForm(VerbForm):
    """Whose posting it is granted to: typed as it is suggested, or a name or username that has one only."""

    posting = forms.CharField(
        label=_("Posting"), max_length=300,
        help_text=_(
            "An author’s or a head’s. Heads are suggested as you type; an author can be named, too, by name or "
            "username."
        ),
        widget=forms.TextInput(attrs={"list": "postings", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        lasting = Posting.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), role__in=MAY_HOLD)
        self.postings = list(lasting.select_related("user", "office").order_by("user__name", "pk"))

    @property
    def suggested(self) -> list[str]:
        """Return the postings that a browser suggests: those of heads, for authors are many."""
        return [label_of(posting) for posting in self.postings if posting.role == MAY_HOLD[1]]

    def clean_posting(self) -> Posting:
        """Return the posting, or say which ones a name could mean."""
        said = self.cleaned_data["posting"].strip().casefold()
        exactly = [posting for posting in self.postings if label_of(posting).casefold() == said]
        found = exactly or [
            posting for posting in self.postings
            if said in (posting.user.name.casefold(), posting.user.username.casefold())
        ]  # fmt: skip
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("No author’s or head’s posting is called so. Take one that is suggested."))
        names = "; ".join(label_of(posting) for posting in found[:5])
        raise ValidationError(_("Several postings are called so. Take one of: %(names)s."), params={"names": names})


class TermsForm(VerbForm):
    """The terms of a pre-authorization, in groups as the page draws them; `takes` hands them to the action."""

    starts_at = MomentField(label=_("From"), required=False)
    until = MomentField(label=_("Until"), error_messages={"required": REFUSALS["end_needed"].text})
    passes_to_acting = forms.BooleanField(label=_("Whoever acts for the holder may use it as well"), required=False)
    channels = forms.TypedMultipleChoiceField(
        label=_("Channels"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": REFUSALS["no_channel"].text},
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": REFUSALS["languages_needed"].text},
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of post"), choices=POST_KINDS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": REFUSALS["kinds_needed"].text},
    )  # fmt: skip
    barred_topics = forms.MultipleChoiceField(
        label=_("Barred topics"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What is on one of these takes the ordinary route."),
    )  # fmt: skip
    barred_countries = forms.CharField(
        label=_("Barred countries"), required=False, max_length=2000,
        help_text=_("By name or by code, with commas between them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    per_day = forms.IntegerField(label=_("Posts in a day at most"), min_value=1, max_value=MOST_POSTS)
    per_week = forms.IntegerField(
        label=_("Posts in a week at most"), min_value=1, max_value=MOST_POSTS,
        help_text=_("A day and the six before it."),
    )  # fmt: skip
    review_limit = HoursField(label=_("Reviewed within so many hours"), min_value=0.25)
    review_runs_on = ClockField(usual=RunsOn.WORKING)
    halve_after = forms.IntegerField(label=_("Adverse outcomes that halve the quota"), min_value=1, required=False)
    suspend_after = forms.IntegerField(label=_("Adverse outcomes that suspend it"), min_value=1, required=False)
    trust_days = forms.IntegerField(label=_("Counted over so many days"), min_value=1, max_value=366)
    words = forms.CharField(
        label=_("Conditions, in English"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en", "dir": "auto"}),
    )  # fmt: skip
    words_fr = forms.CharField(
        label=_("Conditions, in French"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "fr", "dir": "auto"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("The reason for it"), required=False, max_length=LONGEST_NOTE,
        help_text=_("It goes on record, and the second officer reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip

    def __init__(
        self, data: QueryDict | None = None, *, posting: Posting, at: datetime, words: Vocabulary,
        version: AuthorizationVersion | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        channels = list(Channel.objects.filter(office=posting.office_id).exclude(state=Channel.State.CLOSED))
        chosen = list(version.channels.all()) if version is not None else []
        channels = list(dict.fromkeys([*channels, *chosen]))
        initial = _initial(version, channels, at=at, words=words)
        super().__init__(data, initial=initial, **kwargs)
        self.vocabulary, self.at = words, at
        codes = [*(code for channel in channels for code in channel.languages), *(version.languages if version else [])]
        self._choose("channels", ((channel.pk, str(channel)) for channel in channels))
        self._choose("languages", ((code, language_name(code)) for code in _once(codes)))
        self._choose("barred_topics", sorted(words.names("topic").items(), key=lambda topic: topic[1].casefold()))
        at_once = _("Leave it empty to begin as soon as its holder accepts it.")
        self.fields["starts_at"].help_text = f"{at_once} {zone_words(at)}"
        self.fields["until"].help_text = _("At most a year after it begins. That instant is not included.")
        counts = _("Of the office that reviews. The clock counts nights and weekends as well.")
        self.fields["review_runs_on"].help_text = counts

    def _choose(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def clean_barred_countries(self) -> tuple[str, ...]:
        """Return the codes of the countries that were typed, or say which name is that of none."""
        found, unknown = self.vocabulary.known("country", self.cleaned_data["barred_countries"])
        if unknown:
            raise ValidationError(_("“%(name)s” is the name of no country, and no code."), params={"name": unknown[0]})
        return tuple(found)

    def terms(self) -> Terms:
        """Return the terms as the actions take them; the form must be valid."""
        typed: dict[str, Any] = self.cleaned_data | {"starts_at": self.cleaned_data["starts_at"] or self.at}
        typed["channel_ids"] = typed.pop("channels")
        lists = {name: tuple(typed[name]) for name in ("channel_ids", "languages", "kinds", "barred_topics")}
        return Terms(**typed | lists)

    @property
    def countries(self) -> list[str]:
        """Return the names of countries that a browser suggests."""
        return sorted(self.vocabulary.names("country").values(), key=str.casefold)


def _initial(
    version: AuthorizationVersion | None, channels: list[Channel], *, at: datetime, words: Vocabulary
) -> dict[str, Any]:  # fmt: skip
    """Return what a form begins with: the terms of the version before, or those that are usual."""
    times = {"until": _a_year_on(at)}
    if version is None:
        return times | {
            "channels": [channel.pk for channel in channels], "languages": _once(
                code for channel in channels for code in channel.languages
            ),
            "kinds": ["original", "reply"], "per_day": 10, "per_week": 40, "review_limit": timedelta(hours=8),
            "review_runs_on": RunsOn.WORKING, "halve_after": 1, "suspend_after": 2, "trust_days": 30,
        }  # fmt: skip
    same = (
        "languages", "kinds", "barred_topics", "passes_to_acting", "per_day", "per_week", "review_limit",
        "review_runs_on", "halve_after", "suspend_after", "trust_days", "words", "words_fr",
    )  # fmt: skip
    return times | {
        "channels": [channel.pk for channel in version.channels.all()],
        "barred_countries": words.typed("country", version.barred_countries),
        **{name: getattr(version, name) for name in same},
    }


def _a_year_on(begins: datetime) -> datetime:
    """Return the midnight, in the reader's zone, at which a year is not quite over."""
    end = timezone.localtime(begins + YEAR)
    return end.replace(hour=0, minute=0, second=0, microsecond=0)


def _once(codes: Iterable[str]) -> list[str]:
    """Return the codes of languages as the rules know them, each once."""
    return list(dict.fromkeys(code.replace("_", "-") for code in codes))
