"""Intervals in which the clock of a case stands still."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.case import Case


class Pause(models.Model):
    """Waiting for the citizen: from the question to the answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField(_("từ"))
    ended_at = models.DateTimeField(_("đến"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at__isnull=True), name="pakn_pause_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.began_at} – {self.ended_at or '…'}"
