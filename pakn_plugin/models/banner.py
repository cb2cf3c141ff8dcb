"""The banner: where an agency places it, and how often it was clicked or led to a case, day by day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin import codes
from pakn_plugin.models.agency import Agency


def new_key() -> str:
    """A short address part of a placement; says nothing of the agency."""
    return codes.random_symbols(8).lower()


class Placement(models.Model):
    """One place of the banner: an agency's portal, page or account."""

    class Design(models.TextChoices):
        SEA = "sea", _("Biển xanh")
        DUSK = "dusk", _("Hoàng hôn")
        LIGHT = "light", _("Nền sáng")

    key = models.SlugField(_("mã đặt"), max_length=16, unique=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("cơ quan"), related_name="placements")
    place = models.CharField(_("nơi đặt"), max_length=160, help_text=_("Ví dụ: đầu trang cổng thông tin điện tử."))
    page = models.URLField(_("địa chỉ trang đặt biểu ngữ"), blank=True)
    design = models.CharField(_("mẫu"), max_length=16, choices=Design.choices, default=Design.SEA)
    language = models.CharField(
        _("ngôn ngữ"), max_length=8, default="vi", choices=[("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
    )
    active = models.BooleanField(_("đang dùng"), default=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("nơi đặt biểu ngữ")
        verbose_name_plural = _("biểu ngữ")
        ordering = ["agency__name", "place", "id"]

    def __str__(self) -> str:
        return f"{self.agency}: {self.place}"


class PlacementCount(models.Model):
    """How often something happened at a placement on a day. No address, agent or cookie is kept."""

    class Kind(models.TextChoices):
        CLICKED = "clicked", _("Lượt bấm")
        FILED = "filed", _("Phản ánh đã gửi")

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="counts")
    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=8, choices=Kind.choices)
    number = models.PositiveIntegerField(_("số lượng"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "day", "kind"], name="pakn_placement_count")]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.day} {self.kind}: {self.number}"
