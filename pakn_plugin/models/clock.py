"""The clock of a case as rows: limits of its stages, pauses, who held it, and what was asked about time."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Agency
from pakn_plugin.models.case import Case
from pakn_plugin.models.deputation import Deputation
from pakn_plugin.states import Ground, Party, Stage, Unit


class Deadline(models.Model):
    """The limit of one run of a stage. Facts: the due moment follows from them, the calendar and the pauses."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines", db_index=False)
    stage = models.CharField(_("giai đoạn"), max_length=16, choices=Stage.choices)
    began_at = models.DateTimeField(_("bắt đầu"))
    ended_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    amount = models.PositiveSmallIntegerField(_("thời hạn"))
    unit = models.CharField(_("đơn vị"), max_length=16, choices=Unit.choices)
    extra = models.PositiveSmallIntegerField(_("gia hạn thêm"), default=0)
    document = models.CharField(_("số văn bản"), max_length=120, blank=True)
    due_at = models.DateTimeField(_("đến hạn"))

    class Meta:
        verbose_name = _("thời hạn của giai đoạn")
        verbose_name_plural = _("thời hạn của các giai đoạn")
        ordering = ["began_at", "id"]
        indexes = [
            models.Index(fields=["case", "began_at"], name="pakn_deadline_case"),
            models.Index(fields=["id"], condition=Q(ended_at__isnull=True), name="pakn_deadline_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage"], condition=Q(ended_at__isnull=True), name="pakn_deadline_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="pakn_deadline_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage}: {self.due_at}"


class Pause(models.Model):
    """The clock stands still on a named ground: the citizen owes an answer, or the site is being verified."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    ground = models.CharField(_("lý do"), max_length=16, choices=Ground.choices, default=Ground.CITIZEN)
    began_at = models.DateTimeField(_("từ"))
    ended_at = models.DateTimeField(_("đến"), null=True, blank=True)
    until = models.DateTimeField(_("nhiều nhất đến"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at__isnull=True), name="pakn_pause_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(ground=Ground.VERIFICATION) | Q(until__isnull=False), name="pakn_pause_limited"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="pakn_pause_order"
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                condition=Q(ended_at__isnull=True, until__isnull=False),
                name="pakn_pause_running_out",
            )
        ]

    def __str__(self) -> str:
        return f"{self.began_at} – {self.ended_at or '…'}"


class Holding(models.Model):
    """The ledger: one party holds the case from one moment to another. PostgreSQL forbids overlaps by itself."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="holdings", db_index=False)
    party = models.CharField(_("bên giữ"), max_length=12, choices=Party.choices)
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("cơ quan"), null=True, blank=True, related_name="+"
    )
    began_at = models.DateTimeField(_("từ"))
    ended_at = models.DateTimeField(_("đến"), null=True, blank=True)

    class Meta:
        verbose_name = _("sổ giữ việc")
        verbose_name_plural = _("sổ giữ việc")
        ordering = ["began_at", "id"]
        indexes = [models.Index(fields=["case", "began_at"], name="pakn_holding_case")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="pakn_holding_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="pakn_holding_order"
            ),
            models.CheckConstraint(
                condition=Q(party=Party.AGENCY, agency__isnull=False) | ~Q(party=Party.AGENCY) & Q(agency__isnull=True),
                name="pakn_holding_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.party} {self.began_at} – {self.ended_at or '…'}"


class TimeRequest(models.Model):
    """Somebody asks for more time, or for a pause to verify on site; another person decides."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("Gia hạn")
        VERIFICATION = "verification", _("Xác minh thực địa")

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Chờ quyết định")
        GRANTED = "granted", _("Đồng ý")
        REFUSED = "refused", _("Không đồng ý")
        LAPSED = "lapsed", _("Không còn cần")

    case = models.ForeignKey(Case, models.CASCADE, related_name="time_requests")
    kind = models.CharField(_("đề nghị"), max_length=16, choices=Kind.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("cơ quan"), related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("đề nghị lúc"))
    reason = models.TextField(_("lý do gửi người dân"))
    amount = models.PositiveSmallIntegerField(_("thêm bao nhiêu"))
    unit = models.CharField(_("đơn vị"), max_length=16, choices=Unit.choices)
    outcome = models.CharField(_("kết quả"), max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    on_behalf = models.ForeignKey(Deputation, models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.TextField(_("ý kiến nội bộ"), blank=True)

    class Meta:
        verbose_name = _("đề nghị về thời hạn")
        verbose_name_plural = _("đề nghị về thời hạn")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(outcome__in=["pending", "granted"]),
                name="pakn_time_request_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="pakn_time_request_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}: {self.outcome}"
