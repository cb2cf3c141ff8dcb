"""What an administrator keeps: days off, deadline policies, reasons of refusal."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Dated, Topic, since_ever
from pakn_plugin.states import Level, Stage, Unit


class CalendarDay(models.Model):
    """A day that differs from the plain week: a day off, or a Saturday that is worked instead."""

    class Source(models.TextChoices):
        PACKAGE = "package", _("Lịch nghỉ lễ chung")
        DECISION = "decision", _("Văn bản của cơ quan có thẩm quyền")

    day = models.DateField(_("ngày"), unique=True)
    working = models.BooleanField(_("là ngày làm việc"), default=False)
    name = models.CharField(_("tên ngày hoặc lý do"), max_length=200, blank=True)
    document = models.CharField(_("số văn bản"), max_length=120, blank=True)
    source = models.CharField(_("nguồn"), max_length=16, choices=Source.choices, default=Source.DECISION)

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("lịch làm việc")
        ordering = ["-day"]

    def __str__(self) -> str:
        kind = _("làm việc") if self.working else _("nghỉ")
        return f"{self.day:%d/%m/%Y}: {kind}"


class DeadlinePolicy(Dated):
    """How long a stage may last, by level and field, under a document, for cases filed within its dates."""

    stage = models.CharField(_("giai đoạn"), max_length=16, choices=Stage.choices)
    level = models.CharField(_("mức độ"), max_length=16, choices=Level.choices, default=Level.NORMAL)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name=_("lĩnh vực"), null=True, blank=True, help_text=_("Để trống: mọi lĩnh vực.")
    )
    amount = models.PositiveSmallIntegerField(_("thời hạn"))
    unit = models.CharField(_("đơn vị"), max_length=16, choices=Unit.choices, default=Unit.WORKING_DAYS)
    document = models.CharField(_("số văn bản"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("quy định thời hạn")
        verbose_name_plural = _("quy định thời hạn")
        ordering = ["stage", "level", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                "stage", "level", Coalesce("topic", 0), since_ever("valid_from"), name="pakn_policy_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.get_level_display()}: {self.amount} {self.get_unit_display()}"


class RefusalReason(models.Model):
    """Why a case is not taken up, and where the citizen can go instead."""

    code = models.SlugField(_("mã"), unique=True)
    label = models.CharField(_("lý do"), max_length=200)
    label_en = models.CharField(_("lý do (tiếng Anh)"), max_length=200, blank=True)
    guidance = models.TextField(_("hướng dẫn gửi người dân"), blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("lý do không tiếp nhận")
        verbose_name_plural = _("lý do không tiếp nhận")
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label_en if self.label_en and (get_language() or "").startswith("en") else self.label
