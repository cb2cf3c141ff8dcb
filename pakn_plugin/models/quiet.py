"""When mails that can wait are not sent: kept by an administrator, one row in use."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.single import OneInUse, only_one


class QuietHours(OneInUse):
    """The night in which citizens get no mail that can wait; staff get theirs in the morning's digest."""

    begins = models.TimeField(_("từ"))
    ends = models.TimeField(_("đến"))
    staff_wait = models.BooleanField(
        _("thư cho cán bộ ngoài giờ làm việc chờ thư tổng hợp buổi sáng"),
        default=True,
        help_text=_("Việc khẩn cấp vẫn được gửi ngay."),
    )

    class Meta:
        verbose_name = _("giờ yên lặng")
        verbose_name_plural = _("giờ yên lặng")
        ordering = ["-active", "begins"]
        constraints = [
            only_one("pakn_quiet_hours_one"),
            models.CheckConstraint(condition=~models.Q(begins=models.F("ends")), name="pakn_quiet_hours_some"),
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"

    def clean(self) -> None:
        if self.begins is not None and self.begins == self.ends:
            raise ValidationError({"ends": _("Giờ kết thúc phải khác giờ bắt đầu.")})
