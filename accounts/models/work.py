"""Work under way: long work that somebody asked for, which goes on without them and can be returned to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.person import User


class Work(models.Model):
    """One piece of long work: what was asked, by whom, how far it is, and what came of it.

    A worker holds it by a lease; one whose lease has ended is taken up again. Only who asked for it may see it.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CALLED_OFF = "called_off", _("Called off")

    kind = models.CharField(_("kind"), max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="work", verbose_name=_("asked by"))
    asked = models.JSONField(_("what was asked"), default=dict)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.WAITING)
    done = models.PositiveIntegerField(_("done so far"), default=0)
    # 0 while nobody knows yet how much there is.
    total = models.PositiveIntegerField(_("to do in all"), default=0)
    result = models.JSONField(_("result"), default=dict)
    # The code of a refusal, and what its sentence names.
    problem = models.CharField(_("problem"), max_length=60, blank=True, default="")
    problem_params = models.JSONField(default=dict)
    asked_at = models.DateTimeField(_("asked at"))
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("work under way")
        verbose_name_plural = _("work under way")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["by", "-asked_at"], name="work_of_person"),
            models.Index(fields=["status", "asked_at"], name="work_to_take_up"),
        ]
        constraints = [
            # Long work never takes more than one process of the workers: clocks and messages go on beside it.
            models.UniqueConstraint(fields=["status"], condition=Q(status="running"), name="one_work_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will come of it."""
        return self.status not in (self.Status.WAITING, self.Status.RUNNING)


class WorkFile(models.Model):
    """A text that was given to a piece of work, or that it made; kept beside it, so that lists stay light."""

    class Purpose(models.TextChoices):
        GIVEN = "given", _("Given")
        MADE = "made", _("Made")

    work = models.ForeignKey(Work, models.CASCADE, related_name="files")
    purpose = models.CharField(max_length=5, choices=Purpose.choices)
    name = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        verbose_name = _("file of work under way")
        verbose_name_plural = _("files of work under way")
        constraints = [models.UniqueConstraint(fields=["work", "purpose"], name="one_work_file_of_each_purpose")]

    def __str__(self) -> str:
        return self.name
