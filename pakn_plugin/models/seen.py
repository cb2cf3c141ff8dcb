"""Up to where a member of staff has read a case."""

from django.conf import settings
from django.db import models

from pakn_plugin.models.case import Case


class CaseSeen(models.Model):
    """The last look of one person at one case: how many steps its history had, and when that was."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    steps = models.PositiveIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="pakn_case_seen_once")]
        indexes = [models.Index(fields=["user"], name="pakn_case_seen_user")]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.case_id}: {self.steps}"
