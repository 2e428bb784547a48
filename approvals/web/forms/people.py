"""The forms about people: an absence and who acts meanwhile, an acting head, a shift of the duty roster."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import reading
from accounts.models import Posting, User
from approvals.actions.deputies import Cover
from approvals.web.finding_people import Offered
from approvals.web.forms.fields import MomentField, zone_words
from approvals.web.forms.verbs import VerbForm
from approvals.web.people_register import Given

Choices = Sequence[tuple[Any, Any]]


class TimesForm(VerbForm):
    """From when until when."""

    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["starts_at"].help_text = self.fields["ends_at"].help_text = self.zone_said(at)

    def zone_said(self, at: datetime) -> str:
        """Return the sentence that says on whose clock the times are."""
        return str(zone_words(at))

    def times(self) -> dict[str, datetime]:
        """Return the two instants, as the actions take them."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}


class AwayForm(TimesForm):
    """When somebody is away, and for each of their postings who acts, or nobody."""

    # Who was offered, for the page that shows the form.
    offered: Offered

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, given: Sequence[Given], people: Choices, at: datetime,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, at=at, **kwargs)
        self.given = given
        for one in given:
            self.fields[one.name] = forms.TypedChoiceField(
                label=one.label, required=False, coerce=int, empty_value=None, initial=one.acting,
                choices=[("", _("Nobody")), *people],
            )  # fmt: skip

    def covers(self) -> list[Cover]:
        """Return who is to act for each posting."""
        return [
            Cover(one.posting_id, self.cleaned_data[one.name], one.passed_by_id)
            for one in self.given
            if self.cleaned_data[one.name] is not None
        ]


class ActingHeadForm(TimesForm):
    """Who heads an office for the time being."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, people: Choices, at: datetime, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(data, at=at, **kwargs)
        self.fields["person"].choices = [("", _("Choose a person")), *people]  # type: ignore[attr-defined]
        self.order_fields(["person", "starts_at", "ends_at"])


class MoveShiftForm(TimesForm):
    """Other hours for a shift, on the clock of the office: that must be the current time zone."""

    def zone_said(self, at: datetime) -> str:
        """Return the sentence that names the office's clock."""
        return gettext("On the clock of this office, %(zone)s.") % {"zone": reading.zone_and_offset(at)}


class ShiftForm(MoveShiftForm):
    """Who is on duty, and when, on the clock of the office."""

    posting = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, listed: Sequence[Posting], at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(data, at=at, **kwargs)
        names = [(posting.pk, str(posting.user)) for posting in listed]
        self.fields["posting"].choices = [("", _("Choose a person")), *names]  # type: ignore[attr-defined]
        self.order_fields(["posting", "starts_at", "ends_at"])


def people_to_choose(people: Sequence[User]) -> Choices:
    """Return people as the choices of a field."""
    return [(person.pk, str(person)) for person in people]
