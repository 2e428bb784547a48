"""Who holds which post, from when until when, and who acts or stands by meanwhile."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.office import Office
from accounts.models.person import User


class Role(models.TextChoices):
    """What a posting lets its holder do at its office."""

    AUTHOR = "author", _("Author")
    APPROVER = "approver", _("Approver")
    HEAD = "head", _("Head of mission")
    POLICY = "policy", _("Policy officer")
    RECORDS = "records", _("Records officer")
    ADMINISTRATOR = "administrator", _("Administrator")
    DUTY = "duty", _("Duty officer")


def acting_title(office: Office) -> str:
    """Return what the acting head of an office is called: a mission has a chargé d'affaires."""
    return gettext("Chargé d’affaires") if office.kind == Office.Kind.MISSION else gettext("Acting head")


class Posting(models.Model):
    """One person in one role at one office, from one instant until (and not including) another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings", verbose_name=_("person"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings", verbose_name=_("office"))
    role = models.CharField(_("role"), max_length=13, choices=Role.choices)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    # Who heads an office while its head's post is vacant: the chargé d'affaires, with the whole authority of the post.
    is_acting = models.BooleanField(_("acting"), default=False, db_default=False)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["office__code", "role", "starts_at"]
        indexes = [models.Index(fields=["office", "role"], name="posting_office_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="posting_ends_after_it_starts",
                violation_error_message=_("A posting ends after it starts. Give a later end, or none."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.office}"

    @property
    def title(self) -> str:
        """Return what its holder is called: the role, or who heads the office for the time being."""
        if not self.is_acting or self.role != Role.HEAD:
            return str(self.get_role_display())
        return acting_title(self.office)

    def in_force(self, at: datetime) -> bool:
        """Say whether the posting holds at this instant (half-open: not at its end)."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


class Deputy(models.Model):
    """Who acts for a posting while its holder is away, from one instant until (and not including) another."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="deputies", verbose_name=_("posting"))
    user = models.ForeignKey(User, models.PROTECT, related_name="deputizing", verbose_name=_("deputy"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    # The deputy who passed this on, being away as well; None when the holder named the deputy.
    passed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="passed_on", verbose_name=_("passed on by")
    )
    # The absence it was arranged for, which it begins and ends with; None for one that IT entered by itself.
    absence = models.ForeignKey(
        "Absence", models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name=_("absence")
    )

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="deputy_ends_after_it_starts",
                violation_error_message=_("A deputy’s time ends after it starts. Give a later end."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.posting}"

    def clean(self) -> None:
        """Refuse a deputy for oneself: it would add a name and no second pair of eyes."""
        if self.posting_id and self.user_id and self.posting.user_id == self.user_id:
            raise ValidationError(_("The holder of a posting cannot be its own deputy."))


class Absence(models.Model):
    """A person is away, from one instant until (and not including) another: nobody counts on reaching them."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name=_("person"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["user", "ends_at"], name="absence_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_it_starts",
                violation_error_message=_("An absence ends after it starts. Give a later end."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user_id} from {self.starts_at:%Y-%m-%d %H:%M}"


class DutyShift(models.Model):
    """When the holder of a duty posting is on duty, from one instant until (and not including) another."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="shifts", verbose_name=_("posting"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("duty shift")
        verbose_name_plural = _("duty shifts")
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["posting", "ends_at"], name="shift_of_posting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts",
                violation_error_message=_("A shift ends after it starts. Give a later end."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.posting_id} from {self.starts_at:%Y-%m-%d %H:%M}"
