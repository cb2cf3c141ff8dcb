"""Brand, navigation and footer: one row a site, edited in the admin."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from home.navigation import FooterColumnBlock, LinksBlock


@register_setting(icon="pick", order=1)
class BrandSettings(BaseSiteSetting):
    """Who speaks here, and how to reach them."""

    name = models.CharField(_("tên cổng"), max_length=80, default="Tỉnh Khánh Hòa")
    name_en = models.CharField(_("tên cổng bằng tiếng Anh"), max_length=80, default="Khánh Hòa Province")
    tagline = models.CharField(_("dòng giới thiệu"), max_length=120, default="Cổng thông tin và phản ánh, kiến nghị")
    tagline_en = models.CharField(
        _("dòng giới thiệu bằng tiếng Anh"), max_length=120, default="Information and citizens’ feedback"
    )
    owner = models.CharField(_("cơ quan chủ quản"), max_length=160, default="Ủy ban nhân dân tỉnh Khánh Hòa")
    owner_en = models.CharField(
        _("cơ quan chủ quản bằng tiếng Anh"), max_length=160, default="People’s Committee of Khánh Hòa Province"
    )
    hotline = models.CharField(_("đường dây nóng"), max_length=20, default="19001023", blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    note = models.CharField(_("ghi chú cuối trang"), max_length=300, blank=True)
    note_en = models.CharField(_("ghi chú cuối trang bằng tiếng Anh"), max_length=300, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline"), FieldPanel("owner")], heading=_("Tiếng Việt")),
        MultiFieldPanel(
            [FieldPanel("name_en"), FieldPanel("tagline_en"), FieldPanel("owner_en")], heading=_("Tiếng Anh")
        ),
        MultiFieldPanel([FieldPanel("hotline"), FieldPanel("email"), FieldPanel("address")], heading=_("Liên hệ")),
        MultiFieldPanel([FieldPanel("note"), FieldPanel("note_en")], heading=_("Ghi chú cuối trang")),
    ]

    class Meta:
        verbose_name = _("Thương hiệu và liên hệ")

    def local(self, field: str) -> str:
        """A field in the active language; Vietnamese where English is empty."""
        english = getattr(self, f"{field}_en") if get_language() == "en" else ""
        return english or getattr(self, field)


@register_setting(icon="list-ul", order=2)
class NavigationSettings(BaseSiteSetting):
    """The links of header and footer."""

    header = StreamField(LinksBlock(), verbose_name=_("Thanh điều hướng"), blank=True, max_num=7)
    footer = StreamField([("column", FooterColumnBlock())], verbose_name=_("Các cột cuối trang"), blank=True, max_num=4)

    panels = [FieldPanel("header"), FieldPanel("footer")]

    class Meta:
        verbose_name = _("Điều hướng")
