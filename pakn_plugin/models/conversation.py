"""Three kinds of text that can never be confused: the message, the internal note, the official reply.

They share no table, form or serializer, so that no code path can show one in place of another.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pakn_plugin import answers
from pakn_plugin.answers import Outcome, Told
from pakn_plugin.models.agency import Agency
from pakn_plugin.models.case import Case
from pakn_plugin.models.deputation import Deputation
from pakn_plugin.states import Answered


class Message(models.Model):
    """A word of the dialogue between the citizen and the agencies; both sides read it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    from_citizen = models.BooleanField(_("của người gửi"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("nội dung"))
    sent_at = models.DateTimeField(_("gửi lúc"), db_index=True)
    asks = models.BooleanField(_("chờ trả lời"), default=False, db_default=False)
    settled_at = models.DateTimeField(_("được trả lời lúc"), null=True, blank=True)
    settled_as = models.CharField(
        _("được trả lời bằng"), max_length=8, choices=Answered.choices, blank=True, default="", db_default=""
    )
    settled_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("cơ quan trả lời"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    # Office minutes from the citizen's message to the answer; none where there was no answer.
    settled_minutes = models.PositiveIntegerField(_("trả lời sau (phút làm việc)"), null=True, blank=True)

    class Meta:
        verbose_name = _("tin nhắn")
        verbose_name_plural = _("tin nhắn")
        ordering = ["sent_at", "id"]
        indexes = [
            models.Index(
                fields=["settled_at", "settled_agency", "settled_minutes"],
                condition=Q(settled_minutes__isnull=False),
                name="pakn_message_answered",
            )
        ]

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
    """The official answer: drafted by an officer, approved by a leader, then public for the citizen.

    A published one never changes: a correction is a version of its own that names the one before it.
    """

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
    on_behalf = models.ForeignKey(
        Deputation, models.PROTECT, verbose_name=_("duyệt thay mặt"), null=True, blank=True, related_name="+"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("đính chính"), null=True, blank=True, related_name="corrections"
    )
    correction_reason = models.TextField(_("đính chính điều gì, vì sao"), blank=True)
    text = models.TextField(_("nội dung trả lời"))
    # The answers to the case's points, which stand as they were when the reply was published; what became of the
    # promises among them; photos of the filing that show the state before; all words about the points as one text.
    points = models.JSONField(_("trả lời từng điều"), default=list, db_default=[], blank=True)
    promises = models.JSONField(_("kết quả việc đã hẹn"), default=dict, db_default={}, blank=True)
    before = models.JSONField(_("ảnh trước khi xử lý"), default=list, db_default=[], blank=True)
    words = models.TextField(_("lời về từng điều"), default="", db_default="", blank=True)
    status = models.CharField(_("tình trạng"), max_length=16, choices=Status.choices, default=Status.DRAFT)
    drafted_at = models.DateTimeField(_("soạn lúc"))
    published_at = models.DateTimeField(_("công bố lúc"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("trả lời")
        verbose_name_plural = _("trả lời")
        ordering = ["number"]
        indexes = [
            # Few replies wait at a time: the leaders' queue reads only these.
            models.Index(fields=["agency"], condition=models.Q(status="pending"), name="pakn_reply_pending"),
            # Fewer still are corrections that wait for somebody: whoever comes to the desk is told of these.
            models.Index(
                fields=["agency"],
                condition=models.Q(status__in=["pending", "returned"], corrects__isnull=False),
                name="pakn_reply_fixing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="pakn_reply_number"),
            models.UniqueConstraint(
                fields=["corrects"], condition=models.Q(corrects__isnull=False), name="pakn_reply_corrected_once"
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True, correction_reason="")
                | models.Q(corrects__isnull=False) & ~models.Q(correction_reason=""),
                name="pakn_reply_correction_says_why",
            ),
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

    @property
    def told(self) -> list[Told]:
        """Each point with its answer, and what became of the promise in it."""
        return answers.told(self.points, self.promises)

    @property
    def whole(self) -> str:
        """Everything that somebody typed in it for the citizen, as one text; also what is corrected and why."""
        return "\n\n".join(part for part in (self.text, self.words, self.correction_reason) if part)

    @property
    def promises_a_day(self) -> bool:
        """Whether an answer carries a promised day."""
        return any(row["outcome"] == Outcome.PROMISED and row["day"] for row in self.points)


def open_corrections() -> models.QuerySet[Reply]:
    """Corrections that are not published, of the versions that still are the newest of their cases."""
    published = Reply.objects.filter(case=models.OuterRef("case"), status=Reply.Status.PUBLISHED)
    newer = published.filter(number__gt=models.OuterRef("corrects__number"))
    begun = Reply.objects.filter(corrects__isnull=False).exclude(status=Reply.Status.PUBLISHED)
    return begun.exclude(models.Exists(newer))


def latest_reply(case: Case) -> Reply | None:
    """The reply that the citizen reads: of all that were published the last (one query)."""
    return Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED).order_by("-number").first()
