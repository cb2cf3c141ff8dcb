"""The banner: where an agency places it, and how often it was clicked or led to a case, day by day."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin import codes, origins
from pakn_plugin.models.agency import Agency
from pakn_plugin.models.banner_design import BannerDesign
from pakn_plugin.models.origins import read_origins


def new_key() -> str:
    """A short address part of a placement; says nothing of the agency."""
    return codes.random_symbols(8).lower()


class Placement(models.Model):
    """One place of the banner: an agency's portal, page or account."""

    class Scheme(models.TextChoices):
        LIGHT = "light", _("Sáng")
        DARK = "dark", _("Tối")

    key = models.SlugField(_("mã đặt"), max_length=16, unique=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("cơ quan"), related_name="placements")
    place = models.CharField(_("nơi đặt"), max_length=160, help_text=_("Ví dụ: đầu trang cổng thông tin điện tử."))
    page = models.URLField(_("địa chỉ trang đặt biểu ngữ"), blank=True)
    # Of the page, kept with it: where the banner should be seen is then compared in the database.
    site = models.CharField(max_length=origins.LONGEST, blank=True, editable=False)
    design = models.ForeignKey(BannerDesign, models.PROTECT, verbose_name=_("mẫu"), related_name="placements")
    scheme = models.CharField(
        _("màu"), max_length=8, choices=Scheme.choices, default=Scheme.LIGHT, help_text=_("Tối: cho trang có nền tối.")
    )
    with_figures = models.BooleanField(
        _("kèm số liệu trong tháng"),
        default=False,
        help_text=_("Số phản ánh đã nhận, đã trả lời, đúng hạn của cơ quan; tự ẩn khi dưới 5 phản ánh."),
    )
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The site goes with its page."""
        self.site = origins.site_of(origins.of_page(self.page))
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "site"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Keep the origins that may frame it as browsers write them. Raises ValidationError for a wrong one."""
        try:
            self.frame_origins = "\n".join(read_origins(self.frame_origins))
        except ValidationError as wrong:
            raise ValidationError({"frame_origins": wrong}) from None
        if self.replaced_by_id and self._leads_back():
            raise ValidationError({"replaced_by": _("Nơi đặt này không thể dẫn ngược về chính nó.")})

    def _leads_back(self) -> bool:
        """Whether those that replace it come to itself, or go round."""
        met, here = {self.pk}, self.replaced_by_id
        while here and here not in met:
            met.add(here)
            here = Placement.objects.filter(pk=here).values_list("replaced_by", flat=True).first()
        return here is not None


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
    """A site that showed a placement's banner, and when last. The origin alone is kept, never a page or a reader.

    Others' sites could invent origins: how many are kept for one placement is bounded by the service.
    """

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="sights")
    origin = models.CharField(_("trang"), max_length=origins.LONGEST)
    site = models.CharField(max_length=origins.LONGEST, default="", editable=False)
    first_at = models.DateTimeField(_("thấy lần đầu"))
    last_at = models.DateTimeField(_("thấy lần cuối"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "origin"], name="pakn_placement_sight")]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.origin}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The site goes with its origin."""
        self.site = origins.site_of(self.origin)
        super().save(*args, **kwargs)


class CountFile(models.Model):
    """A file of buffered counts that was added up: written with the sums, so that no file counts twice."""

    name = models.CharField(max_length=120, unique=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
