"""What makes the work list quicker: saved filters and prepared replies."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pakn_plugin import text
from pakn_plugin.answers import Outcome
from pakn_plugin.models.agency import Agency, Topic
from pakn_plugin.models.case import Case


class SavedFilter(models.Model):
    """A view of the work list under a name. The query is the list's own address, checked by its form."""

    class Audience(models.TextChoices):
        PRIVATE = "private", _("Chỉ mình tôi")
        AGENCY = "agency", _("Đơn vị của tôi")
        DESK = "desk", _("Mọi người xử lý phản ánh")

    name = models.CharField(_("tên bộ lọc"), max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("người lưu"), related_name="pakn_filters"
    )
    query = models.CharField(_("điều kiện lọc"), max_length=600)
    audience = models.CharField(_("ai dùng được"), max_length=8, choices=Audience.choices, default=Audience.PRIVATE)
    agency = models.ForeignKey(
        Agency, models.CASCADE, verbose_name=_("đơn vị"), null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("lưu lúc"))

    class Meta:
        verbose_name = _("bộ lọc đã lưu")
        verbose_name_plural = _("bộ lọc đã lưu")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["audience", "agency"], name="pakn_filter_audience")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="pakn_filter_name"),
            models.CheckConstraint(
                condition=models.Q(audience="agency", agency__isnull=False)
                | (~models.Q(audience="agency") & models.Q(agency__isnull=True)),
                name="pakn_filter_agency",
            ),
        ]

    def __str__(self) -> str:
        return self.name


# A public reply never tells the exact place or who wrote: the commune, and a title without numbers and addresses.
PLACEHOLDERS = {
    "ma": _("mã phản ánh"),
    "tieu_de": _("tiêu đề"),
    "noi_xay_ra": _("xã, phường, đặc khu"),
    "dia_ban": _("xã, phường, đặc khu"),
    "linh_vuc": _("lĩnh vực"),
    "co_quan": _("cơ quan xử lý"),
    "ngay_gui": _("ngày gửi phản ánh"),
    "ngay_hen": _("ngày hẹn ghi ở một điều được hỏi"),
}
# What only the officer knows. Nothing fills them in, so that a reply that still has one is held.
BLANKS = {
    "ly_do": _("lý do"),
    "nguyen_nhan": _("nguyên nhân"),
    "viec_da_lam": _("việc đã làm"),
    "viec_tam_thoi": _("việc làm trong lúc chờ"),
    "viec_tiep_theo": _("việc sẽ làm tiếp"),
    "ngay_xong": _("ngày hoàn thành"),
    "lich_thuc_hien": _("lịch thực hiện"),
}
DAY_PROMISED = "{ngay_hen}"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check_placeholders(value: str) -> None:
    """Raise ValidationError where a text asks for something that neither the case nor the officer fills in."""
    places = PLACEHOLDERS | BLANKS
    unknown = [name for name in _PLACEHOLDER.findall(value) if name not in places]
    rest = _PLACEHOLDER.sub("", value)
    if unknown or "{" in rest or "}" in rest:
        raise ValidationError(
            _("Không có chỗ điền %(unknown)s. Chỉ dùng được: %(known)s."),
            code="placeholder",
            params={
                "unknown": ", ".join(f"{{{name}}}" for name in unknown) or "{ }",
                "known": ", ".join(f"{{{name}}} – {label}" for name, label in places.items()),
            },
        )


def fill_in(prepared: str, case: Case, day: date | None = None) -> str:
    """A prepared text for one case; what comes from the case is never read as a placeholder itself.

    `day` is the promised day; where there is none yet its placeholder stays, and nothing is sent before it is filled.
    """
    values: dict[str, Any] = {
        "ma": case.code,
        "tieu_de": text.mask_personal(case.title),
        "noi_xay_ra": case.area,
        "dia_ban": case.area,
        "linh_vuc": case.topic,
        "co_quan": case.agency or _now("cơ quan xử lý"),
        "ngay_gui": f"{timezone.localdate(case.filed_at):%d/%m/%Y}",
    }
    if day:
        values["ngay_hen"] = f"{day:%d/%m/%Y}"
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), prepared)


def day_filled_in(written: str, day: date | None) -> str:
    """The promised day in its place, where there is one."""
    return written.replace(DAY_PROMISED, f"{day:%d/%m/%Y}") if day else written


def unfilled(written: str) -> list[str]:
    """The placeholders that nobody has filled in, as they stand in the text."""
    return [f"{{{name}}}" for name in _PLACEHOLDER.findall(written) if name in PLACEHOLDERS or name in BLANKS]


class ReplyTemplate(models.Model):
    """A prepared reply; an officer sends it for one case or for many, a leader approves each."""

    name = models.CharField(_("tên mẫu"), max_length=120, unique=True)
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name=_("lĩnh vực"), null=True, blank=True, help_text=_("Để trống: mọi lĩnh vực.")
    )
    kind = models.CharField(
        _("dùng khi"),
        max_length=12,
        choices=Outcome.choices,
        blank=True,
        default="",
        help_text=_("Kết quả mà mẫu này dành cho. Để trống: mọi kết quả."),
    )
    text = models.TextField(
        _("nội dung trả lời"),
        validators=[check_placeholders],
        help_text=_(
            "Chỗ điền: {ma} mã, {tieu_de} tiêu đề, {noi_xay_ra} hoặc {dia_ban} xã, phường, đặc khu, "
            "{linh_vuc} lĩnh vực, {co_quan} cơ quan, {ngay_gui} ngày gửi, {ngay_hen} ngày hẹn. "
            "Không có chỗ điền tên người gửi: trả lời có thể được công khai."
        ),
    )
    active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("mẫu trả lời")
        verbose_name_plural = _("mẫu trả lời")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
