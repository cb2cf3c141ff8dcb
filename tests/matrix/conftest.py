"""Walks through the admin ask many pages in a person's name: what stands around each is put together once.

So is the page that says "not found": a walk looks at the status of an answer.
"""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.admin import urls
from wagtail.admin.menu import admin_menu
from wagtail.admin.search import admin_search_areas


@pytest.fixture(autouse=True)
def _frame_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The menu and the search areas of a person are built with the first page of a test, and stand on all of them."""
    kept = (
        (admin_menu, "render_component"),
        (admin_search_areas, "search_items_for_request"),
        (urls, "page_not_found"),
    )
    for owner, name in kept:
        monkeypatch.setattr(owner, name, once_for_each(getattr(owner, name)))


def once_for_each(build: Callable[..., Any]) -> Callable[..., Any]:
    built: dict[Any, Any] = {}

    def kept(request: Any, *more: Any, **named: Any) -> Any:
        if request.user.pk not in built:
            built[request.user.pk] = build(request, *more, **named)
        return built[request.user.pk]

    return kept
