"""A reorganisation of agencies and communes: its plan, everything that it changed, and what people have to decide."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.case import Case


class Reorganisation(models.Model):
    """One plan with what became of it. `counts` are numbers of rows by what they are; `digest` is that of the plan."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Đã lập kế hoạch")
        QUEUED = "queued", _("Chờ thực hiện")
        RUNNING = "running", _("Đang thực hiện")
        EXECUTED = "executed", _("Đã thực hiện")
        FAILED = "failed", _("Không thực hiện được")
        UNDONE = "undone", _("Đã hoàn tác")

    title = models.CharField(_("tên"), max_length=300)
    document = models.CharField(_("số văn bản"), max_length=120)
    effective = models.DateField(_("ngày hiệu lực"))
    plan = models.TextField(_("kế hoạch"))
    boundaries = models.TextField(_("ranh giới"), blank=True)
    digest = models.CharField(max_length=64, editable=False)
    status = models.CharField(_("tình trạng"), max_length=8, choices=Status.choices, default=Status.PLANNED)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("người lập")
    )
    created_at = models.DateTimeField(_("lập lúc"))
    executed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người thực hiện"),
    )
    executed_at = models.DateTimeField(_("thực hiện lúc"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người hoàn tác"),
    )
    undone_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True)
    counts = models.JSONField(_("số lượng"), default=dict, blank=True)
    error = models.CharField(_("lỗi"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("sắp xếp đơn vị")
        verbose_name_plural = _("sắp xếp đơn vị")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(status="executed"), name="pakn_reorganisation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.document})"

    @property
    def is_open(self) -> bool:
        """Whether the worker has still to finish it."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING)


class ReorganisationChange(models.Model):
    """One row that was changed: columns with their old and new values; an empty `old` is a row that was made."""

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="changes", db_index=False)
    what = models.SlugField(max_length=24)
    object_id = models.BigIntegerField()
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    how = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("dòng thay đổi do sắp xếp")
        verbose_name_plural = _("các dòng thay đổi do sắp xếp")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["reorganisation", "what", "object_id"], name="pakn_reorganisation_row"),
        ]

    def __str__(self) -> str:
        return f"{self.what} #{self.object_id}"


class Reallocation(models.Model):
    """A case for which the plan does not say where it goes: a person chooses among the successors.

    `choices` is a list of [commune, agency] by id, None where that stays; `suggested` is one's place in it.
    """

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="reallocations", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="reallocations")
    choices = models.JSONField(default=list)
    suggested = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("người chọn")
    )

    class Meta:
        verbose_name = _("phản ánh chờ phân lại")
        verbose_name_plural = _("phản ánh chờ phân lại")
        ordering = ["case_id"]
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "case"], name="pakn_reallocation_once"),
        ]
        indexes = [
            models.Index(fields=["case"], condition=models.Q(decided_at__isnull=True), name="pakn_reallocation_open"),
        ]

    def __str__(self) -> str:
        return f"{self.case}"
