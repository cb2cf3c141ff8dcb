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

        from pakn_plugin import checks, logs, schedules
        from pakn_plugin.services import designs, lists, wording

        checks.wire()
        logs.wire()
        post_migrate.connect(schedules.ensure, sender=self)
        post_migrate.connect(wording.ensure, sender=self)
        post_migrate.connect(lists.ensure, sender=self)
        post_migrate.connect(designs.ensure, sender=self)
        self._stay_out_of_the_index_of_references()

    def _stay_out_of_the_index_of_references(self) -> None:
        """Wagtail's index tells where pages, pictures and snippets are used: never in a row of ours.

        Without this each saved case or membership costs three queries, and rebuilding the index reads every case.
        """
        for model in self.get_models():
            model.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
