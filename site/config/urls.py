"""Every address of the site. The plugin is mounted as any host would mount it: two lines before Wagtail."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from home.views import SearchView, robots

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>images/.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("favicon.ico", RedirectView.as_view(url=settings.STATIC_URL + "img/favicon.svg")),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("", include("pakn_plugin.machine_urls")),
]

urlpatterns += i18n_patterns(
    path("phan-anh/", include("pakn_plugin.urls")),
    path("tai-khoan/", include("home.account_urls")),
    path("tim-kiem/", SearchView.as_view(), name="search"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
