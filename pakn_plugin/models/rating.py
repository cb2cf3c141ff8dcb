"""What the citizen thought of one published reply, and the review of an unsatisfied verdict."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Agency
from pakn_plugin.models.case import Case
from pakn_plugin.models.conversation import Reply
from pakn_plugin.models.verdicts import CorrectiveAct, DissatisfactionReason, ReviewCause
from pakn_plugin.states import Score


class Rating(models.Model):
    """One verdict on one published reply."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ratings")
    reply = models.OneToOneField(Reply, models.CASCADE, related_name="rating")
    score = models.CharField(_("đánh giá"), max_length=16, choices=Score.choices)
    reasons = models.ManyToManyField(
        DissatisfactionReason, verbose_name=_("lý do chưa hài lòng"), blank=True, related_name="+"
    )
    comment = models.TextField(_("ý kiến"), blank=True)
    rated_at = models.DateTimeField(_("đánh giá lúc"), db_index=True)

    class Meta:
        verbose_name = _("đánh giá")
        verbose_name_plural = _("đánh giá")
        indexes = [models.Index(fields=["score", "rated_at"], name="pakn_rating_score")]

    def __str__(self) -> str:
        return f"{self.reply}: {self.get_score_display()}"


class Review(models.Model):
    """What the reviewer found after an unsatisfied verdict.

    The citizen reads outcome and reason. Cause, act and remark stay inside the offices.
    """

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Giữ nguyên")
        REOPENED = "reopened", _("Xử lý lại")

    rating = models.OneToOneField(Rating, models.CASCADE, related_name="review")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(_("kết quả"), max_length=16, choices=Outcome.choices)
    reason = models.TextField(_("lý do gửi người dân"))
    cause = models.ForeignKey(
        ReviewCause, models.PROTECT, verbose_name=_("nguyên nhân"), null=True, blank=True, related_name="+"
    )
    act = models.ForeignKey(
        CorrectiveAct, models.PROTECT, verbose_name=_("việc chấn chỉnh"), null=True, blank=True, related_name="+"
    )
    act_text = models.TextField(_("nội dung chấn chỉnh"), blank=True)
    act_agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("cơ quan thực hiện"), null=True, blank=True, related_name="+"
    )
    act_due = models.DateField(_("hạn thực hiện"), null=True, blank=True)
    remark = models.TextField(_("nhận xét nội bộ"), blank=True)
    decided_at = models.DateTimeField(_("quyết định lúc"))

    class Meta:
        verbose_name = _("rà soát")
        verbose_name_plural = _("rà soát")

    def __str__(self) -> str:
        return f"{self.rating}: {self.get_outcome_display()}"
