"""The fast way to the banner: answered before anything else is asked, as a file server does.

To be placed first in MIDDLEWARE. Without it the same views answer through the resolver, behind the host's middleware.

What is skipped, and why nothing is lost by it:

- The check of the host name (ALLOWED_HOSTS) and the way from http to https: an answer names no host (pictures, and a
  redirect to a path), is the same for everybody, and whoever follows the link meets both on the next page.
- Sessions, sign-in, messages, language, CSRF: pictures and links know no person, set no cookie and change nothing
  but a count; the language is the placement's.
- The host's security headers: each answer here brings its own, which are stricter; only HSTS is left to other pages.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pakn_plugin.embed.routes import ROUTES

_WAYS = [(re.compile(f"/{pattern}"), view) for _name, pattern, view in ROUTES]
_BEGIN = ("/banner/v1/", "/b/", "/embed/")


class BannerMiddleware:
    """Answers the banner's addresses, hands everything else on. The plugin's addresses lie at the root of the host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(_BEGIN):
            for pattern, view in _WAYS:
                found = pattern.fullmatch(path)
                if found:
                    return view(request, **found.groupdict())
        return self.get_response(request)
