"""The banner's addresses, once for the resolver and for the middleware."""

from collections.abc import Callable

from django.http import HttpResponse

from pakn_plugin.embed.links import frame, link
from pakn_plugin.embed.pictures import banner, look

_KEY = r"(?P<key>[A-Za-z0-9_-]{1,64})"
_FILE = r"(?P<size>\d{1,5}x\d{1,5})\.(?P<form>png|webp|avif|svg)"
# Name, pattern behind the first slash, view. A look's address has one part more than a placement's: no key is like it.
ROUTES: list[tuple[str, str, Callable[..., HttpResponse]]] = [
    ("banner", rf"banner/v1/{_KEY}/{_FILE}", banner),
    ("look", rf"banner/v1/-/(?P<name>[A-Za-z0-9_-]{{1,120}})/{_FILE}", look),
    ("link", rf"b/{_KEY}/?", link),
    ("frame", rf"embed/{_KEY}/", frame),
    ("frame", rf"embed/{_KEY}/(?P<size>\d{{1,5}}x\d{{1,5}})/", frame),
]
