"""People and offices: who holds which post, from when until when."""

import zoneinfo
from datetime import datetime
from functools import cache

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

USERNAME_SHAPE = RegexValidator(r"^[a-z0-9][a-z0-9._-]*\Z", _("Use lower-case letters, digits, dots and hyphens."))
COUNTRY_SHAPE = RegexValidator(r"^[A-Z]{2}\Z", _("Use the two-letter country code, such as SA."))


@cache
def _time_zones() -> set[str]:
    # Reading the machine's zones takes milliseconds; they change when the machine is updated, not while this runs.
    return zoneinfo.available_timezones()


def check_time_zone(name: str) -> None:
    """Refuse what is not an IANA time zone name, such as Asia/Riyadh."""
    if name not in _time_zones():
        raise ValidationError(_("“%(name)s” is not a known time zone."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    """Finds people by their username or their e-mail address: both sign in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the one person with this username or e-mail address, whatever its case."""
        return self.get(Q(username=(username or "").lower()) | Q(email__iexact=username or ""))

    def create_user(self, username: str, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a person who may sign in; without a password, only by single sign-on."""
        user = self.model(username=username.lower(), email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an administrator of the installation (IT), who holds no post by that."""
        return self.create_user(username, email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What one may do comes from postings, never from the account itself."""

    username = models.CharField(_("username"), max_length=80, unique=True, validators=[USERNAME_SHAPE])
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", "English"), ("fr", "Français")], default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    is_staff = models.BooleanField(_("administers this installation"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("Someone has an account with this e-mail address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username


class Office(models.Model):
    """A unit of the ministry: a mission, a headquarters desk or a minister's office."""

    class Kind(models.TextChoices):
        MISSION = "mission", _("Mission")
        HEADQUARTERS = "headquarters", _("Headquarters")
        MINISTER = "minister", _("Minister's office")

    code = models.CharField(_("code"), max_length=8, unique=True, validators=[RegexValidator(r"^[A-Z0-9]+\Z")])
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    country = models.CharField(_("country"), max_length=2, validators=[COUNTRY_SHAPE])
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="minister"), name="one_ministers_office",
                violation_error_message=_("There is one minister's office already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class DeskCountry(models.Model):
    """Which headquarters desk is responsible for a country: one desk, so that a route is never in doubt."""

    country = models.CharField(_("country"), max_length=2, unique=True, validators=[COUNTRY_SHAPE])
    office = models.ForeignKey(Office, models.PROTECT, related_name="countries", verbose_name=_("desk"))

    class Meta:
        verbose_name = _("country of a desk")
        verbose_name_plural = _("countries of desks")
        ordering = ["country"]

    def __str__(self) -> str:
        return f"{self.country}: {self.office}"


class Role(models.TextChoices):
    """What a posting lets its holder do at its office."""

    AUTHOR = "author", _("Author")
    APPROVER = "approver", _("Approver")
    HEAD = "head", _("Head of mission")
    POLICY = "policy", _("Policy officer")
    RECORDS = "records", _("Records officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Posting(models.Model):
    """One person in one role at one office, from one instant until (and not including) another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings", verbose_name=_("person"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings", verbose_name=_("office"))
    role = models.CharField(_("role"), max_length=13, choices=Role.choices)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

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

    def in_force(self, at: datetime) -> bool:
        """Say whether the posting holds at this instant (half-open: not at its end)."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


class Deputy(models.Model):
    """Who acts for a posting while its holder is away, from one instant until (and not including) another."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="deputies", verbose_name=_("posting"))
    user = models.ForeignKey(User, models.PROTECT, related_name="deputizing", verbose_name=_("deputy"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

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
