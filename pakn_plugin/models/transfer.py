"""The path of a case between agencies: each proposal and how it ended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Agency
from pakn_plugin.models.case import Case


class Transfer(models.Model):
    """The operator proposes a case to an agency; the agency accepts it or gives it back with a reason."""

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Chờ cơ quan nhận")
        ACCEPTED = "accepted", _("Đã nhận")
        DECLINED = "declined", _("Trả lại")
        ESCALATED = "escalated", _("Quá hạn nhận")
        WITHDRAWN = "withdrawn", _("Người gửi rút phản ánh")
        SENT_BACK = "sent_back", _("Chuyển trả sau khi nhận")

    case = models.ForeignKey(Case, models.CASCADE, related_name="transfers")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("cơ quan"), related_name="+")
    reason = models.TextField(_("lý do chuyển"), blank=True)
    legal_basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    by_leader = models.BooleanField(_("lãnh đạo đầu mối quyết định"), default=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(_("chuyển lúc"))
    outcome = models.CharField(_("kết quả"), max_length=16, choices=Outcome.choices, default=Outcome.PENDING)
    decided_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    decline_reason = models.TextField(_("lý do trả lại"), blank=True)
    suggested_agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("cơ quan đề xuất"), null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(outcome="pending"), name="pakn_transfer_one_pending"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.agency}"


class Coordination(models.Model):
    """An agency that answers its part of a case, internally; the main agency replies to the citizen."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="coordinations")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("cơ quan phối hợp"), related_name="+")
    question = models.TextField(_("nội dung cần phối hợp"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("mời lúc"))
    due_at = models.DateTimeField(_("hạn trả lời"), null=True, blank=True)
    answer = models.TextField(_("ý kiến phối hợp"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("thôi phối hợp lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("phối hợp")
        verbose_name_plural = _("phối hợp")
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["agency", "case"], condition=models.Q(ended_at__isnull=True), name="pakn_coordination_agency"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency"],
                condition=models.Q(ended_at__isnull=True),
                name="pakn_coordination_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} + {self.agency}"
