"""A run that draws all banners again, in batches: how far it is, where it goes on, why it stopped."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NOT_BEGUN = -1


class Rendering(models.Model):
    """Asked for by a person or by the night; `after` is the last placement that is done, 0 before the first."""

    asked_at = models.DateTimeField(_("yêu cầu lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    total = models.PositiveIntegerField(_("số nơi đặt"), default=0)
    done = models.PositiveIntegerField(_("đã vẽ"), default=0)
    after = models.BigIntegerField(default=NOT_BEGUN)
    step_at = models.DateTimeField(_("bước gần nhất"))
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    error = models.CharField(_("lỗi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lượt vẽ lại biểu ngữ")
        verbose_name_plural = _("lượt vẽ lại biểu ngữ")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["step_at"], name="pakn_rendering_open", condition=models.Q(finished_at=None))]

    def __str__(self) -> str:
        return f"{self.asked_at:%d/%m/%Y %H:%M}: {self.done}/{self.total}"
