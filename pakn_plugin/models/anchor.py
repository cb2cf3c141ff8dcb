"""Daily anchors: one digest over every event up to a moment, which is also written outside the database."""

from datetime import UTC
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Anchor(models.Model):
    """A digest over the events after the anchor before it, up to `last_event_id`.

    `filed_at` and `mailed_at` are empty until its copy outside the database is there; the next run makes up for it.
    """

    day = models.DateField(_("ngày"), unique=True)
    last_event_id = models.BigIntegerField()
    events = models.PositiveIntegerField(_("số sự kiện"))
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True, unique=True)
    made_at = models.DateTimeField(_("lập lúc"))
    filed_at = models.DateTimeField(_("ghi ra tệp lúc"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("gửi thư lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mốc lịch sử")
        verbose_name_plural = _("mốc lịch sử")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.day}: {self.digest[:12]}"

    def content(self) -> dict[str, Any]:
        """What its line outside the database says; also what is compared with that line."""
        return {
            "day": self.day.isoformat(),
            "last_event_id": self.last_event_id,
            "events": self.events,
            "digest": self.digest,
            "previous": self.previous,
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
