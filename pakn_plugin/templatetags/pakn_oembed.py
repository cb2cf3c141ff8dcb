"""For the head of a page: where its oEmbed description is."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pakn_plugin import conf

register = template.Library()


@register.simple_tag
def oembed_link(address: str, title: str) -> SafeString:
    """A link for machines; `address` is whole, or a path of this site. Nothing for a page without an address."""
    if not address:
        return SafeString("")
    whole = address if "://" in address else conf.base_url() + address
    target = f"{conf.base_url()}{reverse('pakn_machine:oembed')}?{urlencode({'url': whole, 'format': 'json'})}"
    return format_html('<link rel="alternate" type="application/json+oembed" href="{}" title="{}">', target, title)
