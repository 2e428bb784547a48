"""The register of the ministry's social accounts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from channels.connectors.hand_over import instance_of
from channels.languages import known_language


class Platform(models.TextChoices):
    """The platforms a channel can be on; their limits are dated data in `channels/platforms/`."""

    X = "x", "X"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    THREADS = "threads", "Threads"
    FACEBOOK = "facebook", "Facebook"
    LINKEDIN = "linkedin", "LinkedIn"
    INSTAGRAM = "instagram", "Instagram"
    TELEGRAM = "telegram", "Telegram"


class Channel(models.Model):
    """One registered social account: nothing is published to an account that is not in this register."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        FROZEN = "frozen", _("Frozen")
        CLOSED = "closed", _("Closed")

    platform = models.CharField(_("platform"), max_length=12, choices=Platform.choices)
    handle = models.CharField(_("handle"), max_length=120)
    office = models.ForeignKey(Office, models.PROTECT, related_name="channels", verbose_name=_("owning office"))
    languages = models.JSONField(_("languages"), default=list)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.ACTIVE)
    text_limit = models.PositiveIntegerField(
        _("own text limit"), null=True, blank=True,
        help_text=_("What the instance or the plan says, where it differs from the platform's usual limit."),
    )  # fmt: skip

    followers = models.PositiveBigIntegerField(
        _("followers"), default=0, db_default=0,
        help_text=_("As last counted. What reaches more people is reviewed first."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["office__code", "platform", "handle"]
        constraints = [models.UniqueConstraint(fields=["platform", "handle"], name="one_channel_per_handle")]

    def __str__(self) -> str:
        return f"{self.get_platform_display()} {self.handle}"

    def clean(self) -> None:
        """Refuse what is no list of languages, and a Mastodon account that does not say its instance."""
        errors = {}
        known = isinstance(self.languages, list) and all(
            isinstance(code, str) and known_language(code) for code in self.languages
        )
        if not known or not self.languages or len(set(self.languages)) < len(self.languages):
            errors["languages"] = _("Give the code of at least one language, each once, such as en, fr or ar.")
        if self.platform == Platform.MASTODON and not instance_of(self.handle):
            errors["handle"] = _("Give the instance too, such as @mission@social.example.")
        if errors:
            raise ValidationError(errors)
