"""The garden is planted once for all tests of this folder: it takes longer than looking at it."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django_q.signals import pre_enqueue
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from news.models import EventIndexPage, EventPage, NewsIndexPage
from tests.canary import planting, registers
from tests.canary.garden import Garden
from tests.conftest import HANOI
from tests.factories import build_unit, build_world

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=HANOI)


@pytest.fixture(scope="module")
def garden(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    """Everything planted, and what was mailed, queued and logged meanwhile; the log goes on to the end."""
    anchors = override_settings(PAKN_ANCHOR_FILE=tmp_path_factory.mktemp("anchors") / "anchors.jsonl")
    with anchors, django_db_blocker.unblock(), transaction.atomic():
        g = Garden(build_world(), build_unit("c"), NOW)
        root = logging.getLogger()
        level = root.level
        root.addHandler(g.log)
        root.setLevel(logging.DEBUG)

        def remember(sender: Any, task: dict[str, Any], **kwargs: Any) -> None:
            g.tasks.append(repr(task))

        pre_enqueue.connect(remember)
        mail.outbox.clear()
        try:
            site(g)
            planting.plant(g)
            registers.keep(g)
            registers.days_pass(g)
            registers.hold(g)
            g.letters = list(mail.outbox)
            yield g
        finally:
            pre_enqueue.disconnect(remember)
            root.removeHandler(g.log)
            root.setLevel(level)
            cache.clear()
            transaction.set_rollback(True)


def site(g: Garden) -> None:
    """A front page, a feed and an event with its calendar file."""
    Page.objects.filter(depth=2).delete()
    locale, _made = Locale.objects.get_or_create(language_code="vi")
    page = HomePage(title="Khánh Hòa", greeting="Xin chào", slug="nha", locale=locale)
    front = Page.get_first_root_node().add_child(instance=page)
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": front, "hostname": "testserver"})
    front.add_child(instance=NewsIndexPage(title="Tin tức"))
    events = front.add_child(instance=EventIndexPage(title="Sự kiện"))
    events.add_child(instance=EventPage(title="Lễ hội", starts_at=g.clock, ends_at=g.clock, venue="Quảng trường"))
