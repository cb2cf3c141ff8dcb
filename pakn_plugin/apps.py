"""Wiring of the plugin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaknConfig(AppConfig):
    """App label `pakn`, whatever the host calls its own apps."""

    name = "pakn_plugin"
    label = "pakn"
    verbose_name = _("Phản ánh, kiến nghị")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from pakn_plugin import checks, schedules
        from pakn_plugin.services import lists

        checks.wire()
        post_migrate.connect(schedules.ensure, sender=self)
        post_migrate.connect(lists.ensure, sender=self)
