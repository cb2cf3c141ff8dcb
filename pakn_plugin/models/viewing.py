"""Who looked at what is hidden from most: a restricted case, or the identity of a reporter."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.case import Case


class Viewing(models.Model):
    """One look. Append-only."""

    class What(models.TextChoices):
        CASE = "case", _("Nội dung phản ánh hạn chế")
        REPORTER = "reporter", _("Thông tin người gửi")

    case = models.ForeignKey(Case, models.CASCADE, related_name="viewings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(_("đã xem"), max_length=10, choices=What.choices)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("lượt xem")
        verbose_name_plural = _("lượt xem")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at"], name="pakn_viewing_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what} {self.at}"
