"""Who comes in to the banner kit, and to which placement."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from pakn_plugin.access import Actor, actor_of
from pakn_plugin.queries.banner import may_place, visible_placements

View = Callable[..., HttpResponse]


def for_placers(view: View) -> View:
    """Let in who places banners, and hand the view its actor."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if not may_place(actor):
            raise PermissionDenied
        return view(request, actor, *args, **kwargs)

    return checked


def for_placement(*verbs: str) -> Callable[[View], View]:
    """Hand the view its placement: 404 for a foreign one, whatever the verb; only then 405."""

    def decorate(view: View) -> View:
        @for_placers
        @wraps(view)
        def checked(request: HttpRequest, actor: Actor, pk: int, **kwargs: Any) -> HttpResponse:
            placement = get_object_or_404(visible_placements(actor), pk=pk)
            return require_http_methods(list(verbs))(view)(request, actor, placement, **kwargs)

        return checked

    return decorate
