"""The register of how banners are watched over."""

from wagtail.admin.panels import FieldPanel

from pakn_plugin.desk.register_base import Register
from pakn_plugin.models import BannerLimits


class BannerLimitsRegister(Register):
    model = BannerLimits
    menu_icon = "time"
    list_display = ("silent_days", "in_use")
    panels = [FieldPanel("silent_days"), FieldPanel("active")]
