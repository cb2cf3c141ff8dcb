"""Wiring of the plugin's admin: the desk, its panel, the registers, the banner kit."""

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from pakn_plugin.desk.calendar import CalendarDesk
from pakn_plugin.desk.calendar_panel import add_calendar_panel
from pakn_plugin.desk.deputies import DeputiesDesk
from pakn_plugin.desk.members import MembersDesk
from pakn_plugin.desk.panel import add_work_panel
from pakn_plugin.desk.reallocating import ReallocateDesk
from pakn_plugin.desk.registers import Registers
from pakn_plugin.desk.reorganising import ReorganiseDesk
from pakn_plugin.desk.reviews import ReviewsDesk
from pakn_plugin.desk.viewsets import CaseDesk
from pakn_plugin.desk.wording import WordingDesk
from pakn_plugin.embed.admin import embed_admin_urls, embed_menu_item
from pakn_plugin.embed.compliance import compliance_menu_item

modeladmin_register(Registers)
hooks.register("register_admin_viewset", CaseDesk)
hooks.register("register_admin_viewset", CalendarDesk)
hooks.register("register_admin_viewset", MembersDesk)
hooks.register("register_admin_viewset", DeputiesDesk)
hooks.register("register_admin_viewset", WordingDesk)
hooks.register("register_admin_viewset", ReviewsDesk)
hooks.register("register_admin_viewset", ReorganiseDesk)
hooks.register("register_admin_viewset", ReallocateDesk)
hooks.register("construct_homepage_panels", add_work_panel)
hooks.register("construct_homepage_panels", add_calendar_panel)
hooks.register("register_admin_urls", embed_admin_urls)
hooks.register("register_admin_menu_item", embed_menu_item)
hooks.register("register_admin_menu_item", compliance_menu_item)
