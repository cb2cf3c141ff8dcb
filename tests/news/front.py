"""The front page under which sections stand."""

from wagtail.models import Locale, Page, Site

from home.models import HomePage


def front_page() -> HomePage:
    """A new one, the only page of the default site."""
    Page.objects.filter(depth=2).delete()
    locale, _ = Locale.objects.get_or_create(language_code="vi")
    root = Page.get_first_root_node()
    page: HomePage = root.add_child(
        instance=HomePage(title="Khánh Hòa", greeting="Xin chào", slug="nha", locale=locale)
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": page, "hostname": "testserver"})
    return page
