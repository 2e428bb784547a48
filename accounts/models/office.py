"""Offices: the units of the ministry, their countries, and when they work."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.person import COUNTRY_SHAPE, User, check_time_zone


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
    # Whose holidays it keeps; the region is that of `holidays` (GE for Geneva in Switzerland), where they differ by it.
    region = models.CharField(_("region of the country"), max_length=10, blank=True, default="", db_default="")
    observes_host = models.BooleanField(_("keeps the holidays of its country"), default=True, db_default=True)
    observes_home = models.BooleanField(_("keeps the holidays of the sending state"), default=True, db_default=True)
    # Names the calendar as it is: another one whenever the hours change, empty while none of its own were ever set.
    calendar_stamp = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)

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


class OfficeHours(models.Model):
    """The weekly hours of an office from a day on, until other hours begin.

    `weekly` has the windows of each day, `{"mon": [["09:00", "13:00"], ["14:00", "17:00"]], …}`, a day without windows
    being one without work. With `follows_weekend` a day that is weekend in the office's country on its date is none,
    whatever its windows.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="hours", verbose_name=_("office"))
    starts_on = models.DateField(_("from"))
    weekly = models.JSONField(_("weekly hours"), default=dict)
    follows_weekend = models.BooleanField(_("follows the weekend of the country"), default=True, db_default=True)

    class Meta:
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        ordering = ["office", "starts_on"]
        constraints = [models.UniqueConstraint(fields=["office", "starts_on"], name="one_set_of_hours_per_day")]

    def __str__(self) -> str:
        return f"{self.office_id} from {self.starts_on}"


class SpecialHours(models.Model):
    """Other weekly hours for a while, first and last day included, such as those of Ramadan."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="special_hours", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    weekly = models.JSONField(_("weekly hours"), default=dict)

    class Meta:
        verbose_name = _("special hours")
        verbose_name_plural = _("special hours")
        ordering = ["office", "first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="special_hours_end_after_they_begin")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.name} {self.first_day}"


class OwnDay(models.Model):
    """A day that an office, or with no office the whole ministry, keeps otherwise: closed, or worked after all.

    A worked day has windows of its own (`[["09:00", "12:00"]]`), or those of its weekday when it names none.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", _("Closed")
        OPEN = "open", _("Worked")

    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="own_days", verbose_name=_("office"))
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    windows = models.JSONField(_("hours"), default=list, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("own day")
        verbose_name_plural = _("own days")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["office", "day"], name="one_own_day_of_an_office"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(office__isnull=True), name="one_own_day_of_the_ministry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"
