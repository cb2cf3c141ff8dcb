"""The admin of this site: Vietnamese slugs in the editor's browser."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def vietnamese_slugs() -> SafeString:
    """Page editor and page chooser's "add" forms alike; the script waits for Wagtail's own events."""
    return format_html('<script src="{}" defer></script>', static("home/vietnamese-slugs.js"))
