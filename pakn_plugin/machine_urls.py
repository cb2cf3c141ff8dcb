"""Addresses for machines and other portals: no language, no cookie. To be included at the root, before Wagtail."""

from django.urls import path, re_path

from pakn_plugin.embed import health, oembed
from pakn_plugin.embed.routes import ROUTES

app_name = "pakn_machine"

urlpatterns = [
    *(re_path(rf"^{pattern}$", view, name=name) for name, pattern, view in ROUTES),
    path("oembed", oembed.oembed, name="oembed"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
