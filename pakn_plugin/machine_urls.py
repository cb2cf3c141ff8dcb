"""Addresses for machines and other portals: no language, no cookie. To be included at the root, before Wagtail."""

from django.urls import path, re_path

from pakn_plugin.embed import health, oembed, views

app_name = "pakn_machine"

urlpatterns = [
    re_path(
        r"^banner/v1/(?P<key>[A-Za-z0-9_-]{1,64})/(?P<size>\d+x\d+)\.(?P<form>png|webp)$", views.banner, name="banner"
    ),
    re_path(r"^b/(?P<key>[A-Za-z0-9_-]{1,64})/?$", views.link, name="link"),
    path("oembed", oembed.oembed, name="oembed"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
