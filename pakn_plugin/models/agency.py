"""Agencies and communes, both dated: they merge, split and change their names, and old ones stay readable."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pakn_plugin.states import Role


class AgencyKind(models.TextChoices):
    """What sort of body an agency is."""

    PROVINCE = "province", _("Ủy ban nhân dân tỉnh")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    CENTRAL = "central", _("Cơ quan trung ương tại tỉnh")
    COMMUNE = "commune", _("Ủy ban nhân dân cấp xã")
    DISTRICT = "district", _("Ủy ban nhân dân cấp huyện")
    UTILITY = "utility", _("Doanh nghiệp dịch vụ công")
    UNION = "union", _("Tổ chức chính trị – xã hội")
    OPERATOR = "operator", _("Đơn vị vận hành hệ thống")


def since_ever(field: str) -> Coalesce:
    """An open beginning as a day, so that a unique constraint sees two of them as equal."""
    return Coalesce(field, models.Value(date(1, 1, 1), output_field=models.DateField()))


def in_force(day: date) -> models.Q:
    """The condition that something dated holds on a day."""
    begun = models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day)
    return begun & (models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day))


class Dated(models.Model):
    """Something that exists from one day to another; empty ends are open."""

    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("có hiệu lực đến hết"), null=True, blank=True)

    class Meta:
        abstract = True


class Agency(Dated):
    """A body that receives cases or places banners."""

    code = models.SlugField(_("mã"), max_length=64, unique=True)
    name = models.CharField(_("tên cơ quan"), max_length=200)
    kind = models.CharField(_("loại"), max_length=16, choices=AgencyKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("cơ quan cấp trên"), null=True, blank=True, related_name="children"
    )
    successors = models.ManyToManyField(
        "self", verbose_name=_("nay là"), symmetrical=False, blank=True, related_name="predecessors"
    )
    email = models.EmailField(_("thư điện tử nhận thông báo"), blank=True)

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Area(Dated):
    """A commune (xã, phường, đặc khu). New communes re-use old codes: the key is code and first day."""

    code = models.CharField(_("mã đơn vị hành chính"), max_length=8)
    kind = models.CharField(_("loại"), max_length=16)
    name = models.CharField(_("tên"), max_length=100)
    district = models.CharField(_("huyện cũ"), max_length=100, blank=True)
    province = models.CharField(_("tỉnh"), max_length=100, blank=True)
    lat = models.FloatField(_("vĩ độ"), null=True, blank=True)
    lon = models.FloatField(_("kinh độ"), null=True, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("ủy ban nhân dân"), null=True, blank=True, related_name="areas"
    )
    successors = models.ManyToManyField(
        "self",
        through="AreaSuccession",
        through_fields=("old", "new"),
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("nay thuộc"),
    )

    class Meta:
        verbose_name = _("xã, phường, đặc khu")
        verbose_name_plural = _("xã, phường, đặc khu")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("code", since_ever("valid_from"), name="pakn_area_code_from")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class AreaSuccession(models.Model):
    """An old commune went to a new one, as a whole or in part."""

    old = models.ForeignKey(Area, models.CASCADE, related_name="+")
    new = models.ForeignKey(Area, models.CASCADE, related_name="+")
    whole = models.BooleanField(_("toàn bộ"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="pakn_area_succession")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError where the new commune leads back to the old one."""
        refuse_circle(self.old_id, {self.new_id})
        super().save(*args, **kwargs)


def refuse_circle(old: int, new: set[int]) -> None:
    """Raise ValidationError where a commune would become its own successor, at once or by some way."""
    seen, waiting = set[int](), new
    while waiting:
        if old in waiting:
            raise ValidationError(_("Xã, phường kế tục không được dẫn ngược về chính xã, phường cũ."))
        seen |= waiting
        waiting = set(AreaSuccession.objects.filter(old__in=waiting).values_list("new_id", flat=True)) - seen


class Membership(Dated):
    """A person holds a role in an agency for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("người dùng"), related_name="pakn_memberships"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("cơ quan"), related_name="memberships")
    role = models.CharField(_("vai trò"), max_length=16, choices=Role.choices)

    class Meta:
        verbose_name = _("vai trò của cán bộ")
        verbose_name_plural = _("vai trò của cán bộ")
        constraints = [
            models.UniqueConstraint(
                "user",
                "agency",
                "role",
                since_ever("valid_from"),
                # What was taken back before it began ends before its first day and stands in nobody's way.
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="pakn_membership_once",
                violation_error_message=_("Người này đã có vai trò đó ở đơn vị trong khoảng thời gian này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.agency}"


class Topic(models.Model):
    """A field of feedback: what a citizen's matter is about. It is no department."""

    code = models.SlugField(_("mã"), max_length=64, unique=True)
    name = models.CharField(_("tên lĩnh vực"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    examples = models.CharField(_("ví dụ"), max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("cơ quan phụ trách"),
        null=True,
        blank=True,
        help_text=_("Để trống nếu thuộc Ủy ban nhân dân xã, phường, đặc khu nơi xảy ra sự việc."),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    @property
    def local_examples(self) -> str:
        """The examples where the page is in their language; they are kept in Vietnamese only."""
        return "" if (get_language() or "").startswith("en") else self.examples
