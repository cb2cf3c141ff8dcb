"""Draws the plain elements of forms at once; Django puts an input together from three templates, each time anew."""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

Widget = dict[str, Any]


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    attributes = flatatt(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes)


def _textarea(widget: Widget) -> SafeString:
    # A browser drops the first line break of a text.
    text, attributes = widget["value"] or "", flatatt(widget["attrs"])
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], attributes, text)


INPUTS = ("checkbox", "date", "email", "file", "hidden", "input", "number", "password", "tel", "text", "time", "url")
DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
}


class QuickRenderer(DjangoTemplates):
    """Django's own renderer, quicker for inputs and text areas; the elements are the same."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None:
            return str(super().render(template_name, context, request))
        return draw(context["widget"])
