"""Three kinds of text that can never be confused: the message, the internal note, the official reply.

They share no table, form or serializer, so that no code path can show one in place of another.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Agency
from pakn_plugin.models.case import Case


class Message(models.Model):
    """A word of the dialogue between the citizen and the agencies; both sides read it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    from_citizen = models.BooleanField(_("của người gửi"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("nội dung"))
    sent_at = models.DateTimeField(_("gửi lúc"), db_index=True)

    class Meta:
        verbose_name = _("tin nhắn")
        verbose_name_plural = _("tin nhắn")
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.sent_at}"


class Note(models.Model):
    """An internal remark. It is never shown outside the agencies."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("nội dung"))
    written_at = models.DateTimeField(_("viết lúc"))

    class Meta:
        verbose_name = _("ghi chú nội bộ")
        verbose_name_plural = _("ghi chú nội bộ")
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.written_at}"


class Reply(models.Model):
    """The official answer: drafted by an officer, approved by a leader, then public for the citizen."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        PENDING = "pending", _("Chờ duyệt")
        RETURNED = "returned", _("Bị trả lại")
        PUBLISHED = "published", _("Đã công bố")

    case = models.ForeignKey(Case, models.CASCADE, related_name="replies", db_index=False)
    number = models.PositiveSmallIntegerField(_("lần trả lời"))
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("cơ quan trả lời"), related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("người soạn"), related_name="+")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("người duyệt"), null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("nội dung trả lời"))
    status = models.CharField(_("tình trạng"), max_length=16, choices=Status.choices, default=Status.DRAFT)
    drafted_at = models.DateTimeField(_("soạn lúc"))
    published_at = models.DateTimeField(_("công bố lúc"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("trả lời")
        verbose_name_plural = _("trả lời")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="pakn_reply_number"),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(approver__isnull=False, published_at__isnull=False),
                name="pakn_reply_published_is_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(approver__isnull=True) | ~models.Q(approver=models.F("author")),
                name="pakn_reply_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} – {self.number}"


def latest_reply(case: Case) -> Reply | None:
    """The reply that the citizen reads: of all that were published the last (one query)."""
    return Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED).order_by("-number").first()
