"""Designs of the banner: a draft that administrators compose, and the versions that were published of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class BannerDesign(models.Model):
    """One design. Placements show its current version; the draft is seen in the designer only."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên mẫu"), max_length=60)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    retired = models.BooleanField(
        _("thôi dùng"), default=False, help_text=_("Nơi đặt đã chọn mẫu này vẫn hiện như cũ; không chọn mới được nữa.")
    )
    draft = models.JSONField(_("bản nháp"))
    current = models.ForeignKey(
        "DesignVersion", models.PROTECT, null=True, verbose_name=_("bản đang dùng"), related_name="+", editable=False
    )
    edited_at = models.DateTimeField(_("sửa lúc"), null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người sửa"),
    )

    class Meta:
        verbose_name = _("mẫu biểu ngữ")
        verbose_name_plural = _("mẫu biểu ngữ")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        english = (get_language() or "vi").startswith("en")
        return (self.name_en if english else "") or self.name


class DesignVersion(models.Model):
    """A published version: what it was is never changed, so that it can be taken back."""

    design = models.ForeignKey(BannerDesign, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("số"))
    layout = models.JSONField(_("bố cục"))
    published_at = models.DateTimeField(_("công bố lúc"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người công bố")
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["design", "number"], name="pakn_design_version")]

    def __str__(self) -> str:
        return f"{self.design_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once. Raises TypeError for a version that is kept already."""
        if not self._state.adding:
            raise TypeError("A published version is never changed.")
        super().save(*args, **kwargs)
