"""A change of the working calendar on its way: proposed, looked at, applied by the worker with all deadlines."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarChange(models.Model):
    """Days that become something else, and what came of it.

    `days` is a list of {"day", "kind" ("" makes the day plain again), "name", "document"}; an empty list only
    recomputes. `basis` is the digest of the calendar that the author looked at: another one forbids the change.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Đang xem trước")
        QUEUED = "queued", _("Chờ áp dụng")
        RUNNING = "running", _("Đang áp dụng")
        DONE = "done", _("Đã áp dụng")
        FAILED = "failed", _("Không áp dụng được")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người thay đổi"),
    )
    created_at = models.DateTimeField(_("lập lúc"))
    days = models.JSONField(_("các ngày"), default=list, blank=True)
    basis = models.CharField(max_length=64, blank=True, editable=False)
    status = models.CharField(_("tình trạng"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    cases_moved = models.PositiveIntegerField(_("số phản ánh đổi hạn"), default=0)
    first_moved = models.JSONField(default=list, blank=True, editable=False)
    error = models.CharField(_("lỗi"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thay đổi lịch làm việc")
        verbose_name_plural = _("thay đổi lịch làm việc")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_status_display()}"

    @property
    def is_open(self) -> bool:
        """Whether the worker has still to finish it."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING)
