"""The queue: a task is a row of the change's own transaction, and the worker of django-q takes it up."""

from typing import Any

import pytest
from config.broker import Broker
from django.db import transaction
from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.signing import SignedPackage
from django_q.tasks import async_task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite runs tasks at once; here they wait."""
    monkeypatch.setattr(Conf, "SYNC", False)


def test_the_site_uses_it() -> None:
    assert type(get_broker()) is Broker


def test_a_task_is_one_statement_and_can_be_taken_up(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        async_task("pakn_plugin.tasks.deliver_event", 7)
    [(key, payload)] = get_broker().dequeue()
    task = SignedPackage.loads(payload)
    assert (task["func"], task["args"]) == ("pakn_plugin.tasks.deliver_event", (7,))
    get_broker().acknowledge(key)
    assert not OrmQ.objects.exists()


def test_a_change_that_is_undone_leaves_no_task() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        async_task("pakn_plugin.tasks.deliver_event", 7)
        raise ZeroDivisionError
    assert not OrmQ.objects.exists()
