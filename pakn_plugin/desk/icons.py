"""Wagtail's icons for places that draw many of them: each is drawn once in a process."""

from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.templatetags.wagtailadmin_tags import icon as context_of


@cache
def icon(name: str) -> SafeString:
    """The icon of a name, as Wagtail's own tag draws it."""
    return render_to_string("wagtailadmin/shared/icon.html", context_of(name))
