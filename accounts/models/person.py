"""People: who may sign in, and how they like to read."""

import zoneinfo
from functools import cache

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
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


class Theme(models.TextChoices):
    """In which light a person reads the pages."""

    SYSTEM = "system", _("As this device is set")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What one may do comes from postings, never from the account itself."""

    username = models.CharField(_("username"), max_length=80, unique=True, validators=[USERNAME_SHAPE])
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", "English"), ("fr", "Français")], default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    theme = models.CharField(
        _("appearance"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM, db_default=Theme.SYSTEM
    )
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
