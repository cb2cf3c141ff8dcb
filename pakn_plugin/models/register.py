"""What an administrator keeps: days off, deadline policies, reasons of refusal."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Dated, Topic, since_ever
from pakn_plugin.models.policy import KeptPolicy
from pakn_plugin.states import Audience, DayKind, Level, Silence, Stage, Unit, When


class CalendarDay(models.Model):
    """A day that differs from the plain week: a day off, or a Saturday that is worked instead."""

    class Source(models.TextChoices):
        PACKAGE = "package", _("Lịch nghỉ lễ chung")
        DECISION = "decision", _("Văn bản của cơ quan có thẩm quyền")

    day = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("là ngày"), max_length=12, choices=DayKind.choices, default=DayKind.OFF)
    name = models.CharField(_("tên ngày hoặc lý do"), max_length=200, blank=True)
    document = models.CharField(_("số văn bản"), max_length=120, blank=True)
    source = models.CharField(_("nguồn"), max_length=16, choices=Source.choices, default=Source.DECISION)

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("lịch làm việc")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.get_kind_display()}"


class CalendarYear(models.Model):
    """A year whose calendar an administrator has confirmed; without it the year is a forecast."""

    year = models.PositiveSmallIntegerField(_("năm"), unique=True)
    document = models.CharField(_("số văn bản"), max_length=120, blank=True)
    confirmed_at = models.DateTimeField(_("xác nhận lúc"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người xác nhận"),
    )

    class Meta:
        verbose_name = _("năm đã xác nhận lịch")
        verbose_name_plural = _("năm đã xác nhận lịch")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class OfficeDay(Dated):
    """Office hours with the lunch break, from one day to another; an empty afternoon is a day without a break."""

    morning_from = models.TimeField(_("sáng từ"))
    morning_to = models.TimeField(_("sáng đến"))
    afternoon_from = models.TimeField(_("chiều từ"), null=True, blank=True)
    afternoon_to = models.TimeField(_("chiều đến"), null=True, blank=True)
    document = models.CharField(_("số văn bản"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("giờ làm việc")
        verbose_name_plural = _("giờ làm việc")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(since_ever("valid_from"), name="pakn_office_day_from"),
            models.CheckConstraint(
                condition=models.Q(morning_from__lt=models.F("morning_to")), name="pakn_office_day_morning"
            ),
            models.CheckConstraint(
                condition=models.Q(afternoon_from__isnull=True, afternoon_to__isnull=True)
                | models.Q(afternoon_from__gte=models.F("morning_to"), afternoon_to__gt=models.F("afternoon_from")),
                name="pakn_office_day_afternoon",
            ),
        ]

    def __str__(self) -> str:
        afternoon = f", {self.afternoon_from:%H:%M}–{self.afternoon_to:%H:%M}" if self.afternoon_from else ""
        return f"{self.morning_from:%H:%M}–{self.morning_to:%H:%M}{afternoon}"


class DeadlinePolicy(KeptPolicy, Dated):
    """How long a stage may last, by level and field, under a document, for cases filed within its dates."""

    stage = models.CharField(_("giai đoạn"), max_length=16, choices=Stage.choices)
    level = models.CharField(_("mức độ"), max_length=16, choices=Level.choices, default=Level.NORMAL)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name=_("lĩnh vực"), null=True, blank=True, help_text=_("Để trống: mọi lĩnh vực.")
    )
    amount = models.PositiveSmallIntegerField(_("thời hạn"))
    unit = models.CharField(_("đơn vị"), max_length=16, choices=Unit.choices, default=Unit.WORKING_DAYS)
    document = models.CharField(_("số văn bản"), max_length=120, blank=True)
    silence = models.CharField(
        _("khi cơ quan im lặng"),
        max_length=12,
        choices=Silence.choices,
        blank=True,
        help_text=_("Chỉ dùng cho giai đoạn “Nhận xử lý”."),
    )

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


class ReminderRule(models.Model):
    """When somebody is reminded of a step's due moment, and who: the holder, or one level up."""

    stage = models.CharField(
        _("giai đoạn"), max_length=16, choices=Stage.choices, blank=True, help_text=_("Để trống: mọi giai đoạn.")
    )
    when = models.CharField(_("khi nào"), max_length=8, choices=When.choices)
    amount = models.PositiveSmallIntegerField(_("cách hạn"), default=0)
    unit = models.CharField(_("đơn vị"), max_length=16, choices=Unit.choices, default=Unit.WORKING_DAYS)
    audience = models.CharField(_("nhắc ai"), max_length=8, choices=Audience.choices, default=Audience.HOLDER)
    at_once = models.BooleanField(
        _("gửi thư ngay"), default=False, help_text=_("Nếu không, việc nhắc nằm trong thư tổng hợp mỗi ngày.")
    )
    active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("quy tắc nhắc hạn")
        verbose_name_plural = _("quy tắc nhắc hạn")
        ordering = ["stage", "when", "amount"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "when", "amount", "unit", "audience"], name="pakn_reminder_rule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_when_display()} {self.amount} {self.get_unit_display()}: {self.get_audience_display()}"


class RefusalReason(models.Model):
    """Why a case is not taken up, and where the citizen can go instead."""

    code = models.SlugField(_("mã"), unique=True)
    label = models.CharField(_("lý do"), max_length=200)
    label_en = models.CharField(_("lý do (tiếng Anh)"), max_length=200, blank=True)
    guidance = models.TextField(_("hướng dẫn gửi người dân"), blank=True)
    guidance_en = models.TextField(_("hướng dẫn gửi người dân (tiếng Anh)"), blank=True)
    restricted = models.BooleanField(
        _("là khiếu nại, tố cáo"),
        default=False,
        help_text=_("Phản ánh có lý do này chỉ còn người được giao của đầu mối xem được; mỗi lượt xem đều được ghi."),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("lý do không tiếp nhận")
        verbose_name_plural = _("lý do không tiếp nhận")
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label_en if self.label_en and (get_language() or "").startswith("en") else self.label

    @property
    def local_guidance(self) -> str:
        """The prepared guidance in the language of the page or mail."""
        english = self.guidance_en and (get_language() or "").startswith("en")
        return self.guidance_en if english else self.guidance

    def beyond_guidance(self, written: str) -> str:
        """What an officer wrote to the citizen, or nothing where it is the prepared guidance in either language."""
        return "" if written.strip() in {self.guidance.strip(), self.guidance_en.strip()} else written
