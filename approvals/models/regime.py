"""What overrides the ordinary rules for a while: regimes change routes and clocks, holds stop publishing."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.models.policy import AskedLevel


class Regime(models.Model):
    """A crisis or a caretaker period, for the ministry, a country or a topic, from an instant until another.

    In force from `starts_at` until (and not including) the earlier of `until` and `ended_at`; no regime in force is
    the normal regime.
    """

    class Kind(models.TextChoices):
        CRISIS = "crisis", _("Crisis")
        CARETAKER = "caretaker", _("Caretaker")

    class Scope(models.TextChoices):
        MINISTRY = "ministry", _("The whole ministry")
        COUNTRY = "country", _("A country")
        TOPIC = "topic", _("A topic")

    class InFlight(models.TextChoices):
        CLOCKS = "clocks", _("Drafts in review keep their levels; the new time limits apply to them")
        ROUTES = "routes", _("Drafts in review are put on the route of the regime; approvals they have are kept")

    kind = models.CharField(_("regime"), max_length=9, choices=Kind.choices)
    scope = models.CharField(_("for"), max_length=8, choices=Scope.choices, default=Scope.MINISTRY)
    scope_value = models.CharField(max_length=100, blank=True)
    exempt_topics = models.JSONField(_("exempt topics"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    starts_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # What it changes.
    limit = models.DurationField(_("time limit of every level"), null=True, blank=True)
    replaces_levels = models.BooleanField(_("its levels replace those of the policy"), default=False)
    suspends_fast_path = models.BooleanField(_("suspends pre-authorizations"), default=True)
    in_flight = models.CharField(_("drafts in review"), max_length=6, choices=InFlight.choices, default=InFlight.CLOCKS)
    # Who switched it on and off, and what the clocks have done.
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(_("why it ended"), max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("regime")
        verbose_name_plural = _("regimes")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["next_alarm_at"], name="regime_alarm", condition=Q(next_alarm_at__isnull=False)),
            models.Index(fields=["starts_at"], name="regime_open", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("starts_at")), name="regime_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(scope="ministry", scope_value="") | (~Q(scope="ministry") & ~Q(scope_value="")),
                name="regime_names_its_scope",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="regime_has_a_reason"),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(limit__gt=timedelta()), name="regime_limit_is_some_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}"


class RegimeLevel(AskedLevel):
    """One level that a regime adds before or after those of the policy, or puts in their place."""

    class Placement(models.TextChoices):
        BEFORE = "before", _("Before the levels of the policy")
        AFTER = "after", _("After the levels of the policy")

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="levels")
    placement = models.CharField(_("when"), max_length=6, choices=Placement.choices, default=Placement.AFTER)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(limit__gt=timedelta()), name="regime_level_has_a_limit"),
            models.CheckConstraint(condition=Q(position__gte=1), name="regime_level_positions_start_at_one"),
            models.CheckConstraint(
                condition=~Q(selector="office") | Q(office__isnull=False), name="regime_level_names_its_office"
            ),
            models.CheckConstraint(condition=Q(quorum_n__gte=1), name="regime_level_asks_at_least_one"),
        ]


class Hold(models.Model):
    """A stop on publishing for a scope. In force from `placed_at` until the earlier of `until` and `lifted_at`."""

    class Scope(models.TextChoices):
        EVERYTHING = "everything", _("Everything")
        COUNTRY = "country", _("A country")
        CHANNEL = "channel", _("A channel")
        TOPIC = "topic", _("A topic")
        LANGUAGE = "language", _("A language")

    scope = models.CharField(_("what is held"), max_length=10, choices=Scope.choices, default=Scope.EVERYTHING)
    scope_value = models.CharField(max_length=150, blank=True)
    exempt_topics = models.JSONField(_("exempt topics"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(_("placed"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(_("why it was lifted"), max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-placed_at", "-pk"]
        indexes = [
            models.Index(fields=["next_alarm_at"], name="hold_alarm", condition=Q(next_alarm_at__isnull=False)),
            models.Index(fields=["placed_at"], name="hold_open", condition=Q(lifted_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("placed_at")), name="hold_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(scope="everything", scope_value="") | (~Q(scope="everything") & ~Q(scope_value="")),
                name="hold_names_its_scope",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.scope_value}".strip()
