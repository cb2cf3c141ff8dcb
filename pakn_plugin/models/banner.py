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
    replaced_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("thay bằng"),
        related_name="replaces",
        help_text=_("Nơi đặt nhận hình và lượt bấm của nơi đặt này khi nó không còn được dùng."),
    )
    frame_origins = models.TextField(
        _("trang được phép dùng khung"),
        blank=True,
        help_text=_("Mỗi dòng một địa chỉ, ví dụ https://sxd.khanhhoa.gov.vn. Để trống nếu không dùng khung."),
    )
    check_page = models.BooleanField(
        _("tự kiểm tra trang"),
        default=False,
        help_text=_("Mỗi tuần hệ thống mở trang đã khai một lần, xem biểu ngữ còn ở đó không."),
    )
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True, editable=False)
    check_result = models.CharField(_("kết quả kiểm tra"), max_length=16, blank=True, editable=False)
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
        SEEN = "seen", _("Lượt hiện")
        CLICKED = "clicked", _("Lượt bấm")
        FILED = "filed", _("Phản ánh đã gửi")
        MACHINE = "machine", _("Máy tự mở")

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="counts")
    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=8, choices=Kind.choices)
    number = models.PositiveIntegerField(_("số lượng"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "day", "kind"], name="pakn_placement_count")]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.day} {self.kind}: {self.number}"


class PlacementSight(models.Model):
    """A site on which a placement's banner was shown, and when last: the origin alone, never a page or a reader.

    Others' sites could invent origins: how many are kept for one placement is bounded by the service.
    """

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="sights")
    origin = models.CharField(_("trang"), max_length=200)
    first_at = models.DateTimeField(_("thấy lần đầu"))
    last_at = models.DateTimeField(_("thấy lần cuối"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "origin"], name="pakn_placement_sight")]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.origin}"


class CountFile(models.Model):
    """A file of buffered counts that was added up: written with the sums, so that no file counts twice."""

    name = models.CharField(max_length=120, unique=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
